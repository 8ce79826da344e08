package org.seedbed.model.stack;

import static org.seedbed.model.ScalarParameters.joined;
import static org.seedbed.model.ScalarParameters.oneHot;
import static org.seedbed.model.ScalarParameters.sigmoid;
import static org.seedbed.model.ScalarParameters.softmax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.seedbed.model.ScalarParameters;
import org.seedbed.task.sequence.SequenceExample;

/** Networks with stacks and queues on one example, in scalars: the oracle of their mathematics. */
abstract class ReferenceStacks {
  final ScalarParameters parameters;

  ReferenceStacks(ScalarParameters parameters) {
    this.parameters = parameters;
  }

  /** Takes a step and returns the logits. */
  abstract double[] next(double[] input);

  /** Returns the mean cross entropy of the asked symbols, of a fresh network. */
  double loss(SequenceExample example, boolean readsPadding) {
    int n = example.length();
    int symbols = example.symbols();
    int padding = 0;
    for (int i = n - 1; i >= 0 && example.input(i) == 0; i--) {
      padding++;
    }
    for (int t = 0; readsPadding && t < padding; t++) {
      next(oneHot(symbols + 1, 0));
    }
    for (int t = 0; t < n - padding; t++) {
      next(oneHot(symbols + 1, example.input(t)));
    }
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double[] given = oneHot(symbols, j == 0 ? -1 : example.expected(j - 1));
      double[] logits = next(joined(given, new double[] {1}));
      if (example.expected(j) >= 0) {
        sum -= Math.log(softmax(logits)[example.expected(j)]);
      }
    }
    return sum / example.asked();
  }

  /** A stack-augmented network. Stacks are lists, the top first; what is below is −1. */
  static final class OfStackRnn extends ReferenceStacks {
    private final StackRnnSettings settings;
    private final List<List<Double>> stacks = new ArrayList<>();
    private double[] hidden;

    OfStackRnn(StackRnnSettings settings, ScalarParameters parameters) {
      super(parameters);
      this.settings = settings;
      for (int s = 0; s < settings.stacks(); s++) {
        stacks.add(List.of());
      }
      hidden = new double[settings.hiddenSize()];
    }

    private static double cell(List<Double> stack, int i) {
      return i < stack.size() ? stack.get(i) : -1;
    }

    @Override
    double[] next(double[] input) {
      double[] tops = new double[settings.topCells() * settings.stacks()];
      for (int i = 0; i < tops.length; i++) {
        tops[i] = cell(stacks.get(i % settings.stacks()), i / settings.stacks());
      }
      double[] seen = joined(input, tops, settings.recurrent() ? hidden : new double[0]);
      hidden =
          Arrays.stream(parameters.times("hidden", seen)).map(ScalarParameters::sigmoid).toArray();
      double[] actions = parameters.times("actions", hidden);
      double[] pushed = parameters.times("pushed", hidden);
      int count = settings.keepAction() ? 3 : 2;
      for (int s = 0; s < settings.stacks(); s++) {
        double[] p = softmax(Arrays.copyOfRange(actions, s * count, (s + 1) * count));
        var before = stacks.get(s);
        var after = new ArrayList<Double>();
        for (int i = 0; i <= before.size(); i++) {
          double above = i == 0 ? sigmoid(pushed[s]) : before.get(i - 1);
          double value = p[0] * above + p[1] * cell(before, i + 1);
          after.add(count == 3 ? value + p[2] * cell(before, i) : value);
        }
        stacks.set(s, after);
      }
      return parameters.times("output", hidden);
    }
  }

  /**
   * An LSTM with a stack, queue, both in one or none, the equations as they are printed, from 0.
   */
  static final class OfNeuralStack extends ReferenceStacks {
    private final NeuralStackSettings settings;
    private final List<double[]> values = new ArrayList<>();
    private double[] strengths = {};
    private double[] topRead;
    private double[] bottomRead;
    private double[] hidden;
    private final double[] cell;

    OfNeuralStack(NeuralStackSettings settings, ScalarParameters parameters) {
      super(parameters);
      this.settings = settings;
      this.topRead = new double[settings.valueSize()];
      this.bottomRead = new double[settings.valueSize()];
      this.hidden = new double[settings.hiddenSize()];
      this.cell = new double[settings.hiddenSize()];
    }

    /** What is taken before value i: those above it at the top, those below it at the bottom. */
    private double before(int i, boolean top) {
      double sum = 0;
      for (int j = 0; j < strengths.length; j++) {
        sum += (top ? j > i : j < i) ? strengths[j] : 0;
      }
      return sum;
    }

    private void take(double u, boolean top) {
      double[] after = new double[strengths.length];
      for (int i = 0; i < after.length; i++) {
        after[i] = Math.max(0, strengths[i] - Math.max(0, u - before(i, top)));
      }
      strengths = after;
    }

    private double[] read(boolean top) {
      double[] read = new double[settings.valueSize()];
      for (int i = 0; i < strengths.length; i++) {
        double weight = Math.min(strengths[i], Math.max(0, 1 - before(i, top)));
        for (int w = 0; w < read.length; w++) {
          read[w] += weight * values.get(i)[w];
        }
      }
      return read;
    }

    @Override
    double[] next(double[] input) {
      if (settings.memory() == NeuralStackSettings.Memory.NONE) {
        hidden = parameters.lstm("gates", joined(input, hidden), cell);
        return parameters.times("output", hidden);
      }
      boolean both = settings.memory() == NeuralStackSettings.Memory.DEQUE;
      boolean queue = settings.memory() == NeuralStackSettings.Memory.QUEUE;
      double[] in =
          both
              ? joined(input, topRead, bottomRead, hidden)
              : joined(input, queue ? bottomRead : topRead, hidden);
      hidden = parameters.lstm("gates", in, cell);
      double[] d = parameters.times("push", hidden);
      double[] u = parameters.times("pop", hidden);
      double[] v = Arrays.stream(parameters.times("value", hidden)).map(Math::tanh).toArray();
      take(sigmoid(u[0]), !queue);
      if (both) {
        take(sigmoid(u[1]), false);
      }
      int m = settings.valueSize();
      values.add(Arrays.copyOf(v, m));
      strengths = joined(strengths, new double[] {sigmoid(d[0])});
      if (both) {
        values.add(0, Arrays.copyOfRange(v, m, 2 * m));
        strengths = joined(new double[] {sigmoid(d[1])}, strengths);
      }
      topRead = read(true);
      bottomRead = read(false);
      return parameters.times("output", hidden);
    }
  }
}
