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
  private final double[][] read;
  private final double[][] readWeights;
  private final double[][] writeWeights;

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
    read = new double[settings.readHeads()][];
    readWeights = new double[settings.readHeads()][];
    writeWeights = new double[settings.writeHeads()][];
    for (int i = 0; i < read.length; i++) {
      read[i] = tanh(parameters.times("read/first" + suffix(i), 1));
      readWeights[i] = firstWeights("read/first-weights" + suffix(i));
    }
    for (int i = 0; i < writeWeights.length; i++) {
      writeWeights[i] = firstWeights("write/first-weights" + suffix(i));
    }
  }

  private static String suffix(int head) {
    return head == 0 ? "" : "/" + head;
  }

  private double[] firstWeights(String name) {
    return settings.learntAddresses()
        ? softmax(parameters.times(name, 1))
        : new double[memory.length];
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
    int n = memory.length;
    hidden = parameters.lstm("controller/gates", joined(input, joined(read), hidden), cell);
    for (int i = 0; i < read.length; i++) {
      readWeights[i] = addressed(readWeights[i], ofHead("read/head" + suffix(i)));
      read[i] = new double[w];
      for (int cell = 0; cell < n; cell++) {
        for (int j = 0; j < w; j++) {
          read[i][j] += readWeights[i][cell] * memory[cell][j];
        }
      }
    }
    // Every head looks at the memory before any changes it.
    double[][] kept = new double[n][w];
    Arrays.stream(kept).forEach(row -> Arrays.fill(row, 1));
    double[][] added = new double[n][w];
    for (int i = 0; i < writeWeights.length; i++) {
      double[] p = ofHead("write/head" + suffix(i));
      writeWeights[i] = addressed(writeWeights[i], p);
      for (int cell = 0; cell < n; cell++) {
        for (int j = 0; j < w; j++) {
          kept[cell][j] *= 1 - writeWeights[i][cell] * sigmoid(p[w + 6 + j]);
          added[cell][j] += writeWeights[i][cell] * Math.tanh(p[2 * w + 6 + j]);
        }
      }
    }
    for (int cell = 0; cell < n; cell++) {
      for (int j = 0; j < w; j++) {
        memory[cell][j] = memory[cell][j] * kept[cell][j] + added[cell][j];
      }
    }
    return Arrays.stream(parameters.times("output", joined(hidden, joined(read))))
        .map(this::clipped)
        .toArray();
  }

  private double[] ofHead(String name) {
    return Arrays.stream(parameters.times(name, hidden)).map(this::clipped).toArray();
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
