package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.neuralgpu.NeuralGpu;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.sequence.SequenceTasks;

/**
 * Time of the original and of the diagonal Neural GPU to the same error: until half of the seeds
 * get 90 % of held-out reversals of length 12 right. {@code OriginalAgainstDiagonal THREADS
 * [SECONDS]}.
 */
public final class OriginalAgainstDiagonal {
  private static final int WIDTH = 4;
  private static final int STEPS = 20;
  private static final int EXAMPLES = 64;

  private OriginalAgainstDiagonal() {}

  public static void main(String[] arguments) {
    System.out.println(Backend.start(Integer.parseInt(arguments[0])));
    double most = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 300;
    System.out.println("model                 steps  seconds  exact share of each seed");
    run(
        "diagonal-neural-gpu",
        NeuralGpuSettings.DIAGONAL,
        new AdamSettings(AdamSettings.Rule.ADAMAX, 0.02, 0.9, 0.9995, 0.99, 2000, 1e-8, 1, 0, 1e-4),
        most);
    run(
        "neural-gpu",
        NeuralGpuSettings.ORIGINAL,
        new AdamSettings(AdamSettings.Rule.ADAM, 0.001, 0.9, 0.999, 0.999, 2000, 1e-8, 1, 0, 0),
        most);
  }

  private static void run(String name, NeuralGpuSettings settings, AdamSettings adam, double most) {
    var task = SequenceTasks.task("reverse");
    var levels =
        List.of(4, 6, 8, 10, 12).stream().map(n -> task.level(n, OptionalInt.empty())).toList();
    var last = levels.get(levels.size() - 1);
    var training =
        new TrainingSettings(8, Integer.MAX_VALUE, EXAMPLES, adam, ReduceOnPlateau.NEVER);
    var heldOut = new HeldOut<>(task, 1);
    try (var manager = Backend.newManager();
        var model = new NeuralGpu(settings, last.modulus(), DataType.FLOAT32);
        var population =
            new Population(
                manager,
                model.layout(),
                PopulationState.initial(
                    model.layout(), LongStream.range(0, WIDTH).boxed().toList()),
                DataType.FLOAT32)) {
      var trainer =
          new PopulationTrainer<>(
              model,
              training,
              new Curriculum(levels, Curriculum.Rule.ALL_LEVELS, 1, 1, true),
              1,
              new GeneratedExamples<>(task, 1),
              heldOut);
      double seconds = 0;
      List<Double> exact;
      do {
        long started = System.nanoTime();
        trainer.train(population, population.step() + STEPS);
        seconds += (System.nanoTime() - started) / 1e9;
        exact =
            heldOut.scores(model, population, "check", last, EXAMPLES).stream()
                .map(BatchScore::exact)
                .map(right -> right / (double) EXAMPLES)
                .toList();
      } while (seconds < most && exact.stream().filter(share -> share >= 0.9).count() < WIDTH / 2);
      System.out.printf(
          Locale.ROOT, "%-20s %6d  %7.1f  %s%n", name, population.step(), seconds, exact);
    }
  }
}
