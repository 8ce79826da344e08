package org.seedbed.sweep;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.metrics.Metric;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.record.PopulationResult;
import org.seedbed.record.SeedOutcome;
import org.seedbed.search.SearchListener;
import org.seedbed.search.StageMetrics;

/** Updates the metrics of a sweep. Runs on the driver. */
public final class SweepMetrics implements SearchListener, RoundListener {
  private final ProcessMetrics metrics;
  private final StageMetrics stage;
  private boolean isLast;

  /**
   * @param folder of the sweep
   */
  public SweepMetrics(ProcessMetrics metrics, Path folder, Configuration hadoop) {
    this.metrics = metrics;
    this.stage = new StageMetrics(metrics, folder, hadoop);
    stage.committedNow();
  }

  @Override
  public void layoutDecided(int slots, int width) {
    stage.layoutDecided(slots, width);
  }

  @Override
  public void stageStarts(String name, int seeds, int populations, long seedSteps) {
    stage.starts(seeds, populations, seedSteps);
  }

  @Override
  public void populationDone(PopulationResult result, boolean resumed) {
    stage.populationDone(result, resumed);
    metrics
        .counter(Metric.SOLVED)
        .inc(result.outcomes().stream().filter(SeedOutcome::solved).count());
  }

  @Override
  public void roundStarts(int bracket, int round, int rounds, int settings) {
    isLast = round == rounds - 1;
    metrics.gauge(Metric.SWEEP_ROUND).set(round + 1.0);
    show("racing", settings);
  }

  @Override
  public void roundDone(SweepRound round) {
    // After the last round, nothing is dropped.
    int racing = isLast ? round.results().size() : round.continuing().size();
    show("racing", racing);
    metrics
        .gauge(Metric.SWEEP_SETTINGS)
        .labelValues("dropped")
        .inc(round.results().size() - racing);
    showCost("default", round, 0);
    round.results().stream()
        .min(SettingResult.ORDER)
        .ifPresent(best -> showCost("best", round, best.setting()));
    stage.committedNow();
    stage.readStorage();
  }

  private void show(String state, double settings) {
    metrics.gauge(Metric.SWEEP_SETTINGS).labelValues(state).set(settings);
  }

  private void showCost(String which, SweepRound round, int setting) {
    round.results().stream()
        .filter(result -> result.setting() == setting)
        .forEach(
            result -> {
              metrics
                  .gauge(Metric.SWEEP_COST)
                  .labelValues(which)
                  .set(result.costPerSolved().orElse(Double.NaN));
              metrics
                  .gauge(Metric.SWEEP_SHARE)
                  .labelValues(which)
                  .set(result.solved() / (double) result.tried());
            });
  }
}
