package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.seedbed.model.Curriculum;
import org.seedbed.model.Engine;
import org.seedbed.model.neuralgpu.DiagonalNeuralGpuFamily;
import org.seedbed.model.neuralgpu.NeuralGpu;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures time and memory of one training step of the diagonal Neural GPU on each engine against
 * length, maps and width, and compares its FLOP rate with the measured rate of matrix products.
 * Each case runs in its own process, because memory is the peak of the process; without {@code
 * --case}, this command starts one process per case.
 */
@Command(
    name = "neural-gpu-step",
    description =
        "Time and memory of one training step of the diagonal Neural GPU, and its FLOP rate relative to the machine's matmul.",
    mixinStandardHelpOptions = true)
final class NeuralGpuStep implements Callable<Integer> {
  @Mixin private Figures figures;

  @Mixin private Threads threads;

  @Option(
      names = "--case",
      split = ",",
      paramLabel = "LENGTH,MAPS,WIDTH,BATCH",
      description =
          "Case to measure (default: all cases of bench/README.md, one process per case).")
  private List<Integer> only;

  @Option(
      names = "--engine",
      split = ",",
      defaultValue = "jvm,pytorch",
      description = "Engines, each in a process of its own (default: ${DEFAULT-VALUE}).")
  private List<Engine> engines;

  private static final int STEPS = 3;
  private static final int ROUNDS = 5;
  private static final List<String> CASES =
      List.of(
          "41,24,1,32",
          "41,24,8,32",
          "41,24,32,8",
          "41,48,1,32",
          "41,48,8,8",
          "11,96,1,32",
          "21,96,1,32",
          "41,96,1,32",
          "81,96,1,8",
          "41,96,4,8",
          "41,192,1,8");

  @Override
  public Integer call() throws Exception {
    if (only == null) {
      for (var each : CASES) {
        for (var engine : engines) {
          runInAProcess(each, engine);
        }
      }
      return 0;
    }
    int length = only.get(0);
    int maps = only.get(1);
    int width = only.get(2);
    int batch = only.get(3);
    long before = peakKilobytes();
    var task = SequenceTasks.task("badd");
    var level = task.level(length, OptionalInt.empty());
    double[] ms = new double[ROUNDS];
    double[] rates = new double[ROUNDS];
    try (var training = training(task, level, maps, batch, width)) {
      for (int round = 0; round < ROUNDS; round++) {
        rates[round] = ProductRate.gigaflops();
        ms[round] = 1e3 * training.seconds(STEPS) / STEPS;
      }
    }
    var time = Spread.of(Arrays.stream(ms).boxed().toList());
    var matmul = Spread.of(Arrays.stream(rates).boxed().toList());
    double n = level.timeSteps();
    // One forward and two backward products; each has 3 convolutions with 3·m inputs and m outputs
    // at n cells, repeated n times.
    double flops = 3 * 2 * 3.0 * 3 * maps * maps * n * n * batch * width;
    double rate = flops / (time.median() * 1e6);
    figures.add(
        "length",
        length,
        "m",
        maps,
        "K",
        width,
        "batch",
        batch,
        "engine",
        engines.get(0).toString(),
        "ms per step",
        time,
        "ms per seed-step",
        time.median() / width,
        "GFLOP/s",
        rate,
        "machine's matmul GFLOP/s",
        matmul.median(),
        "share",
        rate / matmul.median(),
        "peak MiB",
        (peakKilobytes() - before) / 1024);
    return 0;
  }

  private TimedTraining<SequenceExample> training(
      Task<SequenceExample> task, Level level, int maps, int batch, int width) {
    var settings = NeuralGpuSettings.DIAGONAL.withMaps(maps).withoutRecall(1e-2);
    var curriculum = Curriculum.ofAllLevels(List.of(level), false);
    if (engines.get(0) == Engine.JVM) {
      return TimedTraining.onEngine(
          new DiagonalNeuralGpuFamily(), settings, task, curriculum, batch, width);
    }
    threads.startBackend();
    return TimedTraining.onPyTorch(
        manager -> new NeuralGpu(settings, level.modulus(), DataType.FLOAT32),
        task,
        curriculum,
        batch,
        width);
  }

  private void runInAProcess(String each, Engine engine) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.addAll(
        List.of(
            "neural-gpu-step",
            "--threads",
            String.valueOf(threads.number()),
            "--engine",
            engine.toString(),
            "--case",
            each));
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("case " + each + " ended with exit code " + code);
    }
  }

  private static long peakKilobytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
