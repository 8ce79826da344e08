package org.seedbed.model.population;

import org.seedbed.task.Bounds;

/**
 * Adam or AdaMax (Kingma and Ba, ICLR 2015, algorithms 1 and 2) or RMSProp with momentum, with
 * gradient noise and with clipping by each seed's own gradient norm.
 *
 * @param rule Adam, AdaMax or RMSProp
 * @param learningRate step size, above 0
 * @param beta1 decay of the mean of gradients, in [0, 1); RMSProp's momentum
 * @param beta2 decay of the mean of squared gradients, or of their maximum, in [0, 1)
 * @param beta2Early β2 at step 0, in [0, 1); 1 − β2 then decays with the given half-life down to 1
 *     − {@code beta2}
 * @param beta2HalfLife half-life of that decay in steps, above 0
 * @param epsilon added to the root, above 0
 * @param biasCorrection whether means are corrected for their start at 0
 * @param coordinateClip c: each coordinate of the gradient is clipped to ±(c·v + 10⁻⁴), v being the
 *     mean of squared gradients or the maximum before the step; 0 for no such clip. With AdaMax,
 *     one spike then cannot slow a weight for thousands of steps; 1.2 in the diagonal Neural GPU's
 *     code
 * @param clipNorm largest norm of one seed's gradient, above 0
 * @param noise η of annealed noise, whose variance is η / (1 + step)^0.55 (Neelakantan et al.,
 *     2015); 0 for none
 * @param noiseShare norm of further noise at step 0, as a share of {@code clipNorm}; it is annealed
 *     alike, and drawn independently for each parameter; 0 for none
 * @param relativeNoise standard deviation of additional noise, in units of the learning rate; 0 for
 *     none
 */
public record AdamSettings(
    Rule rule,
    double learningRate,
    double beta1,
    double beta2,
    double beta2Early,
    double beta2HalfLife,
    double epsilon,
    boolean biasCorrection,
    double coordinateClip,
    double clipNorm,
    double noise,
    double noiseShare,
    double relativeNoise) {
  public static final AdamSettings DEFAULTS =
      new AdamSettings(
          Rule.ADAM, 0.02, 0.9, 0.999, 0.999, 2000, 1e-8, true, 0.0, 1.0, 0.0, 0.0, 0.0);

  /** What a step is made of, before the learning rate. */
  public enum Rule {
    /** The mean of gradients, divided by the root of the mean of squared gradients. */
    ADAM,
    /** The mean of gradients, divided by the decaying maximum of absolute gradients. */
    ADAMAX,
    /**
     * The sum of gradients that decays by β1, each divided by the root of the mean of squared
     * gradients (Tieleman and Hinton, 2012, with momentum): a gradient counts 1 / (1 − β1) times as
     * much as in Adam.
     */
    RMSPROP
  }

  public AdamSettings {
    Bounds.check(learningRate > 0, "learningRate", learningRate, "above 0");
    Bounds.check(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
    Bounds.check(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
    Bounds.check(beta2Early >= 0 && beta2Early < 1, "beta2Early", beta2Early, "in [0, 1)");
    Bounds.check(beta2HalfLife > 0, "beta2HalfLife", beta2HalfLife, "above 0");
    Bounds.check(epsilon > 0, "epsilon", epsilon, "above 0");
    Bounds.check(coordinateClip >= 0, "coordinateClip", coordinateClip, "0 or more");
    Bounds.check(clipNorm > 0, "clipNorm", clipNorm, "above 0");
    Bounds.check(noise >= 0, "noise", noise, "0 or more");
    Bounds.check(noiseShare >= 0, "noiseShare", noiseShare, "0 or more");
    Bounds.check(relativeNoise >= 0, "relativeNoise", relativeNoise, "0 or more");
  }

  /**
   * Returns 1 − β1^t at a step, t = step + 1, or 1 without bias correction and for RMSProp, whose
   * first moment is no mean.
   */
  public double correction1At(long step) {
    return biasCorrection && rule != Rule.RMSPROP ? 1 - Math.pow(beta1, step + 1.0) : 1;
  }

  /**
   * Returns 1 − β2^t at a step, or 1 without bias correction. β2 may change between steps; the
   * correction uses its present value.
   */
  public double correction2At(long step) {
    return biasCorrection ? 1 - Math.pow(beta2At(step), step + 1.0) : 1;
  }

  /** Returns β2 at a step. */
  public double beta2At(long step) {
    double early = (1 - beta2Early) * Math.pow(0.5, step / beta2HalfLife);
    return 1 - Math.max(1 - beta2, early);
  }

  /**
   * Returns the standard deviation of the gradient noise at a step.
   *
   * @param rate factor on the learning rate
   * @param parameters P
   */
  public double noiseDeviation(long step, double rate, int parameters) {
    double shared = noiseShare * clipNorm / Math.sqrt(parameters);
    double annealed = Math.sqrt((noise + shared * shared) / Math.pow(1.0 + step, 0.55));
    return Math.hypot(annealed, relativeNoise * learningRate * rate);
  }

  /** Whether noise is added to gradients. */
  public boolean addsNoise() {
    return noise > 0 || noiseShare > 0 || relativeNoise > 0;
  }

  /** Returns these settings with another rule. */
  public AdamSettings withRule(Rule other) {
    return with(other, learningRate);
  }

  /** Returns these settings with another learning rate. */
  public AdamSettings withLearningRate(double other) {
    return with(rule, other);
  }

  private AdamSettings with(Rule otherRule, double otherRate) {
    return new AdamSettings(
        otherRule,
        otherRate,
        beta1,
        beta2,
        beta2Early,
        beta2HalfLife,
        epsilon,
        biasCorrection,
        coordinateClip,
        clipNorm,
        noise,
        noiseShare,
        relativeNoise);
  }
}
