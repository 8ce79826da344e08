package org.seedbed.model.ntm;

import static org.seedbed.model.ScalarParameters.joined;
import static org.seedbed.model.ScalarParameters.sigmoid;
import static org.seedbed.model.ScalarParameters.softmax;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.seedbed.model.ScalarParameters;
import org.seedbed.model.ntm.NtmSettings.FirstMemory;
import org.seedbed.task.bits.BitExample;

/** A Neural Turing Machine on one example, in scalars: the oracle of its mathematics. */
final class ReferenceNtm {
  private final NtmSettings settings;
  private final ScalarParameters parameters;
  private final double[][] memory;
  private double[] hidden;
  private final double[] cell;
  private double[] read;
  private double[] readWeights;
  private double[] writeWeights;

  ReferenceNtm(NtmSettings settings, ScalarParameters parameters) {
    this.settings = settings;
    this.parameters = parameters;
    int w = settings.cellSize();
    memory = new double[settings.cells()][w];
    for (int n = 0; n < memory.length; n++) {
      for (int i = 0; i < w; i++) {
        memory[n][i] =
            settings.memory() == FirstMemory.CONSTANT
                ? 1e-6f
                : parameters.at("memory", n * w + i, 0);
      }
    }
    hidden = tanh(parameters.times("controller/first-hidden", 1));
    cell = parameters.times("controller/first-cell", 1);
    read = tanh(parameters.times("read/first", 1));
    boolean learnt = settings.learntAddresses();
    readWeights =
        learnt ? softmax(parameters.times("read/first-weights", 1)) : new double[memory.length];
    writeWeights =
        learnt ? softmax(parameters.times("write/first-weights", 1)) : new double[memory.length];
  }

  private static double[] tanh(double[] x) {
    return Arrays.stream(x).map(Math::tanh).toArray();
  }

  private double clipped(double x) {
    return Math.max(-settings.clip(), Math.min(settings.clip(), x));
  }

  private static double softplus(double x) {
    return Math.log(1 + Math.exp(x));
  }

  private double[] addressed(double[] before, double[] p) {
    int n = memory.length;
    int w = settings.cellSize();
    double[] k = tanh(Arrays.copyOf(p, w));
    double beta = softplus(p[w]);
    double gate = sigmoid(p[w + 1]);
    double[] shift = softmax(p[w + 2], p[w + 3], p[w + 4]);
    double gamma = 1 + softplus(p[w + 5]);
    double[] similar = new double[n];
    for (int i = 0; i < n; i++) {
      double product = 0;
      double ofCell = 1e-16;
      double ofKey = 1e-16;
      for (int j = 0; j < w; j++) {
        product += memory[i][j] * k[j];
        ofCell += memory[i][j] * memory[i][j];
        ofKey += k[j] * k[j];
      }
      similar[i] = beta * product / Math.sqrt(ofCell) / Math.sqrt(ofKey);
    }
    double[] content = softmax(similar);
    double[] gated = new double[n];
    for (int i = 0; i < n; i++) {
      gated[i] = gate * content[i] + (1 - gate) * before[i];
    }
    double[] sharp = new double[n];
    for (int i = 0; i < n; i++) {
      // Shift 0 moves weight to the cell before, shift 2 to the cell after.
      double moved =
          shift[0] * gated[(i + 1) % n] + shift[1] * gated[i] + shift[2] * gated[(i + n - 1) % n];
      sharp[i] = Math.pow(Math.max(moved, 1e-30f), gamma);
    }
    double all = Arrays.stream(sharp).sum();
    return Arrays.stream(sharp).map(v -> v / all).toArray();
  }

  private double[] next(double[] input) {
    int w = settings.cellSize();
    hidden = parameters.lstm("controller/gates", joined(input, read, hidden), cell);
    double[] toRead =
        Arrays.stream(parameters.times("read/head", hidden)).map(this::clipped).toArray();
    double[] toWrite =
        Arrays.stream(parameters.times("write/head", hidden)).map(this::clipped).toArray();
    readWeights = addressed(readWeights, toRead);
    writeWeights = addressed(writeWeights, toWrite);
    read = new double[w];
    for (int i = 0; i < memory.length; i++) {
      for (int j = 0; j < w; j++) {
        read[j] += readWeights[i] * memory[i][j];
        double erased = sigmoid(toWrite[w + 6 + j]);
        double kept = memory[i][j] * (1 - writeWeights[i] * erased);
        memory[i][j] = kept + writeWeights[i] * Math.tanh(toWrite[2 * w + 6 + j]);
      }
    }
    return Arrays.stream(parameters.times("output", joined(hidden, read)))
        .map(this::clipped)
        .toArray();
  }

  /** Returns the mean cross entropy of the asked bits. */
  double loss(BitExample example) {
    double sum = 0;
    for (int step = 0; step < example.steps(); step++) {
      float[] given = example.input(step);
      double[] logits = next(IntStream.range(0, given.length).mapToDouble(i -> given[i]).toArray());
      for (int bit = 0; bit < logits.length && example.isAsked(step); bit++) {
        double p = sigmoid(logits[bit]);
        sum -= Math.log(example.expected(step)[bit] == 1 ? p : 1 - p);
      }
    }
    return sum / example.asked();
  }
}
