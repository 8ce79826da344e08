package org.seedbed.search;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;

/** What a training step of one seed costs on this machine. */
public final class StepCost {
  /** Seconds of one dry run. */
  private static final double EACH = 0.2;

  /** Passes over all experiments, at least. */
  private static final int FEWEST_PASSES = 4;

  /** Seconds of all dry runs together, at least: code that is not compiled yet is slow. */
  private static final double LEAST_SECONDS = 8;

  private StepCost() {}

  /**
   * Returns the core-seconds of a step on the last level, for each experiment: the least of several
   * dry runs. All are tried in turn, so that what else the machine does hits none more than others.
   */
  public static List<Double> coreSeconds(List<Experiment> experiments) {
    double[] least = new double[experiments.size()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    int passes =
        (int) Math.max(FEWEST_PASSES, Math.ceil(LEAST_SECONDS / (EACH * experiments.size())));
    for (int pass = 0; pass < passes; pass++) {
      for (int i = 0; i < least.length; i++) {
        var model = ExperimentModel.of(experiments.get(i));
        double rate = new DryRun<>(model, 1).seedStepsPerSecond(EACH);
        least[i] = Math.min(least[i], experiments.get(i).search().threads() / rate);
      }
    }
    return DoubleStream.of(least).boxed().toList();
  }
}
