package org.seedbed.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.PopulationResult;
import org.seedbed.record.RungRecord;
import org.seedbed.record.ShareOfTask;

/** Updates the metrics of a search. Runs on the driver. */
public final class SearchMetrics implements SearchListener {
  private static final Map<String, Double> QUANTILES =
      Map.of("0", 0.0, "0.25", 0.25, "0.5", 0.5, "0.75", 0.75, "1", 1.0);
  private static final long QUANTILES_EVERY_NANOS = 1_000_000_000L;

  private final ProcessMetrics metrics;
  private final int rungs;
  private final StageMetrics stage;
  private final long started = System.nanoTime();
  private final Set<Long> solved = new HashSet<>();
  private Values exact = new Values();
  private Values loss = new Values();
  private Map<Integer, Values> wrongOutputs = new HashMap<>(); // by length
  private long quantilesShown;
  private double lowestLoss = Double.POSITIVE_INFINITY;
  private int rungsWithoutProgress;
  private int rung;
  private boolean inRungs = true;

  /** The outcome of a restart at the end of a rung. */
  private enum Outcome {
    SOLVED,
    SURVIVED,
    PRUNED,
    DIVERGED,
    FINISHED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(RungRecord.Standing standing, boolean survives, boolean ends) {
      if (standing.diverged()) {
        return DIVERGED;
      }
      if (standing.solved() && (survives || ends)) {
        return SOLVED;
      }
      if (survives) {
        return SURVIVED;
      }
      return ends ? FINISHED : PRUNED;
    }
  }

  /**
   * @param rungs number of rungs
   * @param folder of the run
   */
  public SearchMetrics(ProcessMetrics metrics, int rungs, Path folder, Configuration hadoop) {
    this.metrics = metrics;
    this.rungs = rungs;
    this.stage = new StageMetrics(metrics, folder, hadoop);
    metrics.gauge(Metric.RUNGS).set(rungs);
    metrics.gauge(Metric.FIRST_SOLUTION).set(Double.NaN);
    var restarts = metrics.counter(Metric.RESTARTS);
    for (int r = 1; r <= rungs; r++) {
      for (var outcome : Outcome.values()) {
        restarts.initLabelValues(String.valueOf(r), outcome.label());
      }
    }
    stage.committedNow();
  }

  /** Records the layout that the search has chosen. */
  @Override
  public void layoutDecided(int slots, int width) {
    stage.layoutDecided(slots, width);
  }

  @Override
  public void stageStarts(String name, int seeds, int populations, long seedSteps) {
    inRungs = name.startsWith("rung ");
    rung = Math.min(rung + 1, rungs);
    exact = new Values();
    loss = new Values();
    wrongOutputs = new HashMap<>();
    metrics.gauge(Metric.RUNG).set(rung);
    stage.starts(seeds, populations, seedSteps);
  }

  @Override
  public void populationDone(PopulationResult record, boolean resumed) {
    stage.populationDone(record, resumed);
    if (!inRungs) {
      return; // Confirmations train seeds that are already counted.
    }
    for (var outcome : record.outcomes()) {
      if (!outcome.diverged()) {
        exact.add(outcome.score().exact());
        loss.add(outcome.score().loss());
        addWrongOutputs(outcome.curve());
      }
      if (outcome.solved() && solved.add(outcome.seed())) {
        metrics.counter(Metric.SOLVED).inc();
        if (solved.size() == 1) {
          metrics.gauge(Metric.FIRST_SOLUTION).set((System.nanoTime() - started) / 1e9);
        }
      }
    }
    showQuantiles();
  }

  /** Adds what a restart's last check says. */
  private void addWrongOutputs(LearningCurve curve) {
    curve.points().stream()
        .reduce((first, second) -> second)
        .flatMap(LearningCurve.Point::diagnosis)
        .stream()
        .flatMap(last -> last.beyond().stream())
        .forEach(
            at ->
                wrongOutputs.computeIfAbsent(at.length(), length -> new Values()).add(at.error()));
  }

  /** Rate-limited: a large search commits populations more often than metrics are scraped. */
  private void showQuantiles() {
    long now = System.nanoTime();
    if (stage.open() > 0 && quantilesShown != 0 && now - quantilesShown < QUANTILES_EVERY_NANOS) {
      return;
    }
    quantilesShown = now;
    String own = String.valueOf(rung);
    exact.show((quantile, value) -> show(Metric.RUNG_EXACT, value, own, quantile));
    loss.show((quantile, value) -> show(Metric.RUNG_LOSS, value, own, quantile));
    wrongOutputs.forEach(
        (length, values) -> {
          String at = String.valueOf(length);
          values.show(
              (quantile, value) -> show(Metric.RUNG_WRONG_OUTPUTS, value, own, at, quantile));
        });
  }

  private void show(Metric metric, double value, String... labels) {
    metrics.gauge(metric).labelValues(labels).set(value);
  }

  /** Values of a rung's restarts that have not diverged. */
  private static final class Values {
    private double[] values = new double[64];
    private int size;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    void show(BiConsumer<String, Double> gauge) {
      Arrays.sort(values, 0, size);
      QUANTILES.forEach(
          (quantile, share) -> {
            int at = (int) Math.round(share * (size - 1));
            gauge.accept(quantile, size == 0 ? Double.NaN : values[at]);
          });
    }
  }

  @Override
  public void rungDone(RungRecord record) {
    boolean last = record.rung() == rungs - 1;
    var survivors = new HashSet<>(record.survivors());
    var parked = new HashSet<>(record.parked());
    for (var standing : record.standings()) {
      var outcome =
          Outcome.of(
              standing,
              survivors.contains(standing.seed()),
              last || parked.contains(standing.seed()));
      metrics
          .counter(Metric.RESTARTS)
          .labelValues(String.valueOf(record.rung() + 1), outcome.label())
          .inc();
    }
    if (!last) {
      metrics.gauge(Metric.SEEDS_ALIVE).set(record.alive().size());
    }
    showProgress(record);
    stage.committedNow();
    stage.readStorage();
  }

  @Override
  public void ranked(Leaderboard leaderboard) {
    var share = ShareOfTask.of(leaderboard);
    show(Metric.SHARE_OF_TASK, share.estimate().orElse(Double.NaN), "estimate");
    show(Metric.SHARE_OF_TASK, share.low(), "low");
    show(Metric.SHARE_OF_TASK, share.high().orElse(Double.NaN), "high");
  }

  private void showProgress(RungRecord record) {
    double lowest =
        record.standings().stream()
            .filter(standing -> !standing.diverged())
            .mapToDouble(standing -> standing.score().loss())
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    rungsWithoutProgress = lowest < lowestLoss ? 0 : rungsWithoutProgress + 1;
    lowestLoss = Math.min(lowestLoss, lowest);
    metrics.gauge(Metric.RUNGS_WITHOUT_PROGRESS).set(rungsWithoutProgress);
  }
}
