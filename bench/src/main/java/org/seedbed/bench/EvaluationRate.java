package org.seedbed.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.HeldOut;
import org.seedbed.model.population.Initialization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compares evaluating several seeds together, in one model and one pass, with one at a time. */
@Command(
    name = "evaluation",
    description = "Compares evaluating several seeds together with one at a time.",
    mixinStandardHelpOptions = true)
final class EvaluationRate implements Callable<Integer> {
  private static final List<Integer> LENGTHS = List.of(21, 41, 101);
  private static final int SEEDS = 8;

  @Mixin private Figures figures;
  @Mixin private Rounds options;

  @Override
  public Integer call() throws Exception {
    var settings =
        Map.of("search.threads", String.valueOf(options.threads()), "task", "sequence/badd");
    measure(ExperimentModel.of(ExperimentFile.read("model: diagonal-neural-gpu", settings)));
    return 0;
  }

  private <E> void measure(ExperimentModel<E> experiment) throws Exception {
    var parameters =
        LongStream.range(0, SEEDS)
            .mapToObj(seed -> Initialization.of(seed, experiment.layout()))
            .toList();
    for (int length : LENGTHS) {
      var level = experiment.levelAt(length);
      int count = experiment.experiment().evaluation().lengthExamples();
      var examples = new HeldOut<>(experiment.task(), 1).examples("lengths", level, 0, count);
      var evaluator = experiment.evaluator();
      var together = new ArrayList<Double>();
      var alone = new ArrayList<Double>();
      var ratios = new ArrayList<Double>();
      for (int round = -1; round < options.rounds(); round++) {
        long started = System.nanoTime();
        var ofAll = evaluator.evaluate(parameters, level, examples);
        double all = (System.nanoTime() - started) / 1e6;
        started = System.nanoTime();
        for (var own : parameters) {
          ofAll = evaluator.evaluate(List.of(own), level, examples);
        }
        double each = (System.nanoTime() - started) / 1e6;
        if (round >= 0 && !ofAll.isEmpty()) { // The first round is warm-up.
          together.add(all);
          alone.add(each);
          ratios.add(each / all);
        }
      }
      figures.add(
          "length",
          length,
          "seeds",
          SEEDS,
          "examples",
          count,
          "together, ms",
          Spread.of(together),
          "one at a time, ms",
          Spread.of(alone),
          "times as fast",
          Spread.of(ratios));
    }
  }
}
