package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.nram.Nram;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Measures seed-steps per second against population width: <em>copy</em> at M = 8, R = 4, B = 32,
 * hidden size 64, 8 time steps. Every round times all widths in turn, so that a ratio to K = 1
 * pairs measurements of the same minute.
 */
@Command(
    name = "width",
    description = "Seed-steps per second of the Neural RAM against population width.",
    mixinStandardHelpOptions = true)
final class WidthRate implements Callable<Integer> {
  @Mixin private Figures figures;

  @Mixin private Rounds options;

  private static final List<Integer> WIDTHS = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256);
  private static final int SEED_STEPS = 256;
  private static final int FEWEST_STEPS = 3;

  @Override
  public Integer call() throws Exception {
    Backend.start(options.threads());
    new RatesByWidth(WIDTHS, options.rounds(), WidthRate::measure)
        .addTo(figures, options.threads(), "seed-steps", 1);
    return 0;
  }

  private static double measure(int width) {
    var settings =
        (NramSettings)
            ExperimentFile.read(
                    "model: nram",
                    Map.of("nram.entropyBonus", "0", "nram.dropoutKeepProbability", "1"))
                .settings();
    var task = MemoryTasks.task("copy");
    var fit = task.level(3, OptionalInt.of(8));
    var curriculum = Curriculum.bySteps(List.of(new Level(fit.length(), fit.modulus(), 8)), 1);
    try (var training =
        TimedTraining.onPyTorch(
            manager -> new Nram(settings, manager, DataType.FLOAT32),
            task,
            curriculum,
            32,
            width)) {
      int steps = Math.max(FEWEST_STEPS, SEED_STEPS / width);
      return width * steps / training.seconds(steps);
    }
  }
}
