package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroubleLogTest {
  private static final Trouble FULL =
      new Trouble("executors cannot be scheduled", "no CPUs", "describe it", "all are scheduled");
  private static final Trouble STILL_FULL =
      new Trouble("executors cannot be scheduled", "no memory", "describe it", "all are scheduled");
  private static final Trouble SILENT =
      new Trouble("storage s3a://b does not answer", "refused", "ls it", "storage s3a://b answers");

  private final List<String> lines = new ArrayList<>();
  private final TroubleLog log = new TroubleLog(Duration.ofSeconds(5), lines::add);

  private void at(int second, Trouble... troubles) {
    log.at(Duration.ofSeconds(second), List.of(troubles));
  }

  @Test
  void aTroubleIsToldOnceAndAgainWhenItIsOver() {
    at(100, FULL);
    at(104, FULL);
    assertThat(lines).isEmpty();
    at(105, STILL_FULL);
    at(150, FULL);
    assertThat(lines)
        .containsExactly("executors cannot be scheduled: no CPUs. Look with: describe it");
    at(160);
    at(170);
    assertThat(lines).hasSize(2).last().isEqualTo("all are scheduled, after 60 s");
  }

  @Test
  void oneThatPassesSoonIsNotTold() {
    at(0, FULL);
    at(4);
    at(8, FULL);
    at(12, FULL);
    at(12);
    assertThat(lines).isEmpty();
  }

  @Test
  void severalAreToldApart() {
    at(0, FULL);
    at(3, FULL, SILENT);
    at(5, FULL, SILENT);
    assertThat(lines).singleElement().asString().startsWith("executors cannot");
    at(9, SILENT);
    assertThat(lines)
        .hasSize(3)
        .contains("all are scheduled, after 9 s")
        .last()
        .isEqualTo("storage s3a://b does not answer: refused. Look with: ls it");
  }
}
