package org.seedbed.example;

/**
 * Settings of the threshold model.
 *
 * @param scale factor applied to the number of ones, above 0
 */
public record ThresholdSettings(double scale) {
  public ThresholdSettings {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale is " + scale + ", must be above 0");
    }
  }
}
