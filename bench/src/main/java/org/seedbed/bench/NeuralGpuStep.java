package org.seedbed.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.neuralgpu.NeuralGpu;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Relaxation;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTasks;

/**
 * Time and memory of one training step of the diagonal Neural GPU against length, maps and width,
 * and the share of the measured rate of matrix products that it reaches. {@code NeuralGpuStep
 * THREADS [LENGTH MAPS WIDTH BATCH]}: one case a process, since memory is the process's peak;
 * without a case it prints the header.
 */
public final class NeuralGpuStep {
  private static final int STEPS = 3;
  private static final int ROUNDS = 5;

  private NeuralGpuStep() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 5) {
      System.out.println(
          "length    m    K  batch  ms a step (lowest to highest)  ms a seed-step  GFLOP/s"
              + "  matmul GFLOP/s  share  peak MiB");
      return;
    }
    Backend.start(Integer.parseInt(arguments[0]));
    int length = Integer.parseInt(arguments[1]);
    int maps = Integer.parseInt(arguments[2]);
    int width = Integer.parseInt(arguments[3]);
    int batch = Integer.parseInt(arguments[4]);
    long before = peakKilobytes();
    var task = SequenceTasks.task("badd");
    var level = task.level(length, OptionalInt.empty());
    var settings =
        new NeuralGpuSettings(
            maps, 1, 1, true, true, Dropout.CANDIDATE, 0.9, 1e-3, 0.9, Relaxation.NONE);
    double[] ms = new double[ROUNDS];
    double[] rates = new double[ROUNDS];
    try (var training =
        new TimedTraining<SequenceExample>(
            manager -> new NeuralGpu(settings, level.modulus(), DataType.FLOAT32),
            task,
            new Curriculum(List.of(level), Curriculum.Rule.ALL_LEVELS, 1, 1, false),
            batch,
            width)) {
      for (int round = 0; round < ROUNDS; round++) {
        rates[round] = matmulRate(training.manager());
        ms[round] = 1e3 * training.seconds(STEPS) / STEPS;
      }
    }
    java.util.Arrays.sort(ms);
    java.util.Arrays.sort(rates);
    double n = level.timeSteps();
    // Forward and two products back: 3 convolutions of 3·m inputs and m outputs at n cells, n
    // times.
    double flops = 3 * 2 * 3.0 * 3 * maps * maps * n * n * batch * width;
    double rate = flops / (ms[ROUNDS / 2] * 1e6);
    System.out.printf(
        Locale.ROOT,
        "%6d %4d %4d %6d  %9.1f (%.1f to %.1f)  %14.1f  %7.1f  %14.1f  %5.2f  %8d%n",
        length,
        maps,
        width,
        batch,
        ms[ROUNDS / 2],
        ms[0],
        ms[ROUNDS - 1],
        ms[ROUNDS / 2] / width,
        rate,
        rates[ROUNDS / 2],
        rate / rates[ROUNDS / 2],
        (peakKilobytes() - before) / 1024);
  }

  /** GFLOP/s of a product of 512×512 matrices. */
  private static double matmulRate(NDManager parent) {
    try (var manager = parent.newSubManager()) {
      NDArray a = manager.randomUniform(-1, 1, new Shape(512, 512));
      NDArray b = manager.randomUniform(-1, 1, new Shape(512, 512));
      int products = 50;
      a.matMul(b).close();
      long started = System.nanoTime();
      for (int i = 0; i < products; i++) {
        a.matMul(b).close();
      }
      return products * 2.0 * 512 * 512 * 512 / (System.nanoTime() - started);
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
