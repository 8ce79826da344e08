package org.seedbed.sweep;

import java.util.List;
import org.seedbed.files.SchemaVersion;

/**
 * What a training step of a seed costs, measured once: decisions and ranks rest on these figures,
 * not on the times of populations, and so are the same after any interruption.
 *
 * @param coreSeconds of a step on the last level, for each group of settings that train in one
 *     population, in the order of their first settings
 */
@SchemaVersion(3)
record StepCosts(List<Double> coreSeconds) {
  StepCosts {
    coreSeconds = List.copyOf(coreSeconds);
  }
}
