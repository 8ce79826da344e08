package org.seedbed.example;

/**
 * Settings of the threshold.
 *
 * @param scale that the number of ones is multiplied by, above 0
 */
public record ThresholdSettings(double scale) {
  public ThresholdSettings {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale is " + scale + ", must be above 0");
    }
  }
}
