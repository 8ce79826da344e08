package org.seedbed.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which parameters of a seed that has not solved the task are scored and stored. */
public enum KeptCheckpoint {
  /** Those of the check at which most examples were right; see {@code Checkpoint}. */
  @JsonProperty("best")
  BEST,
  /** The last ones. */
  @JsonProperty("last")
  LAST
}
