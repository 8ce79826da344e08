package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
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
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures calls per second of the best restart of a run of recursive addition, on additions of
 * 1,000 digits, starting without memoized decisions.
 */
@Command(
    name = "interpreter",
    description = "Calls per second of the best restart of a run of recursive addition.",
    mixinStandardHelpOptions = true)
final class InterpreterRate implements Callable<Integer> {
  @Mixin private Figures figures;

  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private String run;

  @Mixin private Threads threads;

  @Option(
      names = "--length",
      defaultValue = "1000",
      description = "Digits of each operand (default: ${DEFAULT-VALUE}).")
  private int length;

  private static final int[] INPUTS = {1, 8, 32, 128};
  private static final int ROUNDS = 3;

  @Override
  public Integer call() throws Exception {
    threads.startBackend();
    var folder = RunFolder.at(new Path(run), new Configuration());
    var experiment = ExperimentModel.of(RunRecords.experiment(folder));
    long seed = RunRecords.leaderboard(folder).atRank(1).seed();
    float[] parameters = RunRecords.trainedParameters(folder, experiment, seed);
    var task = (TraceTask<?>) experiment.task();
    var level = task.level(length, OptionalInt.empty());
    var settings = (NpiSettings) experiment.experiment().settings();
    for (int inputs : INPUTS) {
      var examples = LongStream.range(0, inputs).mapToObj(i -> task.example(99, level, i)).toList();
      double[] seconds = new double[ROUNDS];
      List<Run> runs = List.of();
      for (int round = 0; round < ROUNDS; round++) {
        long started = System.nanoTime();
        runs =
            run(new Npi(settings, task.vocabulary(), DataType.FLOAT32), parameters, task, examples);
        seconds[round] = (System.nanoTime() - started) / 1e9;
      }
      long calls = runs.stream().mapToLong(Run::steps).sum();
      var time = Spread.of(Arrays.stream(seconds).boxed().toList());
      figures.add(
          "inputs at once",
          inputs,
          "calls",
          calls,
          "right",
          runs.stream().filter(each -> each.outcome() == Outcome.RIGHT).count(),
          "seconds",
          time,
          "calls per second",
          calls / time.median());
    }
    return 0;
  }

  private static List<Run> run(
      Npi npi, float[] parameters, TraceTask<?> task, List<TraceExample> examples) {
    try (npi;
        var manager = Backend.newManager();
        var population = Population.trained(manager, npi.layout(), List.of(parameters));
        var scope = GradientTape.off(manager)) {
      return new NpiInterpreter(npi, population.parameters(scope))
          .run(task.main(), examples, Listener.SILENT);
    }
  }
}
