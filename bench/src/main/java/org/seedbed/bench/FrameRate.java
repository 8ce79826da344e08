package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.npi.Npi;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.TraceTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Measures frames per second in training against population width: recursive addition of 4 digits,
 * 16 traces per step, hidden size 64. Repeated frames are counted each time. Every round times all
 * widths in turn.
 */
@Command(
    name = "frames",
    description =
        "Frames per second of the Neural Programmer-Interpreter against population width.",
    mixinStandardHelpOptions = true)
final class FrameRate implements Callable<Integer> {
  @Mixin private Figures figures;

  @Mixin private Rounds options;

  private static final List<Integer> WIDTHS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int SEED_STEPS = 64;
  private static final int FEWEST_STEPS = 3;
  private static final int TRACES = 16;
  private static final int LENGTH = 4;

  @Override
  public Integer call() throws Exception {
    Backend.start(options.threads());
    var task = TraceTasks.task("addition-recursive");
    var level = task.level(LENGTH, OptionalInt.empty());
    var frames =
        LongStream.range(0, 64L * TRACES)
            .mapToObj(i -> task.example(1, level, i))
            .flatMap(example -> example.frames().stream())
            .count();
    double perStep = frames / 64.0;
    figures.out().printf(Locale.ROOT, "%.0f frames per step of %d traces%n", perStep, TRACES);
    new RatesByWidth(WIDTHS, options.rounds(), width -> measure(task, width))
        .addTo(figures, options.threads(), "frames", perStep);
    return 0;
  }

  /** Returns seed-steps per second. */
  private static double measure(TraceTask<?> task, int width) {
    var curriculum =
        Curriculum.ofAllLevels(List.of(task.level(LENGTH, OptionalInt.empty())), false);
    try (var training =
        TimedTraining.onPyTorch(
            manager -> new Npi(NpiSettings.DEFAULTS, task.vocabulary(), DataType.FLOAT32),
            task,
            curriculum,
            TRACES,
            width)) {
      int steps = Math.max(FEWEST_STEPS, SEED_STEPS / width);
      return width * steps / training.seconds(steps);
    }
  }
}
