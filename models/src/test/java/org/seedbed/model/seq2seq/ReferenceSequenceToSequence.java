package org.seedbed.model.seq2seq;

import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.sequence.SequenceExample;

/** The model of one seed on one example, in scalars: the oracle of its mathematics. */
final class ReferenceSequenceToSequence {
  private final SequenceToSequenceSettings settings;
  private final int symbols;
  private final ParameterLayout layout;
  private final double[] row;
  private double[] hidden;
  private double[] cell;

  /**
   * @param row parameters of the seed
   */
  ReferenceSequenceToSequence(SequenceToSequenceSettings settings, int symbols, double[] row) {
    this.settings = settings;
    this.symbols = symbols;
    this.layout = SequenceToSequenceLayout.of(settings, symbols);
    this.row = row;
  }

  /** Returns the mean cross entropy of the asked symbols. */
  double loss(SequenceExample example) {
    int n = example.length();
    hidden = new double[settings.hiddenSize()];
    cell = new double[settings.hiddenSize()];
    var read = new ArrayList<double[]>();
    for (int t = 0; t < n; t++) {
      int position = settings.reversedInput() ? n - 1 - t : t;
      step("encoder/gates", join(oneHot(example.input(position)), hidden));
      read.add(hidden);
    }
    double sum = 0;
    int asked = 0;
    for (int j = 0; j < n; j++) {
      double[] given = oneHot(j == 0 ? -1 : example.expected(j - 1));
      double[] context = settings.attention() ? context(read) : new double[0];
      step("decoder/gates", join(given, join(context, hidden)));
      double[] logits = times("output", join(hidden, join(context, new double[] {1})));
      if (example.expected(j) >= 0) {
        double all = 0;
        for (double logit : logits) {
          all += Math.exp(logit);
        }
        sum += Math.log(all) - logits[example.expected(j)];
        asked++;
      }
    }
    return sum / asked;
  }

  private double[] context(List<double[]> read) {
    double[] ofState = times("attention/state", hidden);
    double[] weights = new double[read.size()];
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      double[] scored = times("attention/read", read.get(i));
      for (int h = 0; h < scored.length; h++) {
        scored[h] = Math.tanh(scored[h] + ofState[h]);
      }
      weights[i] = Math.exp(times("attention/score", scored)[0]);
      total += weights[i];
    }
    double[] context = new double[hidden.length];
    for (int i = 0; i < weights.length; i++) {
      for (int h = 0; h < context.length; h++) {
        context[h] += weights[i] / total * read.get(i)[h];
      }
    }
    return context;
  }

  private void step(String gates, double[] input) {
    int h = hidden.length;
    double[] sums = times(gates, join(input, new double[] {1}));
    double[] nextCell = new double[h];
    double[] nextHidden = new double[h];
    for (int i = 0; i < h; i++) {
      nextCell[i] = sigmoid(sums[h + i]) * cell[i] + sigmoid(sums[i]) * Math.tanh(sums[3 * h + i]);
      nextHidden[i] = sigmoid(sums[2 * h + i]) * Math.tanh(nextCell[i]);
    }
    cell = nextCell;
    hidden = nextHidden;
  }

  private double[] times(String name, double[] x) {
    var shape = layout.parameter(name).shape();
    double[] y = new double[shape.get(0)];
    int at = layout.offset(name);
    for (int r = 0; r < y.length; r++) {
      for (int c = 0; c < x.length; c++) {
        y[r] += row[at + r * shape.get(1) + c] * x[c];
      }
    }
    return y;
  }

  private double[] oneHot(int symbol) {
    double[] all = new double[symbols];
    if (symbol >= 0) {
      all[symbol] = 1;
    }
    return all;
  }

  private static double[] join(double[] a, double[] b) {
    double[] all = new double[a.length + b.length];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
