package org.seedbed.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.files.CommittedFile;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.Metric.Role;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.metrics.RunLabels;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.LearningCurve.AtLength;
import org.seedbed.model.LearningCurve.Diagnosis;
import org.seedbed.model.LearningCurve.Point;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RungRecord;
import org.seedbed.record.SeedOutcome;
import org.seedbed.record.SeedOutcome.Score;

class SearchMetricsTest {
  private static final double DIVERGED = -1;

  @TempDir Path folder;

  private final ProcessMetrics metrics = ProcessMetrics.start(RunLabels.NONE, Set.of(Role.DRIVER));

  private SearchMetrics search(int rungs) {
    var path = new org.apache.hadoop.fs.Path(folder.toUri());
    return new SearchMetrics(metrics, rungs, path, new Configuration());
  }

  /** Seeds 0, 1, … that get these shares right; the loss falls with them. */
  private static PopulationRecord population(double... exact) {
    var outcomes =
        IntStream.range(0, exact.length)
            .mapToObj(
                seed ->
                    new SeedOutcome(
                        seed,
                        exact[seed] == DIVERGED ? 7 : -1,
                        Optional.empty(),
                        new Score(exact[seed], 1 - exact[seed]),
                        0,
                        Optional.empty(),
                        "",
                        curve(1 - exact[seed])))
            .toList();
    return new PopulationRecord(
        "rungs/00", 0, 10, new CommittedFile("", 0, ""), outcomes, 10, 0, 0);
  }

  /** A curve whose last check has this error at length 9, and twice as much at length 30. */
  private static LearningCurve curve(double error) {
    var beyond = List.of(new AtLength(9, 0, error), new AtLength(30, 0, 2 * error));
    var diagnosis =
        new Diagnosis(0.1, Optional.empty(), Optional.empty(), Optional.empty(), 0, beyond);
    return new LearningCurve(
        List.of(new Point(5, 1, 0, 0), new Point(10, 1, 0, 0, Optional.of(diagnosis))));
  }

  private static RungRecord rung(int rung, List<Long> survivors, double... exact) {
    var standings =
        population(exact).outcomes().stream()
            .map(o -> new RungRecord.Standing(o.seed(), o.score(), o.diverged(), o.solved()))
            .toList();
    return new RungRecord(rung, 10, standings, survivors, List.of(), List.of());
  }

  private double restarts(String rung, String outcome) {
    return metrics.counter(Metric.RESTARTS).labelValues(rung, outcome).get();
  }

  private double[] quantiles(Metric metric) {
    return Arrays.stream(new String[] {"0", "0.5", "1"})
        .mapToDouble(quantile -> metrics.gauge(metric).labelValues("1", quantile).get())
        .toArray();
  }

  @Test
  void aStageShowsHowFarItIs() {
    var search = search(2);
    assertThat(metrics.gauge(Metric.FIRST_SOLUTION).get()).isNaN();
    search.layoutDecided(3, 4);
    search.stageStarts("rung 1 of 2", 8, 2, 80);
    search.populationDone(population(0, 0.25, 1, DIVERGED), false);
    search.populationDone(population(0, 0.25, 1, DIVERGED), true);
    assertThat(metrics.gauge(Metric.POPULATION_WIDTH).get()).isEqualTo(4);
    assertThat(metrics.gauge(Metric.POPULATIONS_OPEN).get()).isZero();
    assertThat(metrics.gauge(Metric.SEEDS_ALIVE).get()).isEqualTo(8);
    assertThat(metrics.gauge(Metric.STAGE_SEED_STEPS).labelValues("done").get()).isEqualTo(80);
    var committed = metrics.counter(Metric.POPULATIONS_COMMITTED);
    assertThat(committed.labelValues("trained").get()).isEqualTo(1);
    assertThat(committed.labelValues("resumed").get()).isEqualTo(1);
    // The seed is the same in both, and counted once.
    assertThat(metrics.counter(Metric.SOLVED).get()).isEqualTo(1);
    assertThat(metrics.gauge(Metric.FIRST_SOLUTION).get()).isPositive();
    assertThat(metrics.gauge(Metric.STORAGE_SIZE).get()).isPositive();
  }

  @Test
  void quantilesLeaveOutTheDiverged() {
    var search = search(1);
    search.stageStarts("rung 1 of 1", 4, 1, 40);
    search.populationDone(population(0.5, 0, 0.75, DIVERGED), false);
    assertThat(quantiles(Metric.RUNG_EXACT)).containsExactly(0, 0.5, 0.75);
    assertThat(quantiles(Metric.RUNG_LOSS)).containsExactly(0.25, 0.5, 1);
    var wrong = metrics.gauge(Metric.RUNG_WRONG_OUTPUTS);
    assertThat(wrong.labelValues("1", "9", "0").get()).isEqualTo(0.25);
    assertThat(wrong.labelValues("1", "30", "0.5").get()).isEqualTo(1);
    assertThat(wrong.labelValues("1", "30", "1").get()).isEqualTo(2);
  }

  @Test
  void aRungSaysWhatCameOfEachRestart() {
    var search = search(2);
    search.rungDone(rung(0, List.of(2L, 3L), 0, DIVERGED, 0.5, 1));
    assertThat(restarts("1", "pruned")).isEqualTo(1);
    assertThat(restarts("1", "diverged")).isEqualTo(1);
    assertThat(restarts("1", "survived")).isEqualTo(1);
    assertThat(restarts("1", "solved")).isEqualTo(1);
    assertThat(metrics.gauge(Metric.SEEDS_ALIVE).get()).isEqualTo(2);
    search.rungDone(rung(1, List.of(), 0.5, 1));
    assertThat(restarts("2", "finished")).isEqualTo(1);
    assertThat(restarts("2", "solved")).isEqualTo(1);
  }

  @Test
  void rungsWithoutProgressAreCountedInARow() {
    var search = search(4);
    var gauge = metrics.gauge(Metric.RUNGS_WITHOUT_PROGRESS);
    search.rungDone(rung(0, List.of(0L), 0.5));
    assertThat(gauge.get()).isZero();
    search.rungDone(rung(1, List.of(0L), 0.5));
    search.rungDone(rung(2, List.of(0L), 0.25));
    assertThat(gauge.get()).isEqualTo(2);
    search.rungDone(rung(3, List.of(), 0.75));
    assertThat(gauge.get()).isZero();
  }

  @Test
  void aConfirmationIsOfTheSameRestartsAgain() {
    var search = search(1);
    search.stageStarts("rung 1 of 1", 1, 1, 10);
    search.populationDone(population(0.5), false);
    search.stageStarts("confirmation", 1, 1, 10);
    search.populationDone(population(1), false);
    assertThat(metrics.counter(Metric.SOLVED).get()).isZero();
    assertThat(metrics.gauge(Metric.RUNG).get()).isEqualTo(1);
  }
}
