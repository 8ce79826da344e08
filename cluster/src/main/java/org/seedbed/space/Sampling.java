package org.seedbed.space;

import java.util.SplittableRandom;
import org.apache.commons.math3.random.HaltonSequenceGenerator;
import org.apache.commons.math3.random.RandomVectorGenerator;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.seedbed.task.ExampleKey;

/** How settings are drawn from a space. */
public enum Sampling {
  /** Every combination, once. */
  GRID,
  /** Each value of each key alone, with those that it depends on: what each is worth by itself. */
  ABLATION,
  /**
   * The Sobol sequence (Joe and Kuo, 2008), shifted by a random vector (Cranley and Patterson,
   * 1976): evener than random points, also in each single key.
   */
  SOBOL,
  /** The Halton sequence, scrambled and shifted; at most 40 keys. */
  HALTON,
  /** Independent points. */
  RANDOM;

  /** Whether a space has a certain number of settings, whatever number is asked for. */
  public boolean hasOwnCount() {
    return this == GRID || this == ABLATION;
  }

  /**
   * Returns the points of a sequence, in order; not for a grid or an ablation.
   *
   * @param dimensions number of coordinates, each in [0, 1)
   * @param seed of the random shift, or of the points
   */
  Points points(int dimensions, long seed) {
    return switch (this) {
      case SOBOL -> shifted(new SobolSequenceGenerator(dimensions), dimensions, seed);
      case HALTON -> shifted(new HaltonSequenceGenerator(dimensions), dimensions, seed);
      case RANDOM -> {
        var random = random(seed);
        yield () -> doubles(random, dimensions);
      }
      case GRID, ABLATION ->
          throw new IllegalArgumentException(this + " has no sequence of points");
    };
  }

  /** A sequence of points. */
  interface Points {
    /** Returns the next point. */
    double[] next();
  }

  private static SplittableRandom random(long seed) {
    return ExampleKey.of("sweep").with(seed).random();
  }

  private static double[] doubles(SplittableRandom random, int count) {
    return random.doubles(count).toArray();
  }

  private static Points shifted(RandomVectorGenerator sequence, int dimensions, long seed) {
    double[] shift = doubles(random(seed), dimensions);
    return () -> {
      double[] point = sequence.nextVector();
      for (int i = 0; i < point.length; i++) {
        double sum = point[i] + shift[i];
        point[i] = sum < 1 ? sum : sum - 1;
      }
      return point;
    };
  }
}
