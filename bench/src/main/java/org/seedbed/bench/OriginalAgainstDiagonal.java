package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.neuralgpu.NeuralGpu;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.sequence.SequenceTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Compares the training time of the original and the diagonal Neural GPU until half of the seeds
 * get 90 % of held-out reversals of length 12 right.
 */
@Command(
    name = "original",
    description = "Training time of the original and the diagonal Neural GPU to the same error.",
    mixinStandardHelpOptions = true)
final class OriginalAgainstDiagonal implements Callable<Integer> {
  @Mixin private Figures figures;

  @Mixin private Threads threads;

  @Option(
      names = "--seconds",
      defaultValue = "300",
      description = "Maximum training time of a model in seconds (default: ${DEFAULT-VALUE}).")
  private double most;

  private static final int WIDTH = 4;
  private static final int STEPS = 20;
  private static final int EXAMPLES = 64;

  @Override
  public Integer call() throws Exception {
    threads.startBackend();
    for (var model : List.of("diagonal-neural-gpu", "neural-gpu")) {
      var experiment = ExperimentFile.read("model: " + model, Map.of());
      run(model, (NeuralGpuSettings) experiment.settings(), experiment.training().adam());
    }
    return 0;
  }

  private void run(String name, NeuralGpuSettings settings, AdamSettings adam) throws IOException {
    var task = SequenceTasks.task("reverse");
    var levels =
        List.of(4, 6, 8, 10, 12).stream().map(n -> task.level(n, OptionalInt.empty())).toList();
    var last = levels.get(levels.size() - 1);
    var training =
        new TrainingSettings(8, Integer.MAX_VALUE, EXAMPLES, 200, adam, ReduceOnPlateau.NEVER);
    var heldOut = new HeldOut<>(task, 1);
    try (var manager = Backend.newManager();
        var model = new NeuralGpu(settings, last.modulus(), DataType.FLOAT32);
        var owned =
            Population.initial(
                manager, model.layout(), LongStream.range(0, WIDTH).boxed().toList())) {
      var population = new PyTorchPopulation<>(model, owned, adam, 1);
      var trainer =
          new PopulationTrainer<>(
              training,
              Curriculum.ofAllLevels(levels, true),
              new GeneratedExamples<>(task, 1),
              heldOut);
      double seconds = 0;
      List<Double> exact;
      do {
        long started = System.nanoTime();
        trainer.train(population, population.step() + STEPS);
        seconds += (System.nanoTime() - started) / 1e9;
        exact =
            heldOut.scores(population, "check", last, EXAMPLES).stream()
                .map(BatchScore::exact)
                .map(right -> right / (double) EXAMPLES)
                .toList();
      } while (seconds < most && exact.stream().filter(share -> share >= 0.9).count() < WIDTH / 2);
      figures.add(
          "model",
          name,
          "steps",
          population.step(),
          "seconds",
          seconds,
          "reached",
          seconds < most ? "yes" : "given up",
          "share right of each seed",
          exact.toString());
    }
  }
}
