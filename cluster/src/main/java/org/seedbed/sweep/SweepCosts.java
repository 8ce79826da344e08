package org.seedbed.sweep;

import org.seedbed.files.SchemaVersion;

/**
 * The costs of a sweep. Kept apart from its results, because they differ between machines.
 *
 * @param wallSeconds of the driver, over all sessions
 * @param sessions number of times that the sweep was started, resumed or extended
 * @param kernelCoreSeconds seconds spent in training and scoring, times the threads per population
 * @param taskCoreSeconds seconds spent in Spark tasks, times the threads per population
 */
@SchemaVersion(3)
public record SweepCosts(
    double wallSeconds, int sessions, double kernelCoreSeconds, double taskCoreSeconds) {}
