package org.seedbed.statistics;

import java.util.List;
import java.util.SplittableRandom;

/**
 * How much of a response's variance one key explains by itself: the first term of the functional
 * ANOVA (Sobol, 1993), estimated from given data by the means of groups (Plischke, Borgonovo and
 * Smith, 2013), with the bias of few data removed (ω², Hays, 1963).
 *
 * @param share of the variance between settings, 0 … 1
 * @param pvalue of a permutation test: probability of as much, or more, if the key had no effect
 */
public record MainEffect(double share, double pvalue) {
  private static final int PERMUTATIONS = 1999;

  /**
   * A setting.
   *
   * @param group of the key's value, from 0
   * @param response what is explained
   */
  public record Observation(int group, double response) {}

  /**
   * Computes the effect. Without variance between settings, there is none.
   *
   * @param observations one or more
   * @param noise variance of a response that is none of the setting's
   */
  public static MainEffect of(List<Observation> observations, double noise) {
    int[] groups = observations.stream().mapToInt(Observation::group).toArray();
    double[] responses = observations.stream().mapToDouble(Observation::response).toArray();
    double between = between(groups, responses);
    var random = new SplittableRandom(1);
    int asMuch = 0;
    for (int i = 0; i < PERMUTATIONS; i++) {
      shuffle(groups, random);
      // Sums in another order differ in their last bits.
      asMuch += between(groups, responses) >= between * (1 - 1e-9) ? 1 : 0;
    }
    return new MainEffect(share(observations, between, noise), (1 + asMuch) / (1.0 + PERMUTATIONS));
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    Permutation.shuffle(
        values.length,
        random,
        (i, j) -> {
          int kept = values[i];
          values[i] = values[j];
          values[j] = kept;
        });
  }

  /** Sum of squares between groups. */
  private static double between(int[] groups, double[] responses) {
    int most = 0;
    double mean = 0;
    for (int i = 0; i < groups.length; i++) {
      most = Math.max(most, groups[i]);
      mean += responses[i] / groups.length;
    }
    double[] sums = new double[most + 1];
    int[] counts = new int[most + 1];
    for (int i = 0; i < groups.length; i++) {
      sums[groups[i]] += responses[i] - mean;
      counts[groups[i]]++;
    }
    double between = 0;
    for (int g = 0; g <= most; g++) {
      between += counts[g] == 0 ? 0 : sums[g] * sums[g] / counts[g];
    }
    return between;
  }

  private static double share(List<Observation> observations, double between, double noise) {
    int n = observations.size();
    double mean = observations.stream().mapToDouble(Observation::response).average().orElseThrow();
    double total = observations.stream().mapToDouble(o -> Math.pow(o.response() - mean, 2)).sum();
    int groups = (int) observations.stream().map(Observation::group).distinct().count();
    double within = n > groups ? (total - between) / (n - groups) : 0;
    double explained = between - (groups - 1) * within;
    double betweenSettings = total + within - n * noise;
    return explained <= 0 || betweenSettings <= 0 ? 0 : Math.min(1, explained / betweenSettings);
  }
}
