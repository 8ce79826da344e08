package org.seedbed.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.CompiledPopulation;
import org.seedbed.model.Engine;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.TrainingPopulation;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.PopulationState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains on request, in the protocol of {@code bench/peers/peers.py serve}. */
@Command(
    name = "peer-serve",
    description = {
      "Takes training steps of a peer's case on request: each line of the input is a number of",
      "seconds to train for, and is answered by a line of JSON."
    },
    mixinStandardHelpOptions = true)
final class PeerServe implements Callable<Integer> {
  // On one core, the JVM takes some 10 s to compile what a step of the NPI runs.
  private static final double WARM_UP_SECONDS = 15;

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, description = "Case, such as nram or neural-gpu-24.")
  private String model;

  @Option(names = "--engine", required = true, description = "jvm or pytorch.")
  private Engine engine;

  @Option(names = "--width", required = true, description = "Seeds of a population.")
  private int width;

  @Option(
      names = "--populations",
      defaultValue = "1",
      description = "Populations that train at the same time, each in a thread of its own.")
  private int populations;

  @Override
  public Integer call() throws Exception {
    return serve(PeerCase.named(model));
  }

  private <S extends Record, E> int serve(PeerCase<S, E> on) throws Exception {
    var out = spec.commandLine().getOut();
    var json = new ObjectMapper();
    var threads = Executors.newFixedThreadPool(populations);
    var training = new ArrayList<Training<E>>();
    for (int i = 0; i < populations; i++) {
      training.add(new Training<>(open(on, i), on.batch()));
    }
    train(threads, training, WARM_UP_SECONDS);
    double compiling = ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1e3;
    print(out, json.writeValueAsString(Map.of("ready", true, "compile_seconds", compiling)));
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      print(
          out, json.writeValueAsString(train(threads, training, Double.parseDouble(line.strip()))));
    }
    threads.shutdownNow();
    training.forEach(one -> one.population().close());
    return 0;
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private <S extends Record, E> TrainingPopulation<E> open(PeerCase<S, E> on, int population) {
    var seeds =
        LongStream.range((long) population * width, (population + 1L) * width).boxed().toList();
    var state = PopulationState.initial(on.layout(), seeds);
    if (engine == Engine.JVM) {
      return new CompiledPopulation<>(
          () -> on.family().compiled(on.settings(), on.task()), state, AdamSettings.DEFAULTS, 1);
    }
    Backend.start(1);
    return PyTorchPopulation.open(
        manager -> on.family().model(on.settings(), on.task(), manager),
        state,
        AdamSettings.DEFAULTS,
        PeerCase.DATA_SEED);
  }

  private record Training<E>(TrainingPopulation<E> population, LevelBatch<E> batch) {
    long steps(double seconds, boolean startsPyTorch) {
      if (startsPyTorch) {
        Backend.start(1);
      }
      long started = System.nanoTime();
      long before = population.step();
      do {
        population.train(
            List.of(batch),
            TrainingStep.onOneBatch(PeerCase.DATA_SEED, population.step(), population.width()));
      } while (System.nanoTime() - started < seconds * 1e9);
      return population.step() - before;
    }
  }

  private <E> Map<String, Object> train(
      ExecutorService threads, List<Training<E>> training, double seconds) throws Exception {
    var process = ProcessHandle.current();
    var cpu = process.info().totalCpuDuration().orElseThrow();
    long started = System.nanoTime();
    var work = new ArrayList<Callable<Long>>();
    training.forEach(one -> work.add(() -> one.steps(seconds, engine == Engine.PYTORCH)));
    long steps = 0;
    for (var done : threads.invokeAll(work)) {
      steps += done.get();
    }
    double wall = (System.nanoTime() - started) / 1e6;
    double spent = process.info().totalCpuDuration().orElseThrow().minus(cpu).toNanos() / 1e6;
    long seedSteps = steps * width;
    return Map.of(
        "cpu_ms_per_seed_step",
        spent / seedSteps,
        "wall_ms_per_seed_step",
        wall / seedSteps,
        "steps",
        steps);
  }
}
