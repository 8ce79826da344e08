package org.seedbed.engine;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.zero;

import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;

/**
 * Adam and AdaMax (Kingma and Ba, ICLR 2015) and RMSProp with momentum (Tieleman and Hinton, 2012)
 * on one seed's packed parameters. Moments and gradients that are too small to matter become 0:
 * decaying to subnormal numbers, they would slow every following step.
 */
public final class Optimizer {
  /** Gradients nearer to 0 count as 0, so that their squares are normal numbers. */
  private static final float SMALLEST_GRADIENT = 1e-16f;

  /** Moments nearer to 0 count as 0. */
  private static final float SMALLEST_MOMENT = 1e-34f;

  private Optimizer() {}

  /** What a step is made of. */
  public enum Rule {
    /** The mean of gradients, divided by the root of the mean of squared gradients. */
    ADAM,
    /** The mean of gradients, divided by the decaying maximum of absolute gradients. */
    ADAMAX,
    /** The decaying sum of gradients, each divided by the root of the mean of squared gradients. */
    RMSPROP
  }

  /**
   * Numbers of one step.
   *
   * @param rule what a step is made of
   * @param conditioning what is done with the gradient first
   * @param decay of the moments
   * @param divisor of the mean of gradients, or of each gradient for RMSProp
   * @param rate learning rate
   */
  public record Step(
      Rule rule, Conditioning conditioning, Decay decay, Divisor divisor, float rate) {}

  /**
   * What is done with a gradient before the moments take it.
   *
   * @param scale factor on the gradient, which clips it
   * @param noise factor on the noise that is added to the scaled gradient; 0 for none
   * @param coordinateClip c: each coordinate is clipped to ±(c·v + 10⁻⁴), v being its second moment
   *     before the step; 0 for no such clip
   */
  public record Conditioning(float scale, float noise, float coordinateClip) {
    /** Bound of a coordinate whose second moment is 0. */
    public static final float LEAST_BOUND = 1e-4f;

    /** Scales a gradient alone. */
    public static Conditioning scaled(float by) {
      return new Conditioning(by, 0, 0);
    }
  }

  /**
   * Decay of the moments.
   *
   * @param beta1 of the mean of gradients, or of RMSProp's sum
   * @param beta2 of the mean of squared gradients, or of their maximum
   */
  public record Decay(float beta1, float beta2) {}

  /**
   * What the second moment is made a divisor by.
   *
   * @param scale factor on its root, or on itself for AdaMax: the bias corrections
   * @param epsilon added to that
   */
  public record Divisor(float scale, float epsilon) {}

  /** Returns the Euclidean norm of a gradient; {@code n} is a multiple of 16. */
  public static double norm(float[] gradient, int at, int n) {
    float[] sums = new float[Lanes.BLOCK];
    if (Lanes.VECTORS) {
      InVectors.squares(gradient, at, n, sums);
    } else {
      InLoops.squares(gradient, at, n, sums);
    }
    double sum = 0;
    for (float part : sums) {
      sum += part;
    }
    return Math.sqrt(sum);
  }

  /**
   * Takes a step.
   *
   * @param parameters with the seed's at {@code at}, {@code n} of them, a multiple of 16; the
   *     moments are at the same index
   * @param noise at index 0; not read if {@link Conditioning#noise} is 0
   */
  public static void step(
      Step step,
      float[] parameters,
      float[] first,
      float[] second,
      int at,
      float[] gradient,
      int gradientAt,
      float[] noise,
      int n) {
    if (Lanes.VECTORS) {
      InVectors.step(step, parameters, first, second, at, gradient, gradientAt, noise, n);
    } else {
      InLoops.step(step, parameters, first, second, at, gradient, gradientAt, noise, n);
    }
  }

  private static final class InVectors {
    static void squares(float[] gradient, int at, int n, float[] sums) {
      for (int j = 0; j < Lanes.BLOCK; j += Vectors.LENGTH) {
        var sum = zero();
        for (int i = j; i < n; i += Lanes.BLOCK) {
          var g = Vectors.flush(load(gradient, at + i), SMALLEST_GRADIENT);
          sum = g.fma(g, sum);
        }
        sum.intoArray(sums, j);
      }
    }

    static void step(
        Step s,
        float[] parameters,
        float[] first,
        float[] second,
        int at,
        float[] gradient,
        int gradientAt,
        float[] noise,
        int n) {
      boolean squares = s.rule() != Rule.ADAMAX;
      boolean sum = s.rule() == Rule.RMSPROP;
      float scale = s.conditioning().scale();
      float noiseScale = s.conditioning().noise();
      float clip = s.conditioning().coordinateClip();
      float beta1 = s.decay().beta1();
      float beta2 = s.decay().beta2();
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var g = load(gradient, gradientAt + i).mul(scale);
        if (noiseScale != 0) {
          g = load(noise, i).fma(broadcast(noiseScale), g);
        }
        if (clip != 0) {
          var bound =
              load(second, at + i).fma(broadcast(clip), broadcast(Conditioning.LEAST_BOUND));
          g = Vectors.max(Vectors.min(g, bound), bound.neg());
        }
        g = Vectors.flush(g, SMALLEST_GRADIENT);
        var decayed = load(second, at + i).mul(beta2);
        var v =
            squares ? g.mul(g).fma(broadcast(1 - beta2), decayed) : Vectors.max(decayed, g.abs());
        v = Vectors.flush(v, SMALLEST_MOMENT);
        v.intoArray(second, at + i);
        var divisor =
            (squares ? v.sqrt() : v)
                .fma(broadcast(s.divisor().scale()), broadcast(s.divisor().epsilon()));
        var before = load(first, at + i).mul(beta1);
        var m = sum ? g.div(divisor).add(before) : g.fma(broadcast(1 - beta1), before);
        m = Vectors.flush(m, SMALLEST_MOMENT);
        m.intoArray(first, at + i);
        var w = load(parameters, at + i);
        w.sub((sum ? m : m.div(divisor)).mul(s.rate())).intoArray(parameters, at + i);
      }
    }
  }

  private static final class InLoops {
    static void squares(float[] gradient, int at, int n, float[] sums) {
      for (int i = 0; i < n; i++) {
        float g = Scalars.flush(gradient[at + i], SMALLEST_GRADIENT);
        sums[i % Lanes.BLOCK] = Math.fma(g, g, sums[i % Lanes.BLOCK]);
      }
    }

    static void step(
        Step s,
        float[] parameters,
        float[] first,
        float[] second,
        int at,
        float[] gradient,
        int gradientAt,
        float[] noise,
        int n) {
      boolean squares = s.rule() != Rule.ADAMAX;
      boolean sum = s.rule() == Rule.RMSPROP;
      for (int i = 0; i < n; i++) {
        var conditioning = s.conditioning();
        float g = gradient[gradientAt + i] * conditioning.scale();
        if (conditioning.noise() != 0) {
          g = Math.fma(noise[i], conditioning.noise(), g);
        }
        if (conditioning.coordinateClip() != 0) {
          float bound =
              Math.fma(second[at + i], conditioning.coordinateClip(), Conditioning.LEAST_BOUND);
          g = Scalars.max(Scalars.min(g, bound), -bound);
        }
        g = Scalars.flush(g, SMALLEST_GRADIENT);
        float decayed = second[at + i] * s.decay().beta2();
        float v =
            squares
                ? Math.fma(g * g, 1 - s.decay().beta2(), decayed)
                : Scalars.max(decayed, Math.abs(g));
        v = Scalars.flush(v, SMALLEST_MOMENT);
        second[at + i] = v;
        float root = squares ? (float) Math.sqrt(v) : v;
        float divisor = Math.fma(root, s.divisor().scale(), s.divisor().epsilon());
        float before = first[at + i] * s.decay().beta1();
        float m = sum ? g / divisor + before : Math.fma(g, 1 - s.decay().beta1(), before);
        m = Scalars.flush(m, SMALLEST_MOMENT);
        first[at + i] = m;
        parameters[at + i] -= (sum ? m : m / divisor) * s.rate();
      }
    }
  }
}
