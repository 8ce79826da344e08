package org.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.statistics.BetaBinomial.Trials;

/** What {@link CrossedDesign}, {@link BetaBinomial} and {@link Auc} say of simulated seeds. */
class InitializationEffectTest {
  /** Draws probabilities of initializations. */
  private static ContinuousDistribution.Sampler probabilities(
      double mean, double correlation, SplittableRandom random) {
    UniformRandomProvider source = random::nextLong;
    double prior = (1 - correlation) / correlation;
    return correlation == 0
        ? () -> mean
        : BetaDistribution.of(mean * prior, (1 - mean) * prior).createSampler(source);
  }

  private static CrossedDesign simulated(
      int rows, int columns, double mean, double correlation, SplittableRandom random) {
    var sampler = probabilities(mean, correlation, random);
    var solved = new ArrayList<List<Boolean>>();
    for (int i = 0; i < rows; i++) {
      double own = sampler.sample();
      solved.add(IntStream.range(0, columns).mapToObj(j -> random.nextDouble() < own).toList());
    }
    return new CrossedDesign(solved);
  }

  @Test
  void theFitMaximizesTheLikelihood() {
    var rows = new ArrayList<Trials>();
    int[] counts = {12, 9, 6, 3, 2};
    for (int solved = 0; solved < counts.length; solved++) {
      rows.addAll(Collections.nCopies(counts[solved], Trials.ofRandom(solved, 4)));
    }
    var fit = BetaBinomial.fit(rows);
    double best = logLikelihood(rows, fit.estimate().mean(), fit.estimate().correlation());
    for (double mean = 0.01; mean < 1; mean += 0.01) {
      for (double correlation = 0.01; correlation < 1; correlation += 0.01) {
        assertThat(logLikelihood(rows, mean, correlation)).isLessThanOrEqualTo(best + 1e-9);
      }
    }
    assertThat(fit.low()).isLessThan(fit.estimate().correlation());
    assertThat(fit.high()).isGreaterThan(fit.estimate().correlation());
  }

  /** The usual form, with gamma functions of α and β. */
  private static double logLikelihood(List<Trials> rows, double mean, double correlation) {
    double prior = (1 - correlation) / correlation;
    double a = mean * prior;
    double b = (1 - mean) * prior;
    double sum = 0;
    for (var row : rows) {
      int s = row.solved();
      int n = row.trials();
      for (int i = 0; i < s; i++) {
        sum += Math.log(a + i);
      }
      for (int i = 0; i < n - s; i++) {
        sum += Math.log(b + i);
      }
      for (int i = 0; i < n; i++) {
        sum -= Math.log(a + b + i);
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.2", "0.3, 0.4", "0.7, 0.1"})
  void theIntervalOfTheCorrelationCoversIt(double mean, double correlation) {
    var random = new SplittableRandom(11);
    int covered = 0;
    int designs = 1000;
    for (int i = 0; i < designs; i++) {
      var design = simulated(32, 8, mean, correlation, random);
      var fit = BetaBinomial.fit(design.byInitialization());
      covered += fit.low() <= correlation && correlation <= fit.high() ? 1 : 0;
    }
    assertThat(covered / (double) designs).isBetween(0.93, 0.97);
  }

  /**
   * Powers at 5 % as computed by an independent program for 32 initializations and 8 data seeds.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 0.2, 0.99", "0.1, 0.2, 0.90", "0.5, 0.1, 0.75", "0.5, 0, 0.05"})
  void theTestOfInitializationsHasThePublishedPower(double mean, double correlation, double power) {
    var random = new SplittableRandom(3);
    int designs = 300;
    long found =
        IntStream.range(0, designs)
            .filter(i -> simulated(32, 8, mean, correlation, random).pvalueOfRows() <= 0.05)
            .count();
    assertThat(found / (double) designs).isCloseTo(power, within(0.06));
  }

  @Test
  void dataSeedsAreTestedApart() {
    // Every initialization solves the task under the first two of four data seeds.
    var design = new CrossedDesign(Collections.nCopies(8, List.of(true, true, false, false)));
    assertThat(design.pvalueOfRows()).isEqualTo(1);
    assertThat(design.transposed().pvalueOfRows()).isLessThan(0.001);
    assertThat(design.share()).isEqualTo(0.5);
    assertThatThrownBy(() -> new CrossedDesign(List.of(List.of(true), List.of())))
        .hasMessageContaining("rows of equal length");
  }

  @Test
  void aPosteriorIsShrunkenTowardsTheMean() {
    // Mean ½ and correlation ⅓ are Beta(1, 1): three of three make it Beta(4, 1).
    var model = new BetaBinomial(0.5, 1 / 3.0);
    var posterior = model.after(Trials.ofRandom(3, 3));
    assertThat(posterior.mean()).isCloseTo(0.8, within(1e-12));
    assertThat(posterior.low()).isCloseTo(Math.pow(0.05, 0.25), within(1e-9));
    assertThat(posterior.better()).isCloseTo(1 - Math.pow(0.5, 4), within(1e-9));
    // Selected by one solution: Beta(2, 1) before any trial.
    assertThat(model.after(new Trials(0, 0, 1)).mean()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(model.meanOfSelected()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(new BetaBinomial(0.4, 0).after(Trials.ofRandom(3, 3)))
        .isEqualTo(new BetaBinomial.Posterior(0.4, 0.4, 0.5));
  }

  /** Selection by one solution must not look like a better initialization. */
  @Test
  void selectedRowsDoNotRaiseTheMean() {
    var random = new SplittableRandom(5);
    double sum = 0;
    int fits = 200;
    for (int f = 0; f < fits; f++) {
      var sampler = probabilities(0.4, 0.3, random);
      var rows = new ArrayList<Trials>();
      while (rows.size() < 16) {
        double own = sampler.sample();
        if (random.nextDouble() < own) {
          rows.add(new Trials(solved(own, 4, random), 4, 1));
        }
      }
      for (int i = 0; i < 16; i++) {
        rows.add(Trials.ofRandom(solved(sampler.sample(), 4, random), 4));
      }
      sum += BetaBinomial.fit(rows).estimate().mean();
    }
    assertThat(sum / fits).isCloseTo(0.4, within(0.02));
  }

  private static int solved(double probability, int trials, SplittableRandom random) {
    return (int) IntStream.range(0, trials).filter(i -> random.nextDouble() < probability).count();
  }

  @Test
  void theAreaCountsPairs() {
    // Solving seeds score 3, 2, 1; others 2, 0, 0: of nine pairs 7 are right and one is tied.
    var seeds = new ArrayList<Auc.Scored>();
    for (double score : new double[] {3, 2, 1}) {
      seeds.add(new Auc.Scored(score, 1, true));
    }
    for (double score : new double[] {2, 0, 0}) {
      seeds.add(new Auc.Scored(score, 1, false));
    }
    assertThat(Auc.of(seeds).orElseThrow().value()).isCloseTo(7.5 / 9, within(1e-12));
    assertThat(Auc.of(seeds.subList(0, 5))).isEmpty();
    // The tied one stands for three: of 3 · (3 + 2) pairs 7 + 2 and 1.5 are right.
    seeds.set(3, new Auc.Scored(2, 3, false));
    assertThat(Auc.of(seeds).orElseThrow().value()).isCloseTo((6 + 3 + 1.5) / 15, within(1e-12));
  }

  @Test
  void theIntervalOfTheAreaCoversIt() {
    // A score of N(1, 1) against N(0, 1): the area is Φ(1/√2) = 0.76025.
    var random = new java.util.Random(9);
    int covered = 0;
    int samples = 600;
    for (int i = 0; i < samples; i++) {
      var seeds = new ArrayList<Auc.Scored>();
      for (int j = 0; j < 60; j++) {
        boolean solves = random.nextBoolean();
        seeds.add(new Auc.Scored(random.nextGaussian() + (solves ? 1 : 0), 1, solves));
      }
      var area = Auc.of(seeds).orElseThrow();
      covered += area.low() <= 0.76025 && 0.76025 <= area.high() ? 1 : 0;
    }
    assertThat(covered / (double) samples).isBetween(0.92, 0.97);
  }
}
