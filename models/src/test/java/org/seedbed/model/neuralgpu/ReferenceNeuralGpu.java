package org.seedbed.model.neuralgpu;

import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.sequence.SequenceExample;

/**
 * The Neural GPU of one seed on one sequence, straight from the papers' formulas: loops over cells,
 * no tensors, no dropout. Written independently of the model, to check it.
 */
final class ReferenceNeuralGpu {
  private final NeuralGpuSettings settings;
  private final ParameterLayout layout;
  private final int m;
  private final int w;
  private double[] row;
  private double saturation;
  private long gates;
  private long saturatedGates;
  private SequenceExample given;

  /**
   * @param row parameters {@code [P]}
   */
  ReferenceNeuralGpu(NeuralGpuSettings settings, ParameterLayout layout, double[] row) {
    this.settings = settings;
    this.layout = layout;
    this.row = row;
    this.m = settings.maps();
    this.w = settings.rows();
  }

  /**
   * Returns the mean cross entropy over the positions that are asked for, plus the weighted cost of
   * saturation.
   */
  double loss(SequenceExample example) {
    return loss(example, new TimeStepSpan(0, example.length() - 1), row);
  }

  /**
   * Returns the loss after some of the time steps.
   *
   * @param before parameters of the time steps before the span
   */
  double loss(SequenceExample example, TimeStepSpan span, double[] before) {
    saturation = 0;
    gates = 0;
    saturatedGates = 0;
    double[][] logits = logits(example, span, before);
    int n = example.length();
    double negativeLogLikelihood = 0;
    int asked = 0;
    for (int i = 0; i < n; i++) {
      boolean expectsSymbol = example.expected(i) != SequenceExample.NOT_ASKED;
      if (expectsSymbol || settings.padding().expected()) {
        asked++;
        double sum = 0;
        for (double logit : logits[i]) {
          sum += Math.exp(logit);
        }
        negativeLogLikelihood += Math.log(sum) - logits[i][expectsSymbol ? example.expected(i) : 0];
      }
    }
    return negativeLogLikelihood / asked + settings.saturationCost() * cost(n);
  }

  /** Returns the unweighted cost of saturation of the last sequence, of n positions. */
  double cost(int n) {
    return saturation / (n * (double) n);
  }

  /** Returns the share of the last sequence's gates whose input is beyond the limit. */
  double saturatedGates() {
    return saturatedGates / (double) gates;
  }

  /** {@code [n][S]}. */
  double[][] logits(SequenceExample example) {
    return logits(example, new TimeStepSpan(0, example.length() - 1), row);
  }

  private double[][] logits(SequenceExample example, TimeStepSpan span, double[] before) {
    int n = example.length();
    double[] own = row;
    given = example;
    row = span.first() > 0 ? before : own;
    double[][][] state = new double[w][n][m]; // row, position, map
    for (int i = 0; i < n; i++) {
      for (int map = 0; map < m && !isDead(example, i); map++) {
        double x = value("embedding", map, example.input(i), example.symbols());
        countSaturation(x, n);
        state[0][i][map] = candidate(x);
      }
    }
    for (int t = 0; t <= span.last(); t++) {
      row = t < span.first() ? before : own;
      for (int layer = 0; layer < settings.layers(); layer++) {
        state = apply("layer%d/set%d".formatted(layer, t % settings.relaxation().sets()), state);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < w && isDead(example, i); j++) {
            state[j][i] = new double[m];
          }
        }
      }
    }
    double[][] logits = new double[n][example.symbols()];
    for (int i = 0; i < n; i++) {
      for (int symbol = 0; symbol < logits[i].length; symbol++) {
        logits[i][symbol] = row[layout.offset("output/bias") + symbol];
        for (int map = 0; map < m; map++) {
          logits[i][symbol] += value("output/kernel", symbol, map, m) * state[0][i][map];
        }
      }
    }
    return logits;
  }

  private boolean isDead(SequenceExample example, int i) {
    return settings.padding().zeroed() && example.input(i) == 0 && example.expected(i) <= 0;
  }

  double[][][] apply(String unit, double[][][] state) {
    int n = state[0].length;
    double[][][] r = gate(convolved(unit + "/reset", state));
    double[][][] g = gate(convolved(unit + "/gate", state));
    double[][][] remembered = new double[w][n][m];
    for (int[] cell : cells(n)) {
      remembered[cell[0]][cell[1]][cell[2]] =
          r[cell[0]][cell[1]][cell[2]] * state[cell[0]][cell[1]][cell[2]];
    }
    double[][][] x = convolved(unit + "/candidate", remembered);
    double[][][] next = new double[w][n][m];
    for (int[] cell : cells(n)) {
      int j = cell[0];
      int i = cell[1];
      int map = cell[2];
      countSaturation(x[j][i][map], 1);
      int from = i;
      if (settings.shiftGates()) {
        from += map < m / 3 ? 1 : map < 2 * m / 3 ? -1 : 0;
      }
      double carried = from >= 0 && from < n ? state[j][from][map] : 0;
      double open = g[j][i][map];
      next[j][i][map] = open * carried + (1 - open) * candidate(x[j][i][map]);
    }
    return next;
  }

  /** Row, position and map of each cell. */
  private List<int[]> cells(int n) {
    return IntStream.range(0, w * n * m)
        .mapToObj(c -> new int[] {c / (n * m), c / m % n, c % m})
        .toList();
  }

  private double[][][] convolved(String name, double[][][] state) {
    int n = state[0].length;
    int vertical = w == 1 ? 0 : 1;
    int count = w == 1 ? 3 : 9;
    int bias = layout.offset(name + "/bias");
    int kernel = layout.offset(name + "/kernel");
    double[][][] x = new double[w][n][m];
    for (int[] cell : cells(n)) {
      int j = cell[0];
      int i = cell[1];
      int map = cell[2];
      double sum = row[bias + map];
      int index = 0;
      for (int down = -vertical; down <= vertical; down++) {
        for (int right = -1; right <= 1; right++, index++) {
          boolean there = j + down >= 0 && j + down < w && i + right >= 0 && i + right < n;
          for (int from = 0; there && from < m; from++) {
            sum +=
                row[kernel + (map * m + from) * count + index] * state[j + down][i + right][from];
          }
        }
      }
      x[j][i][map] = sum + (settings.extrapolation().recall() ? recalled(name, map, i) : 0);
    }
    return x;
  }

  private double recalled(String name, int map, int i) {
    double sum = 0;
    int kernel = layout.offset(name + "/recall");
    for (int tap = 0; tap < 3; tap++) {
      int at = i + tap - 1;
      if (at >= 0 && at < given.length() && !isDead(given, at)) {
        sum += row[kernel + (map * given.symbols() + given.input(at)) * 3 + tap];
      }
    }
    return sum;
  }

  private double[][][] gate(double[][][] x) {
    for (int[] cell : cells(x[0].length)) {
      double input = x[cell[0]][cell[1]][cell[2]];
      countSaturation(input, 1);
      gates++;
      saturatedGates += Math.abs(input) > settings.saturationLimit() ? 1 : 0;
      double open = settings.hard() ? 0.5 * input + 0.5 : 1.2 / (1 + Math.exp(-input)) - 0.1;
      x[cell[0]][cell[1]][cell[2]] = Math.min(1, Math.max(0, open));
    }
    return x;
  }

  private double candidate(double x) {
    return settings.hard() ? Math.min(1, Math.max(-1, x)) : Math.tanh(x);
  }

  private void countSaturation(double x, double times) {
    saturation += times * Math.max(0, Math.abs(x) - settings.saturationLimit());
  }

  private double value(String name, int i, int j, int columns) {
    return row[layout.offset(name) + i * columns + j];
  }
}
