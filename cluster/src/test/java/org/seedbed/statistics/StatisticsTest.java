package org.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seedbed.record.PopulationPlan;
import org.seedbed.record.PruningEffect;
import org.seedbed.record.RungRecord;
import org.seedbed.record.RungRecord.Standing;
import org.seedbed.record.SeedOutcome.Score;

class StatisticsTest {
  @Test
  void wilsonIntervalOfKnownCases() {
    // Worked by hand from Wilson's formula, z = 1.959964.
    var half = WilsonInterval.of(5, 10);
    assertThat(half.low()).isCloseTo(0.23659, within(1e-5));
    assertThat(half.high()).isCloseTo(0.76341, within(1e-5));
    var none = WilsonInterval.of(0, 10);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isCloseTo(0.27753, within(1e-5));
    assertThat(WilsonInterval.of(10, 10).high()).isEqualTo(1);
    assertThatThrownBy(() -> WilsonInterval.of(3, 2)).hasMessageContaining("3 successes of 2");
  }

  @Test
  void restartsForConfidence() {
    assertThat(RestartStatistics.restartsFor99(0.5)).isCloseTo(6.6439, within(1e-4));
    assertThat(RestartStatistics.restartsFor99(1)).isEqualTo(1.0);
    assertThat(RestartStatistics.of(4, 0, 0, 100).restartsFor99()).isEmpty();
  }

  @Test
  void countsOutcomes() {
    var statistics = RestartStatistics.of(4, 1, 1, 100);
    assertThat(statistics.solvedShare()).isEqualTo(0.25);
    assertThat(statistics.diverged()).isEqualTo(1);
    assertThat(statistics.expectedRestarts()).contains(4.0);
  }

  /**
   * Weeks to relapse under 6-mercaptopurine (Freireich and others, 1963), the usual example; the
   * interval is that of survival's {@code survfit} in R with {@code conf.type = "log-log"}.
   */
  @Test
  void kaplanMeierOfAPublishedTable() {
    int[] relapsed = {6, 6, 6, 7, 10, 13, 16, 22, 23};
    int[] left = {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};
    var all = new ArrayList<KaplanMeier.Observed>();
    IntStream.of(left).forEach(week -> all.add(new KaplanMeier.Observed(week, false)));
    IntStream.of(relapsed).forEach(week -> all.add(new KaplanMeier.Observed(week, true)));
    var found = KaplanMeier.of(all, 35).orElseThrow();
    assertThat(1 - found.share()).isCloseTo(0.4482, within(1e-4));
    assertThat(1 - found.high()).isCloseTo(0.188, within(1e-3));
    assertThat(1 - found.low()).isCloseTo(0.680, within(1e-3));
  }

  @Test
  void kaplanMeierAtItsEnds() {
    var pruned = new KaplanMeier.Observed(5, false);
    var unsolved = new KaplanMeier.Observed(9, false);
    var solved = new KaplanMeier.Observed(6, true);
    var none = new ArrayList<>(Collections.nCopies(990, pruned));
    none.addAll(Collections.nCopies(10, unsolved));
    // Only ten were followed to the end.
    var ofNone = KaplanMeier.of(none, 9).orElseThrow();
    assertThat(ofNone.share()).isZero();
    assertThat(ofNone.high()).isCloseTo(0.2589, within(1e-4));
    var all = KaplanMeier.of(List.of(pruned, solved, solved), 9).orElseThrow();
    assertThat(all.share()).isEqualTo(1);
    assertThat(all.low()).isCloseTo(Math.sqrt(0.05), within(1e-9));
    // Half of twenty solve it, nine leave, the last one solves it, too: half is uncertain.
    var half = new ArrayList<>(Collections.nCopies(10, new KaplanMeier.Observed(3, true)));
    half.addAll(Collections.nCopies(9, pruned));
    half.add(solved);
    assertThat(KaplanMeier.of(half, 9).orElseThrow().low()).isBetween(0.25, 0.35);
    assertThat(KaplanMeier.of(List.of(new KaplanMeier.Observed(3, true), pruned), 9)).isEmpty();
    assertThatThrownBy(() -> KaplanMeier.of(List.of(), 9)).hasMessageContaining("one or more");
  }

  /** Where seeds are removed without regard to their chances, it covers the truth. */
  @Test
  void kaplanMeierCoversTheShareIfRemovalIsRandom() {
    var random = new SplittableRandom(1);
    int covered = 0;
    int searches = 2000;
    for (int search = 0; search < searches; search++) {
      var restarts = new ArrayList<KaplanMeier.Observed>();
      for (int seed = 0; seed < 200; seed++) {
        long solvedAt = random.nextDouble() < 0.6 ? 1 + random.nextInt(300) : Long.MAX_VALUE;
        long until = random.nextDouble() < 0.5 ? 100 + random.nextInt(200) : 300;
        restarts.add(new KaplanMeier.Observed(Math.min(solvedAt, until), solvedAt <= until));
      }
      var found = KaplanMeier.of(restarts, 300).orElseThrow();
      covered += found.low() <= 0.6 && 0.6 <= found.high() ? 1 : 0;
    }
    assertThat(covered / (double) searches).isBetween(0.93, 0.97);
  }

  @Test
  void rankCorrelation() {
    assertThat(RankCorrelation.of(List.of(1.0, 2.0, 3.0), List.of(10.0, 20.0, 25.0))).hasValue(1);
    assertThat(RankCorrelation.of(List.of(1.0, 2.0, 3.0), List.of(3.0, 2.0, 1.0))).hasValue(-1);
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5·5).
    assertThat(
            RankCorrelation.of(List.of(1.0, 2.0, 2.0, 5.0), List.of(1.0, 2.0, 3.0, 4.0))
                .orElseThrow())
        .isCloseTo(0.948683, within(1e-6));
    assertThat(RankCorrelation.of(List.of(1.0, 1.0, 1.0), List.of(1.0, 2.0, 3.0))).isEmpty();
  }

  /** Seconds for what took hours when each rank looked at all values. */
  @Test
  @Timeout(20)
  void rankCorrelationOfAMillionValues() {
    var random = new SplittableRandom(1);
    var values = random.doubles(1_000_000).boxed().toList();
    var others = values.stream().map(v -> v < 0.5 ? 0.0 : v).toList();
    assertThat(RankCorrelation.of(values, values)).hasValue(1);
    assertThat(RankCorrelation.of(values, others).orElseThrow()).isBetween(0.93, 0.94);
  }

  @Test
  @Timeout(20)
  void pruningEffectOfAMillionSeeds() {
    var standings = LongStream.range(0, 1_000_000).mapToObj(i -> standing(i, i % 7 / 6.0)).toList();
    var survivors = LongStream.range(0, 1_000_000).filter(i -> i % 2 == 0).boxed().toList();
    var first = new RungRecord(0, 100, standings, survivors, List.of(), List.of());
    var last =
        new RungRecord(
            1,
            200,
            survivors.stream().map(i -> standing(i, i % 5 / 4.0)).toList(),
            List.of(),
            List.of(),
            List.of());
    var effect = PruningEffect.of(List.of(first, last), 200);
    assertThat(effect.unpruned()).isEqualTo(1_000_000 * 200);
    assertThat(effect.correlations()).hasSize(1);
  }

  @Test
  void pruningEffectCountsWhatWasSavedAndLost() {
    var first =
        new RungRecord(
            0,
            100,
            List.of(standing(1, 1.0), standing(2, 0.9), standing(3, 1.0), standing(4, 0.1)),
            List.of(1L, 2L),
            List.of(),
            List.of());
    var last =
        new RungRecord(
            1, 300, List.of(standing(1, 1.0), standing(2, 1.0)), List.of(), List.of(), List.of());
    var effect = PruningEffect.of(List.of(first, last), 300);
    assertThat(effect.unpruned()).isEqualTo(4 * 300);
    assertThat(effect.solvedButPruned()).isEqualTo(1);
    assertThat(effect.correlations()).hasSize(1);
  }

  private static Standing standing(long seed, double exact) {
    return new Standing(seed, new Score(exact, 1 - exact), false, exact == 1);
  }

  @Test
  void populationsAreEvenAndFillTheSlots() {
    var seeds = java.util.stream.LongStream.range(0, 40).boxed().toList();
    assertThat(PopulationPlan.pack(seeds, 16, 2))
        .extracting(List::size)
        .containsExactly(10, 10, 10, 10);
    assertThat(PopulationPlan.pack(seeds, 16, 1))
        .extracting(List::size)
        .containsExactly(13, 13, 14);
    assertThat(PopulationPlan.pack(seeds.subList(0, 5), 16, 4))
        .extracting(List::size)
        .containsExactly(5);
    assertThat(PopulationPlan.pack(seeds, 1, 3)).hasSize(40);
    assertThat(PopulationPlan.pack(seeds, 16, 2).stream().flatMap(List::stream).toList())
        .isEqualTo(seeds);
    assertThat(PopulationPlan.pack(Collections.nCopies(1, 7L), 8, 8)).containsExactly(List.of(7L));
  }
}
