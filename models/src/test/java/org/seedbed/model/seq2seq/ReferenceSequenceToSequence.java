package org.seedbed.model.seq2seq;

import static org.seedbed.model.ScalarParameters.joined;
import static org.seedbed.model.ScalarParameters.oneHot;
import static org.seedbed.model.ScalarParameters.softmax;

import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.ScalarParameters;
import org.seedbed.task.sequence.SequenceExample;

/** The model of one seed on one example, in scalars: the oracle of its mathematics. */
final class ReferenceSequenceToSequence {
  private final SequenceToSequenceSettings settings;
  private final int symbols;
  private final ScalarParameters parameters;
  private double[] hidden;
  private double[] cell;

  /**
   * @param row parameters of the seed
   */
  ReferenceSequenceToSequence(SequenceToSequenceSettings settings, int symbols, double[] row) {
    this.settings = settings;
    this.symbols = symbols;
    this.parameters = new ScalarParameters(SequenceToSequenceLayout.of(settings, symbols), row);
  }

  /** Returns the mean cross entropy of the asked symbols. */
  double loss(SequenceExample example) {
    int n = example.length();
    hidden = new double[settings.hiddenSize()];
    cell = new double[settings.hiddenSize()];
    var read = new ArrayList<double[]>();
    for (int t = 0; t < n; t++) {
      int position = settings.reversedInput() ? n - 1 - t : t;
      hidden =
          parameters.lstm(
              "encoder/gates", joined(oneHot(symbols, example.input(position)), hidden), cell);
      read.add(hidden);
    }
    double sum = 0;
    int asked = 0;
    for (int j = 0; j < n; j++) {
      double[] given = oneHot(symbols, j == 0 ? -1 : example.expected(j - 1));
      double[] context = settings.attention() ? context(read) : new double[0];
      hidden = parameters.lstm("decoder/gates", joined(given, context, hidden), cell);
      double[] logits = parameters.times("output", joined(hidden, context));
      if (example.expected(j) >= 0) {
        sum -= Math.log(softmax(logits)[example.expected(j)]);
        asked++;
      }
    }
    return sum / asked;
  }

  private double[] context(List<double[]> read) {
    double[] ofState = parameters.times("attention/state", hidden);
    double[] weights = new double[read.size()];
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      double[] scored = parameters.times("attention/read", read.get(i));
      for (int h = 0; h < scored.length; h++) {
        scored[h] = Math.tanh(scored[h] + ofState[h]);
      }
      weights[i] = Math.exp(parameters.times("attention/score", scored)[0]);
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
}
