package org.seedbed.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seedbed.record.ShareOfTaskTest.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.SearchSettings;
import org.seedbed.record.Leaderboard.Outcome;

class LeaderboardTest {
  private static SearchSettings search(String rungs, String solved) {
    return ExperimentFile.read("", Map.of("search.rungs", rungs, "search.solved", solved)).search();
  }

  @Test
  void stepsAreSavedByPrunedRestarts() {
    var entries =
        List.of(
            entry(1, Outcome.SOLVED, 300, Optional.of(100L)),
            entry(2, Outcome.UNSOLVED, 300, Optional.empty()),
            entry(3, Outcome.SOLVED, 100, Optional.of(100L)),
            entry(4, Outcome.PRUNED, 100, Optional.empty()));
    assertThat(Leaderboard.stepsSaved(entries, search("[100, 300]", "train"))).isEqualTo(2 * 200);
    // Seed 3 was not pruned but parked.
    assertThat(Leaderboard.stepsSaved(entries, search("[100, 300]", "park"))).isEqualTo(200);
  }

  @Test
  @Timeout(20)
  void stepsSavedOfAMillionSeeds() {
    var entries =
        IntStream.range(0, 1_000_000)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? entry(i, Outcome.UNSOLVED, 200, Optional.empty())
                        : entry(i, Outcome.PRUNED, 100, Optional.empty()))
            .toList();
    assertThat(Leaderboard.stepsSaved(entries, search("[100, 200]", "train")))
        .isEqualTo(500_000 * 100);
  }
}
