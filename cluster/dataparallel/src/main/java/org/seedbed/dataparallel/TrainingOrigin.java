package org.seedbed.dataparallel;

/**
 * The origin of an initialization.
 *
 * @param run folder of the run that found it
 * @param rank on its leaderboard
 * @param seed of the restart
 * @param initializationSha256 of its {@code initialization.safetensors}
 */
public record TrainingOrigin(String run, int rank, long seed, String initializationSha256) {}
