package org.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.statistics.BetaBinomial.Trials;
import org.seedbed.statistics.PairedDifference.Pairs;

class PairedComparisonTest {
  @Test
  void mcNemarsTestCountsDiscordantPairs() {
    // 2 of 10 discordant pairs or fewer: (1 + 10 + 45) / 1024, on both sides.
    assertThat(PairedDifference.of(new Pairs(5, 8, 2, 5), 0.05).pvalue())
        .isCloseTo(2 * 56 / 1024.0, within(1e-12));
    assertThat(PairedDifference.of(new Pairs(5, 0, 0, 5), 0.05).pvalue()).isEqualTo(1);
    var none = PairedDifference.of(new Pairs(0, 0, 0, 20), 0.05);
    assertThat(none.difference()).isZero();
    assertThat(none.low()).isLessThan(0);
    assertThat(none.high()).isGreaterThan(0);
  }

  /** Pairs whose results are alike: both follow a common draw with probability {@code alike}. */
  @ParameterizedTest
  @CsvSource({"0.5, 0.3, 0", "0.6, 0.5, 0.6", "0.2, 0.1, 0.3"})
  void theIntervalOfTheDifferenceCoversIt(double first, double second, double alike) {
    var random = new SplittableRandom(4);
    int covered = 0;
    int samples = 3000;
    for (int s = 0; s < samples; s++) {
      int[] counts = new int[4];
      for (int i = 0; i < 64; i++) {
        double draw = random.nextDouble();
        boolean common = random.nextDouble() < alike;
        boolean a = draw < first;
        boolean b = (common ? draw : random.nextDouble()) < second;
        counts[(a ? 0 : 2) + (b ? 0 : 1)]++;
      }
      var one = PairedDifference.of(new Pairs(counts[0], counts[1], counts[2], counts[3]), 0.05);
      covered += one.low() <= second - first && second - first <= one.high() ? 1 : 0;
    }
    assertThat(covered / (double) samples).isBetween(0.93, 0.975);
  }

  @Test
  void theIntervalOfTheRatioCoversIt() {
    var random = new SplittableRandom(6);
    int covered = 0;
    int samples = 300;
    for (int s = 0; s < samples; s++) {
      var pairs = new ArrayList<CostRatio.Pair>();
      for (int i = 0; i < 128; i++) {
        boolean a = random.nextDouble() < 0.5;
        boolean b = random.nextDouble() < 0.25;
        pairs.add(new CostRatio.Pair(a ? 100 : 400, a, b ? 200 : 400, b));
      }
      // 250 / 0.5 against 350 / 0.25.
      var ratio = CostRatio.of(pairs, 0.05).orElseThrow();
      covered += ratio.low() <= 2.8 && 2.8 <= ratio.high() ? 1 : 0;
    }
    assertThat(covered / (double) samples).isBetween(0.91, 0.98);
  }

  @Test
  void aContrastExchangesInitializations() {
    // Three that always solve it against three that never do: 1 of 20 ways to choose them.
    var always = java.util.Collections.nCopies(3, new Trials(4, 4, 1));
    var never = java.util.Collections.nCopies(3, Trials.ofRandom(0, 4));
    var contrast = Contrast.of(always, never);
    assertThat(contrast.selected()).isEqualTo(1);
    assertThat(contrast.random()).isZero();
    assertThat(contrast.pvalue()).isCloseTo(0.05, within(0.01));
    assertThat(Contrast.of(never, always).pvalue()).isEqualTo(1);
  }

  @Test
  void boundsByDivergenceHoldTheShare() {
    // n · kl(p, q) = rate at both ends.
    double upper = KlBound.upper(3, 10, 1.5);
    double lower = KlBound.lower(3, 10, 1.5);
    assertThat(10 * KlBound.divergence(0.3, upper)).isCloseTo(1.5, within(1e-6));
    assertThat(10 * KlBound.divergence(0.3, lower)).isCloseTo(1.5, within(1e-6));
    assertThat(KlBound.upper(10, 10, 1.5)).isEqualTo(1);
    assertThat(KlBound.lower(0, 10, 1.5)).isZero();
  }

  @Test
  void timesToASolutionCountWithTheWeightsOfControls() {
    var seeds = new ArrayList<SolveTimes.Seed>();
    // Two solve it at 10; two were pruned, and a control for each of three solves it at 30.
    IntStream.range(0, 2)
        .forEach(i -> seeds.add(new SolveTimes.Seed(OptionalLong.of(10), OptionalLong.empty(), 1)));
    IntStream.range(0, 2)
        .forEach(i -> seeds.add(new SolveTimes.Seed(OptionalLong.empty(), OptionalLong.of(20), 0)));
    seeds.add(new SolveTimes.Seed(OptionalLong.of(30), OptionalLong.of(20), 3));
    seeds.add(new SolveTimes.Seed(OptionalLong.empty(), OptionalLong.empty(), 1));
    var times = new SolveTimes(seeds);
    assertThat(times.curve())
        .extracting(SolveTimes.Point::step, SolveTimes.Point::share)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(10L, 2 / 6.0),
            org.assertj.core.groups.Tuple.tuple(30L, 5 / 6.0));
    assertThat(times.median()).hasValue(30);
  }
}
