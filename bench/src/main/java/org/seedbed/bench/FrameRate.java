package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.npi.Npi;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.TraceTasks;

/**
 * Frames a second in training against the width of a population: recursive addition of 4 digits, 16
 * traces a step, 64 units. Frames are counted as the traces have them, repetitions included. Every
 * round times all widths one after the other: {@code FrameRate THREADS [ROUNDS]}.
 */
public final class FrameRate {
  private static final List<Integer> WIDTHS = List.of(1, 2, 4, 8, 16, 32, 64);
  private static final int SEED_STEPS = 64;
  private static final int FEWEST_STEPS = 3;
  private static final int TRACES = 16;
  private static final int LENGTH = 4;

  private FrameRate() {}

  public static void main(String[] arguments) {
    System.out.println(Backend.start(Integer.parseInt(arguments[0])));
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    var task = TraceTasks.task("addition-recursive");
    var level = task.level(LENGTH, OptionalInt.empty());
    var frames =
        LongStream.range(0, 64L * TRACES)
            .mapToObj(i -> task.example(1, level, i))
            .flatMap(example -> example.frames().stream())
            .count();
    double perStep = frames / 64.0;
    System.out.printf(Locale.ROOT, "%.0f frames a step of %d traces%n", perStep, TRACES);
    new RatesByWidth(WIDTHS, rounds, width -> measure(task, width)).print("frames", perStep);
  }

  /** Seed-steps a second. */
  private static double measure(TraceTask<?> task, int width) {
    var curriculum =
        new Curriculum(
            List.of(task.level(LENGTH, OptionalInt.empty())),
            Curriculum.Rule.ALL_LEVELS,
            1,
            1,
            false);
    try (var training =
        new TimedTraining<TraceExample>(
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
