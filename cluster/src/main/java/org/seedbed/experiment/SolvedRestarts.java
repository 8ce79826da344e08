package org.seedbed.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What becomes of a restart that has solved its task: it was right on all examples of a check, and
 * on all {@code evaluation.examples} held-out examples.
 */
public enum SolvedRestarts {
  /** It is parked: it takes no more steps. */
  @JsonProperty("park")
  PARK,
  /**
   * It is parked. After the last rung, the best {@code evaluation.top} train on to the last step,
   * and keep what they gained.
   */
  @JsonProperty("train-best")
  TRAIN_BEST,
  /** It trains on as the others do, and a rule may prune it. */
  @JsonProperty("train")
  TRAIN;

  /** Whether solved restarts leave their populations. */
  public boolean parks() {
    return this != TRAIN;
  }
}
