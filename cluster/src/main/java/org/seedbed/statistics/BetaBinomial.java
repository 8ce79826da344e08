package org.seedbed.statistics;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * How the probability of a solution differs between initializations: each has its own, drawn from a
 * beta distribution.
 *
 * @param mean of the probabilities, 0 … 1
 * @param correlation of two trials of one initialization (intraclass correlation), 0 … 1; 0 if all
 *     initializations are alike
 */
public record BetaBinomial(double mean, double correlation) {
  private static final double LARGEST = 0.99;
  private static final double SURE = 1e-9;
  private static final int BISECTIONS = 40;

  /**
   * Trials of one initialization.
   *
   * @param solved number of trials that solved the task
   * @param trials number of trials, {@code solved} or more
   * @param selectedBy number of further trials that it was selected for, because all of them solved
   *     the task
   */
  public record Trials(int solved, int trials, int selectedBy) {
    public Trials {
      if (solved < 0 || trials < solved || selectedBy < 0) {
        throw new IllegalArgumentException(
            "%d of %d trials solved, selected by %d".formatted(solved, trials, selectedBy));
      }
    }

    /** Trials of an initialization that was drawn at random. */
    public static Trials ofRandom(int solved, int trials) {
      return new Trials(solved, trials, 0);
    }
  }

  /**
   * A fit by maximum likelihood.
   *
   * @param estimate the most likely distribution
   * @param low lower end of the 95 % confidence interval of the correlation, by profile likelihood
   * @param high upper end of the interval
   * @param pvalue of a correlation at least as large if initializations were alike, by likelihood
   *     ratio against ½χ²₀ + ½χ²₁
   */
  public record Fit(BetaBinomial estimate, double low, double high, double pvalue) {}

  /**
   * Fits the distribution to the trials of initializations.
   *
   * @param rows one or more, with one or more trials in all
   */
  public static Fit fit(Collection<Trials> rows) {
    var likelihood = new Likelihood(rows);
    double best = likelihood.largestCorrelation();
    double top = likelihood.profile(best);
    double ratio = Math.max(0, 2 * (top - likelihood.profile(0)));
    double half = ChiSquaredDistribution.of(1).inverseSurvivalProbability(0.05) / 2;
    DoubleUnaryOperator excess = correlation -> likelihood.profile(correlation) - (top - half);
    return new Fit(
        new BetaBinomial(likelihood.likeliestMean(best), best),
        excess.applyAsDouble(0) >= 0 ? 0 : crossing(excess, best, 0),
        excess.applyAsDouble(LARGEST) >= 0 ? 1 : crossing(excess, best, LARGEST),
        ratio == 0 ? 1 : ChiSquaredDistribution.of(1).survivalProbability(ratio) / 2);
  }

  /** Returns where {@code f} changes its sign, between a positive and a negative end. */
  private static double crossing(DoubleUnaryOperator f, double positive, double negative) {
    double in = positive;
    double out = negative;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (in + out) / 2;
      if (f.applyAsDouble(middle) >= 0) {
        in = middle;
      } else {
        out = middle;
      }
    }
    return (in + out) / 2;
  }

  /** The log-likelihood of trials, equal rows counted together. */
  private static final class Likelihood {
    private final Map<Trials, Integer> counts =
        new TreeMap<>(
            Comparator.comparingInt(Trials::solved)
                .thenComparingInt(Trials::trials)
                .thenComparingInt(Trials::selectedBy));

    Likelihood(Collection<Trials> rows) {
      rows.forEach(row -> counts.merge(row, 1, Integer::sum));
      if (rows.stream().mapToInt(Trials::trials).sum() == 0) {
        throw new IllegalArgumentException("no trials, must be one or more");
      }
    }

    /** Returns the most likely correlation: the best of a grid, then by golden section. */
    double largestCorrelation() {
      double step = 0.02;
      double best =
          IntStream.rangeClosed(0, (int) Math.round(LARGEST / step))
              .mapToDouble(i -> Math.min(LARGEST, i * step))
              .boxed()
              .max(Comparator.comparingDouble(this::profile))
              .orElseThrow();
      double low = Math.max(0, best - step);
      double high = Math.min(LARGEST, best + step);
      double golden = (Math.sqrt(5) - 1) / 2;
      while (high - low > 1e-6) {
        double left = high - golden * (high - low);
        double right = low + golden * (high - low);
        if (profile(left) >= profile(right)) {
          high = right;
        } else {
          low = left;
        }
      }
      double found = (low + high) / 2;
      // If all trials ended alike, any correlation is as likely as none.
      return profile(found) > profile(0) + SURE ? found : 0;
    }

    double profile(double correlation) {
      return at(likeliestMean(correlation), correlation);
    }

    /** The log-likelihood is concave in the mean, so its slope has one root. */
    double likeliestMean(double correlation) {
      double spread = correlation / (1 - correlation);
      double low = SURE;
      double high = 1 - SURE;
      for (int i = 0; i < BISECTIONS; i++) {
        double middle = (low + high) / 2;
        double slope = 0;
        for (var row : counts.entrySet()) {
          slope += row.getValue() * slope(row.getKey(), middle, spread);
        }
        if (slope > 0) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return (low + high) / 2;
    }

    private static double slope(Trials row, double mean, double spread) {
      double slope = 0;
      for (int i = 0; i < row.solved(); i++) {
        slope += 1 / (mean + (row.selectedBy() + i) * spread);
      }
      for (int i = 0; i < row.trials() - row.solved(); i++) {
        slope -= 1 / (1 - mean + i * spread);
      }
      return slope;
    }

    private double at(double mean, double correlation) {
      double spread = correlation / (1 - correlation);
      double sum = 0;
      for (var counted : counts.entrySet()) {
        var row = counted.getKey();
        double own = 0;
        for (int i = 0; i < row.solved(); i++) {
          own += Math.log(mean + (row.selectedBy() + i) * spread);
        }
        for (int i = 0; i < row.trials() - row.solved(); i++) {
          own += Math.log(1 - mean + i * spread);
        }
        for (int i = 0; i < row.trials(); i++) {
          own -= Math.log(1 + (row.selectedBy() + i) * spread);
        }
        sum += counted.getValue() * own;
      }
      return sum;
    }
  }

  /**
   * What is believed of the probability of one initialization after its trials.
   *
   * @param mean of the posterior distribution
   * @param low its 5 % quantile
   * @param better probability that it is above the mean of all initializations; ½ if all are alike
   */
  public record Posterior(double mean, double low, double better) {}

  /** Returns the posterior of an initialization, shrunken towards the mean of all. */
  public Posterior after(Trials trials) {
    if (correlation == 0) {
      return new Posterior(mean, mean, 0.5);
    }
    double prior = (1 - correlation) / correlation;
    var posterior =
        BetaDistribution.of(
            Math.max(SURE, mean) * prior + trials.selectedBy() + trials.solved(),
            Math.max(SURE, 1 - mean) * prior + trials.trials() - trials.solved());
    return new Posterior(
        posterior.getMean(),
        posterior.inverseCumulativeProbability(0.05),
        posterior.survivalProbability(mean));
  }

  /** Returns the mean probability of an initialization that was selected by one solution. */
  public double meanOfSelected() {
    return mean + correlation * (1 - mean);
  }
}
