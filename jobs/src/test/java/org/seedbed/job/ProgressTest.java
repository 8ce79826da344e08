package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private long seconds = 1_000;

  @Test
  void aPopulationThatTrainsForLongShowsEachHalfMinute() {
    var printed = new StringWriter();
    try (var progress =
        Progress.plain(new PrintWriter(printed), () -> TimeUnit.SECONDS.toNanos(seconds))) {
      progress.stageStarts("rung 1 of 2", 10, 1, 20_000);
      seconds += 29;
      progress.seedStepsInTraining(400);
      seconds += 11;
      progress.seedStepsInTraining(5_000);
      seconds += 29;
      progress.seedStepsInTraining(9_000);
      seconds += 1;
      progress.seedStepsInTraining(10_500);
      seconds += 10;
      progress.note("A note.");
      seconds += 20;
      progress.seedStepsInTraining(15_000);
    }
    assertThat(printed.toString().lines())
        .containsExactly(
            "rung 1 of 2: 10 seeds in 1 populations",
            "rung 1 of 2: 25 % of 20,000 seed-steps  125 seed-steps/s  120 s left",
            "rung 1 of 2: 53 % of 20,000 seed-steps  150 seed-steps/s  63 s left",
            "A note.");
  }
}
