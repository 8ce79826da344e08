package org.seedbed.model.population;

/**
 * Adam (Kingma and Ba, ICLR 2015) with clipping by each seed's own gradient norm and annealed
 * gradient noise (Neelakantan et al., 2015).
 *
 * @param learningRate step size, above 0
 * @param beta1 decay of the mean of gradients, in [0, 1)
 * @param beta2 decay of the mean of squared gradients, in [0, 1)
 * @param epsilon added to the root, above 0
 * @param clipNorm largest norm of one seed's gradient, above 0
 * @param noise η of the noise's variance η / (1 + step)^0.55; 0 for none
 */
public record AdamSettings(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double clipNorm,
    double noise) {
  public static final AdamSettings DEFAULTS = new AdamSettings(0.02, 0.9, 0.999, 1e-8, 1.0, 0.0);

  public AdamSettings {
    check(learningRate > 0, "learningRate", learningRate, "above 0");
    check(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
    check(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
    check(epsilon > 0, "epsilon", epsilon, "above 0");
    check(clipNorm > 0, "clipNorm", clipNorm, "above 0");
    check(noise >= 0, "noise", noise, "0 or more");
  }

  private static void check(boolean valid, String name, double value, String allowed) {
    if (!valid) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + allowed);
    }
  }
}
