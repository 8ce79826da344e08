package org.seedbed.model.npi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.trace.Call;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.Step;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.Vocabulary;

/**
 * Reference model in plain Java, from the paper's formulas. It replays a trace in execution order,
 * with a stack of states.
 */
final class ReferenceNpi {
  private final NpiSettings settings;
  private final Vocabulary vocabulary;
  private final ParameterLayout layout;
  private final double[] row;

  ReferenceNpi(NpiSettings settings, Vocabulary vocabulary, double[] row) {
    this.settings = settings;
    this.vocabulary = vocabulary;
    this.layout = Npi.layoutOf(settings, vocabulary);
    this.row = row;
  }

  /** A running frame: its next step and the states of the two layers. */
  private static final class Running {
    private final Frame frame;
    private final List<Tree> callees;
    private final double[][] shown;
    private final double[][] cell;
    private int next;

    Running(Tree tree, int units) {
      frame = tree.frame;
      callees = new ArrayList<>(tree.callees);
      shown = new double[2][units];
      cell = new double[2][units];
    }
  }

  /** Returns the mean negative log-likelihood of the steps of a trace. */
  double loss(TraceExample example) {
    var left = new ArrayDeque<Frame>();
    example.frames().forEach(left::push);
    Deque<Running> stack = new ArrayDeque<>();
    stack.push(new Running(Tree.from(left), settings.hiddenSize()));
    double sum = 0;
    int steps = 0;
    while (!stack.isEmpty()) {
      var top = stack.element();
      if (top.next == top.frame.steps().size()) {
        stack.pop();
        continue;
      }
      var step = top.frame.steps().get(top.next);
      top.next++;
      sum += negativeLogLikelihood(top, step, top.next == top.frame.steps().size());
      steps++;
      if (!step.call().isAct()) {
        stack.push(new Running(top.callees.remove(0), settings.hiddenSize()));
      }
    }
    return sum / steps;
  }

  /** A frame with the frames of its calls, in order. */
  private record Tree(Frame frame, List<Tree> callees) {
    /** From frames whose callees come before them, last first. */
    static Tree from(Deque<Frame> left) {
      var frame = left.pop();
      var callees = new ArrayList<Tree>();
      for (long i = frame.steps().stream().filter(s -> !s.call().isAct()).count(); i > 0; i--) {
        callees.add(0, from(left));
      }
      return new Tree(frame, callees);
    }
  }

  private double negativeLogLikelihood(Running running, Step step, boolean last) {
    double[] input = new double[FramePack.inputSize(vocabulary)];
    int at = 0;
    for (int i = 0; i < vocabulary.fields().size(); i++) {
      input[at + step.observation().get(i)] = 1;
      at += vocabulary.fields().get(i).values();
    }
    for (int i = 0; i < Call.ARGUMENTS; i++) {
      input[at + running.frame.call().argument(i)] = 1;
      at += vocabulary.arguments().get(i).size();
    }
    double[] program = new double[vocabulary.programs().size()];
    program[running.frame.call().program()] = 1;
    double[] encoded = rectified(dense("encoder", input));
    double[] embedded = matrix("programs/embeddings", program);
    double[] x = rectified(dense("fusion", concat(encoded, embedded)));
    for (int layer = 0; layer < 2; layer++) {
      String name = layer == 0 ? "core/first" : "core/second";
      double[] sums = dense(name + "/input", x);
      double[] fromState = matrix(name + "/state", running.shown[layer]);
      int units = settings.hiddenSize();
      double[] cell = running.cell[layer];
      double[] shown = new double[units];
      for (int h = 0; h < units; h++) {
        double in = sigmoid(sums[h] + fromState[h]);
        double forget = sigmoid(sums[units + h] + fromState[units + h]);
        double out = sigmoid(sums[2 * units + h] + fromState[2 * units + h]);
        double candidate = Math.tanh(sums[3 * units + h] + fromState[3 * units + h]);
        cell[h] = forget * cell[h] + in * candidate;
        shown[h] = out * Math.tanh(cell[h]);
      }
      running.shown[layer] = shown;
      x = shown;
    }
    double[] heads = dense("heads", x);
    double end = sigmoid(heads[0]);
    double[] key = slice(heads, 1, settings.embedding());
    double likelihood = last ? end : 1 - end;
    likelihood *= softmax(matrix("programs/keys", key))[step.call().program()];
    int offset = 1 + settings.embedding();
    for (int i = 0; i < Call.ARGUMENTS; i++) {
      int values = vocabulary.arguments().get(i).size();
      likelihood *= softmax(slice(heads, offset, values))[step.call().argument(i)];
      offset += values;
    }
    return -Math.log(likelihood);
  }

  private double[] dense(String name, double[] x) {
    double[] one = new double[x.length + 1];
    System.arraycopy(x, 0, one, 0, x.length);
    one[x.length] = 1;
    return matrix(name, one);
  }

  private double[] matrix(String name, double[] x) {
    int outputs = layout.parameter(name).shape().get(0);
    int offset = layout.offset(name);
    double[] y = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += row[offset + o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double[] concat(double[] a, double[] b) {
    double[] both = new double[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static double[] slice(double[] x, int from, int size) {
    double[] part = new double[size];
    System.arraycopy(x, from, part, 0, size);
    return part;
  }

  private static double[] rectified(double[] x) {
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] = Math.max(0, y[i]);
    }
    return y;
  }

  private static double[] softmax(double[] logits) {
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(logits[i]);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
