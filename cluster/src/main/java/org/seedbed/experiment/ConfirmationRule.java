package org.seedbed.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How fresh data seeds are spent on the best initializations. In all rules but the first, as many
 * random initializations are trained under the same data seeds: the control.
 */
public enum ConfirmationRule {
  /** Each of the best is trained under {@code evaluation.confirmations} data seeds; no control. */
  @JsonProperty("without-control")
  WITHOUT_CONTROL,
  /** Each of the best is trained under {@code evaluation.confirmations} data seeds. */
  @JsonProperty("equal")
  EQUAL,
  /**
   * As many trials in all, in phases; after each the worst initialization is rejected (Audibert,
   * Bubeck and Munos, "Best Arm Identification in Multi-Armed Bandits", COLT 2010).
   */
  @JsonProperty("successive-rejects")
  SUCCESSIVE_REJECTS,
  /**
   * At most as many trials in all, on the best and its closest rival in turn, until they are told
   * apart with 95 % confidence (Kaufmann and Kalyanakrishnan, "Information Complexity in Bandit
   * Subset Selection", COLT 2013).
   */
  @JsonProperty("kl-lucb")
  KL_LUCB
}
