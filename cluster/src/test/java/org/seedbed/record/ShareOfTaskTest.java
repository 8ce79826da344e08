package org.seedbed.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.statistics.RestartStatistics;

class ShareOfTaskTest {
  static Entry entry(long seed, Outcome outcome, long steps, Optional<Long> stepsToSolve) {
    return new Entry(
        0,
        seed,
        outcome,
        0,
        0,
        steps,
        stepsToSolve,
        0,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void withoutPruningTheShareIsTheOneCounted() {
    var entries =
        List.of(
            entry(1, Outcome.SOLVED, 400, Optional.of(100L)),
            entry(2, Outcome.UNSOLVED, 400, Optional.empty()));
    var share = ShareOfTask.of(RestartStatistics.of(2, 1, 0, 800), entries, 400);
    assertThat(share.upper()).isEmpty();
    assertThat(share.text()).isEqualTo("50.0 % (95 % interval 9.5 to 90.5 %)");
  }

  @Test
  void withPruningItLiesBetweenTwoBounds() {
    var entries =
        List.of(
            entry(1, Outcome.SOLVED, 400, Optional.of(100L)),
            entry(2, Outcome.PRUNED, 200, Optional.empty()),
            entry(3, Outcome.SOLVED, 400, Optional.of(300L)),
            entry(4, Outcome.UNSOLVED, 400, Optional.empty()));
    var share = ShareOfTask.of(RestartStatistics.of(4, 2, 0, 1400), entries, 400);
    assertThat(share.counted()).isEqualTo(0.5);
    // Of four at risk one solved it at step 100; of the two still there at 300, one more.
    assertThat(share.upper().orElseThrow().share()).isCloseTo(1 - 0.75 * 0.5, within(1e-12));
    assertThat(share.text())
        .startsWith("no control arm: at least 50.0 % (95 % interval")
        .contains("as pruned seeds count as unsolved; at most 62.5 % by Kaplan-Meier (95 %");
  }

  @Test
  void thereIsNoUpperBoundWhereNoUnsolvedSeedWasTrained() {
    var entries =
        List.of(
            entry(1, Outcome.SOLVED, 400, Optional.of(100L)),
            entry(2, Outcome.PRUNED, 200, Optional.empty()),
            entry(3, Outcome.DIVERGED, 150, Optional.empty()));
    var share = ShareOfTask.of(RestartStatistics.of(3, 1, 1, 750), entries, 400);
    assertThat(share.upper()).isEmpty();
    assertThat(share.text())
        .endsWith("no upper bound, as no unsolved seed was trained beyond step 200");
  }
}
