package org.seedbed.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How much of a response's variance one key explains by itself: the first term of the functional
 * ANOVA (Sobol, 1993), estimated from given data by the means of groups (Plischke, Borgonovo and
 * Smith, 2013), with the bias of few data removed (ω², Hays, 1963).
 *
 * @param share of the variance between settings, 0 … 1
 * @param low lower end of its 95 % interval, by bootstrap over settings
 * @param high upper end
 */
public record MainEffect(double share, double low, double high) {
  private static final int RESAMPLES = 1000;

  /**
   * A setting.
   *
   * @param group of the key's value, from 0
   * @param response what is explained
   * @param noise variance of the response that is none of the setting's
   */
  public record Observation(int group, double response, double noise) {}

  /**
   * Computes the effect. Without variance between settings, there is none.
   *
   * @param observations one or more
   */
  public static MainEffect of(List<Observation> observations) {
    int groups = 1 + observations.stream().mapToInt(Observation::group).max().orElseThrow();
    int n = observations.size();
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    double share = share(observations, all, groups);
    var random = new SplittableRandom(1);
    double[] resampled = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      Arrays.setAll(all, i -> random.nextInt(n));
      resampled[r] = share(observations, all, groups);
    }
    var interval = ResampledInterval.of(resampled, ResampledInterval.USUAL_ERROR);
    return new MainEffect(share, Math.min(share, interval.low()), Math.max(share, interval.high()));
  }

  private static double share(List<Observation> observations, int[] drawn, int groups) {
    double[] sums = new double[groups];
    int[] counts = new int[groups];
    double sum = 0;
    double squares = 0;
    double noise = 0;
    for (int i : drawn) {
      var one = observations.get(i);
      sums[one.group()] += one.response();
      counts[one.group()]++;
      sum += one.response();
      squares += one.response() * one.response();
      noise += one.noise();
    }
    int n = drawn.length;
    double mean = sum / n;
    double total = squares - n * mean * mean;
    double between = 0;
    int present = 0;
    for (int g = 0; g < groups; g++) {
      if (counts[g] > 0) {
        double apart = sums[g] / counts[g] - mean;
        between += counts[g] * apart * apart;
        present++;
      }
    }
    double within = n > present ? (total - between) / (n - present) : 0;
    double explained = between - (present - 1) * within;
    double betweenSettings = total + within - noise;
    return explained <= 0 || betweenSettings <= 0 ? 0 : Math.min(1, explained / betweenSettings);
  }
}
