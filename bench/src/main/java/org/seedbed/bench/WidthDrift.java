package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.nram.Nram;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.nram.NramSettings.ControllerKind;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.LevelRange;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.memory.MemoryTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Measures how far the parameters of the same seeds differ between populations of different width,
 * against the number of steps. Seeds 0 to 3 train in populations of 4, 8 and 32.
 */
@Command(
    name = "drift",
    description =
        "Difference of the same seeds' parameters between populations of different width.",
    mixinStandardHelpOptions = true)
final class WidthDrift implements Callable<Integer> {
  /** Those of the recorded figures. */
  private static final NramSettings SETTINGS =
      new NramSettings(4, 64, ControllerKind.FEED_FORWARD, 1, 0.1, 200, 1e-6);

  @Mixin private Figures figures;

  private static final int SEEDS = 4;
  private static final int[] WIDTHS = {8, 32};
  private static final int[] STEPS = {1, 10, 50, 100, 200};

  @Override
  public Integer call() throws Exception {
    Backend.start(1);
    for (int steps : STEPS) {
      var narrow = train(SEEDS, steps);
      for (int width : WIDTHS) {
        compare(steps, width, narrow, train(width, steps));
      }
    }
    return 0;
  }

  private void compare(int steps, int width, PopulationState a, PopulationState b)
      throws IOException {
    double largest = 0;
    double sum = 0;
    double size = 0;
    int count = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      float[] x = a.member(seed).parameters();
      float[] y = b.member(seed).parameters();
      for (int i = 0; i < x.length; i++) {
        double difference = Math.abs(x[i] - (double) y[i]);
        largest = Math.max(largest, difference);
        sum += difference;
        size += Math.abs(x[i]);
        count++;
      }
    }
    figures.add(
        "steps",
        steps,
        "width 4 against",
        width,
        "largest difference",
        largest,
        "mean difference",
        sum / count,
        "mean size of a parameter",
        size / count);
  }

  private static PopulationState train(int width, int steps) {
    var task = MemoryTasks.task("copy");
    var levels = new LevelRange(1, 3, List.of(), OptionalInt.empty(), 0).of(task);
    try (var manager = Backend.newManager();
        var nram = new Nram(SETTINGS, manager, DataType.FLOAT32);
        var population =
            Population.initial(
                manager, nram.layout(), LongStream.range(0, width).boxed().toList())) {
      var trainer =
          new PopulationTrainer<>(
              new TrainingSettings(
                  32, Integer.MAX_VALUE, 1, 200, AdamSettings.DEFAULTS, ReduceOnPlateau.NEVER),
              Curriculum.bySteps(levels, 100),
              new GeneratedExamples<>(task, 1),
              new HeldOut<MemoryExample>(task, 1));
      trainer.train(new PyTorchPopulation<>(nram, population, AdamSettings.DEFAULTS, 1), steps);
      return population.state();
    }
  }
}
