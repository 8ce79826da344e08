package org.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.statistics.ControlledShare.Counts;

class ControlledShareTest {
  @Test
  void prunedSeedsCountByTheirControls() {
    // 40 of 100 solved it unpruned; 5 of the 10 controls among the 50 pruned: 40 + 50 · ½ = 65.
    var share = ControlledShare.of(new Counts(100, 40, 50, 10, 5)).orElseThrow();
    assertThat(share.share()).isCloseTo(0.65, within(1e-12));
    assertThat(share.controls()).isEqualTo(10);
    // By hand: Wilson of 0.65 in 100 is 0.552542 to 0.736371, of 5 in 10 0.236593 to 0.763407;
    // the latter's halves count ½ · √(1 − 10/50) = 0.447214.
    assertThat(share.low())
        .isCloseTo(0.65 - Math.hypot(0.097458, 0.447214 * 0.263407), within(1e-5));
    assertThat(share.high())
        .isCloseTo(0.65 + Math.hypot(0.086371, 0.447214 * 0.263407), within(1e-5));
  }

  @Test
  void withoutPruningItIsWilsonsAndWithoutControlsNothingIsKnown() {
    var unpruned = ControlledShare.of(new Counts(10, 5, 0, 0, 0)).orElseThrow();
    assertThat(unpruned.low()).isEqualTo(WilsonInterval.of(5, 10).low());
    assertThat(unpruned.high()).isEqualTo(WilsonInterval.of(5, 10).high());
    assertThat(ControlledShare.of(new Counts(10, 5, 3, 0, 0))).isEmpty();
    assertThatThrownBy(() -> new Counts(10, 5, 3, 4, 0)).hasMessageContaining("4 controls");
  }

  /**
   * Simulated searches: a seed's score foretells whether it will solve the task more or less well;
   * the worse half is pruned, then the worse half of the rest. The interval must cover the truth in
   * 93 to 97 % of the searches.
   */
  @ParameterizedTest
  @CsvSource({"256, 0.54, 1, 26", "256, 0.54, 0, 26", "64, 0.3, 2, 16", "1000, 0.05, 1, 100"})
  void theIntervalCoversTheTruth(int seeds, double truth, double foretold, int arm) {
    var random = new SplittableRandom(7);
    int searches = 4000;
    int covered = 0;
    double sum = 0;
    for (int search = 0; search < searches; search++) {
      boolean[] solves = new boolean[seeds];
      double[] score = new double[seeds];
      for (int i = 0; i < seeds; i++) {
        solves[i] = random.nextDouble() < truth;
        score[i] = random.nextDouble() + (solves[i] ? foretold * random.nextDouble() : 0);
      }
      double[] sorted = score.clone();
      Arrays.sort(sorted);
      double cut = sorted[3 * seeds / 4];
      // Exchangeable seeds: the first ones are as random a control arm as any.
      int solved = count(seeds, i -> solves[i] && score[i] >= cut);
      int pruned = count(seeds, i -> score[i] < cut);
      int controls = count(arm, i -> score[i] < cut);
      int solvedControls = count(arm, i -> score[i] < cut && solves[i]);
      var share =
          ControlledShare.of(new Counts(seeds, solved, pruned, controls, solvedControls))
              .orElseThrow();
      covered += share.low() <= truth && truth <= share.high() ? 1 : 0;
      sum += share.share();
    }
    assertThat(sum / searches).isCloseTo(truth, within(0.01));
    assertThat(covered / (double) searches).isBetween(0.93, 0.97);
  }

  private static int count(int until, java.util.function.IntPredicate which) {
    return (int) IntStream.range(0, until).filter(which).count();
  }
}
