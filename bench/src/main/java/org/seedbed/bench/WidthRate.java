package org.seedbed.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.nram.Nram;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Pace.StallRule;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.memory.MemoryTasks;

/**
 * Seed-steps a second against the width of a population: <em>copy</em> at M = 8, R = 4, B = 32, 64
 * hidden units, 8 time steps. Every round times all widths one after the other, so that a ratio to
 * K = 1 is of the same minute: {@code WidthRate THREADS [ROUNDS]}.
 */
public final class WidthRate {
  private static final int[] WIDTHS = {1, 2, 4, 8, 16, 32, 64, 128, 256};
  private static final int SEED_STEPS = 256;
  private static final int FEWEST_STEPS = 3;

  private WidthRate() {}

  public static void main(String[] arguments) {
    int threads = Integer.parseInt(arguments[0]);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    System.out.println(Backend.start(threads));
    var rates = new ArrayList<List<Double>>();
    for (int width : WIDTHS) {
      measure(width);
      rates.add(new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < WIDTHS.length; i++) {
        rates.get(i).add(measure(WIDTHS[i]));
      }
    }
    System.out.println(
        "width  seed-steps/s (lowest to highest)  ms a seed-step  times K = 1 (lowest to highest)");
    for (int i = 0; i < WIDTHS.length; i++) {
      var ratios = new ArrayList<Double>();
      for (int round = 0; round < rounds; round++) {
        ratios.add(rates.get(i).get(round) / rates.get(0).get(round));
      }
      var rate = rates.get(i).stream().sorted().toList();
      ratios.sort(null);
      System.out.printf(
          Locale.ROOT,
          "%5d  %8.1f  (%.1f to %.1f)  %8.2f  %6.1f  (%.1f to %.1f)%n",
          WIDTHS[i],
          rate.get(rounds / 2),
          rate.get(0),
          rate.get(rounds - 1),
          1000 / rate.get(rounds / 2),
          ratios.get(rounds / 2),
          ratios.get(0),
          ratios.get(rounds - 1));
    }
  }

  private static double measure(int width) {
    var settings =
        new NramSettings(4, 64, NramSettings.ControllerKind.FEED_FORWARD, 1, 0, 200, 1e-6);
    var task = MemoryTasks.task("copy");
    var fit = task.level(3, OptionalInt.of(8));
    var curriculum = Curriculum.bySteps(List.of(new Level(fit.length(), fit.modulus(), 8)), 1);
    // No point of a learning curve but the one at the very end, on one example.
    var training =
        new TrainingSettings(32, Integer.MAX_VALUE, 1, AdamSettings.DEFAULTS, StallRule.NEVER);
    var seeds = LongStream.range(0, width).boxed().toList();
    try (NDManager manager = Backend.newManager();
        var nram = new Nram(settings, manager, DataType.FLOAT32);
        var population =
            new Population(
                manager,
                nram.layout(),
                PopulationState.initial(nram.layout(), seeds),
                DataType.FLOAT32)) {
      var trainer =
          new PopulationTrainer<>(
              nram,
              training,
              curriculum,
              1,
              new GeneratedExamples<>(task, 1),
              new HeldOut<MemoryExample>(task, 1));
      trainer.train(population, 2);
      int steps = Math.max(FEWEST_STEPS, SEED_STEPS / width);
      long started = System.nanoTime();
      trainer.train(population, 2 + steps);
      return width * steps / ((System.nanoTime() - started) / 1e9);
    }
  }
}
