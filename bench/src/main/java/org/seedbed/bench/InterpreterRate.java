package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Backend;
import org.seedbed.model.npi.Npi;
import org.seedbed.model.npi.NpiInterpreter;
import org.seedbed.model.npi.NpiInterpreter.Listener;
import org.seedbed.model.npi.NpiInterpreter.Outcome;
import org.seedbed.model.npi.NpiInterpreter.Run;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.search.RestartSearch;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTask;

/**
 * Calls a second of the best restart of a run of recursive addition, on additions of 1,000 digits,
 * with nothing remembered at first: {@code InterpreterRate RUN [THREADS [LENGTH]]}.
 */
public final class InterpreterRate {
  private static final int[] INPUTS = {1, 8, 32, 128};
  private static final int ROUNDS = 3;

  private InterpreterRate() {}

  public static void main(String[] arguments) throws Exception {
    int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    int length = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1000;
    System.out.println(Backend.start(threads));
    var folder = RunFolder.at(new Path(arguments[0]), new Configuration());
    var experiment = ExperimentModel.of(RestartSearch.experimentOf(folder));
    long seed = RunRecords.leaderboard(folder).atRank(1).seed();
    float[] row = RunRecords.trainedParameters(folder, experiment, seed);
    var task = (TraceTask<?>) experiment.task();
    var level = task.level(length, OptionalInt.empty());
    var settings = experiment.experiment().npi().orElseThrow();
    System.out.println("inputs  calls  right  seconds (lowest to highest)  calls/s");
    for (int inputs : INPUTS) {
      var examples = LongStream.range(0, inputs).mapToObj(i -> task.example(99, level, i)).toList();
      double[] seconds = new double[ROUNDS];
      List<Run> runs = List.of();
      for (int round = 0; round < ROUNDS; round++) {
        long started = System.nanoTime();
        runs = run(new Npi(settings, task.vocabulary(), DataType.FLOAT32), row, task, examples);
        seconds[round] = (System.nanoTime() - started) / 1e9;
      }
      java.util.Arrays.sort(seconds);
      long calls = runs.stream().mapToLong(Run::steps).sum();
      System.out.printf(
          Locale.ROOT,
          "%6d  %,10d  %5d  %.2f (%.2f to %.2f)  %,.0f%n",
          inputs,
          calls,
          runs.stream().filter(run -> run.outcome() == Outcome.RIGHT).count(),
          seconds[ROUNDS / 2],
          seconds[0],
          seconds[ROUNDS - 1],
          calls / seconds[ROUNDS / 2]);
    }
  }

  private static List<Run> run(
      Npi npi, float[] row, TraceTask<?> task, List<TraceExample> examples) {
    try (npi;
        var manager = Backend.newManager();
        var population = Population.ofOne(manager, npi.layout(), row);
        var scope = GradientTape.off(manager)) {
      return new NpiInterpreter(npi, population.parameters(scope))
          .run(task.main(), examples, Listener.SILENT);
    }
  }
}
