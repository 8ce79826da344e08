package org.seedbed.model.seq2seq;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.population.LstmLayer;
import org.seedbed.model.population.LstmLayer.State;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;
import org.seedbed.task.sequence.SequenceExample;

/**
 * An LSTM sequence-to-sequence model on PyTorch, for K seeds at once. The loss is the cross entropy
 * of the asked symbols, a mean over each example's, then over the batch.
 *
 * <p>With attention, the score of a read state e for a decoder state d is v·tanh(W₁e + W₂d); their
 * softmax weighs the read states, and the sum is appended to the decoder's input and to its output.
 *
 * @param symbols S: size of the task's alphabet
 * @param type data type of all tensors: 32 bit, or 64 bit for gradient checks
 */
record SequenceToSequence(SequenceToSequenceSettings settings, int symbols, DataType type)
    implements Model<SequenceExample> {
  @Override
  public ParameterLayout layout() {
    return SequenceToSequenceLayout.of(settings, symbols);
  }

  @Override
  public Losses losses(
      Parameters parameters, List<LevelBatch<SequenceExample>> batches, TrainingStep step) {
    NDArray sum = parameters.manager().zeros(new Shape(parameters.width()), type);
    for (int i = 0; i < batches.size(); i++) {
      var run = new Run(parameters, batches.get(i).examples());
      sum = sum.add(run.losses(run.teacherForced()).mul(step.share(parameters, i)));
    }
    return Losses.of(sum);
  }

  @Override
  public List<BatchScore> scores(Parameters parameters, Level level, List<SequenceExample> batch) {
    var run = new Run(parameters, batch);
    var logits = run.teacherForced();
    float[] losses = Tensors.floats(run.losses(logits));
    var answers = answers(logits.stream().map(SequenceToSequence::mostProbable).toList(), batch);
    long asked = SequenceExample.asked(batch);
    return IntStream.range(0, losses.length)
        .mapToObj(
            k ->
                BatchScore.of(
                    SequenceExample.wrongSymbols(batch, answers.get(k)), asked, losses[k]))
        .toList();
  }

  /** Returns what each seed answers to each input when it is given its own symbols. */
  List<List<int[]>> answers(Parameters parameters, List<SequenceExample> batch) {
    return answers(new Run(parameters, batch).greedy(), batch);
  }

  /**
   * Returns answers by seed and example.
   *
   * @param byPosition most probable symbols at each position, {@code [K, B]}
   */
  private static List<List<int[]>> answers(List<long[][]> byPosition, List<SequenceExample> batch) {
    int width = byPosition.get(0).length;
    var answers = new ArrayList<List<int[]>>();
    for (int k = 0; k < width; k++) {
      var ofSeed = new ArrayList<int[]>();
      for (int b = 0; b < batch.size(); b++) {
        int seed = k;
        int example = b;
        ofSeed.add(byPosition.stream().mapToInt(at -> (int) at[seed][example]).toArray());
      }
      answers.add(ofSeed);
    }
    return answers;
  }

  /** Returns the most probable symbol by seed and example, of logits {@code [K, S, B]}. */
  private static long[][] mostProbable(NDArray logits) {
    int width = (int) logits.getShape().get(0);
    int batch = (int) logits.getShape().get(2);
    long[][] symbols = new long[width][batch];
    try (NDArray most = logits.argMax(1)) {
      long[] flat = most.toLongArray();
      for (int k = 0; k < width; k++) {
        System.arraycopy(flat, k * batch, symbols[k], 0, batch);
      }
    }
    return symbols;
  }

  @Override
  public void close() {
    // There is nothing to release.
  }

  /** A run of all seeds on a batch, of which the encoder has read the input. */
  private final class Run {
    private final Parameters parameters;
    private final NDManager manager;
    private final TeacherForcing forcing;
    private final int batch;
    private final NDArray one;
    private final List<NDArray> read = new ArrayList<>();
    private final Optional<Attention> attention;
    private State state;

    Run(Parameters parameters, List<SequenceExample> examples) {
      this.parameters = parameters;
      this.manager = parameters.manager();
      this.forcing = new TeacherForcing(examples, settings.reversedInput());
      this.batch = examples.size();
      this.one = manager.ones(new Shape(parameters.width(), 1, batch), type);
      NDArray zeros =
          manager.zeros(new Shape(parameters.width(), settings.hiddenSize(), batch), type);
      this.state = new State(zeros, zeros);
      for (int t = 0; t < forcing.positions(); t++) {
        int step = t;
        int[] given = IntStream.range(0, batch).map(b -> forcing.read(b, step)).toArray();
        NDArray input = Tensors.join(1, oneHot(given), state.hiddenState(), one);
        advance(SequenceToSequenceLayout.ENCODER, input);
        read.add(state.hiddenState());
      }
      this.attention =
          settings.attention() ? Optional.of(new Attention(parameters, read)) : Optional.empty();
    }

    private void advance(String gates, NDArray input) {
      NDArray sums = Tensors.dense(parameters.get(gates), input);
      state = LstmLayer.next(sums, Optional.of(state.cell()));
    }

    /** Returns symbols one-hot for every seed, {@code [K, S, B]}; zeros where there is none. */
    private NDArray oneHot(int[] given) {
      float[] rows = new float[symbols * batch];
      for (int b = 0; b < batch; b++) {
        if (given[b] != TeacherForcing.NONE) {
          rows[given[b] * batch + b] = 1;
        }
      }
      return repeated(rows, symbols);
    }

    private NDArray repeated(float[] rows, int count) {
      float[] all = new float[parameters.width() * rows.length];
      for (int k = 0; k < parameters.width(); k++) {
        System.arraycopy(rows, 0, all, k * rows.length, rows.length);
      }
      return Tensors.owned(manager, all, type, parameters.width(), count, batch);
    }

    /** Returns the logits of the next position, {@code [K, S, B]}. */
    private NDArray next(NDArray given) {
      var before = attention.map(own -> own.context(state.hiddenState()));
      NDArray input =
          before
              .map(context -> Tensors.join(1, given, context, state.hiddenState(), one))
              .orElseGet(() -> Tensors.join(1, given, state.hiddenState(), one));
      advance(SequenceToSequenceLayout.DECODER, input);
      NDArray output =
          before
              .map(context -> Tensors.join(1, state.hiddenState(), context, one))
              .orElseGet(() -> Tensors.join(1, state.hiddenState(), one));
      return Tensors.dense(parameters.get(SequenceToSequenceLayout.OUTPUT), output);
    }

    List<NDArray> teacherForced() {
      var logits = new ArrayList<NDArray>();
      for (int j = 0; j < forcing.positions(); j++) {
        int position = j;
        logits.add(
            next(oneHot(IntStream.range(0, batch).map(b -> forcing.given(b, position)).toArray())));
      }
      return logits;
    }

    /** Returns the mean loss of each seed, {@code [K]}. */
    NDArray losses(List<NDArray> logits) {
      float[] weights = new float[batch];
      for (int b = 0; b < batch; b++) {
        weights[b] = -forcing.weight(b);
      }
      NDArray weight = Tensors.owned(manager, weights, type, 1, batch);
      NDArray sum = manager.zeros(new Shape(parameters.width(), batch), type);
      for (int j = 0; j < logits.size(); j++) {
        int position = j;
        int[] asked = IntStream.range(0, batch).map(b -> forcing.asked(b, position)).toArray();
        NDArray right =
            logits.get(j).logSoftmax(1).mul(oneHot(asked)).sum(new int[] {1}, false); // [K, B]
        sum = sum.add(right);
      }
      return sum.mul(weight).sum(new int[] {1}, false);
    }

    /** Returns the most probable symbols at each position, given those before it. */
    List<long[][]> greedy() {
      var found = new ArrayList<long[][]>();
      float[] given = new float[parameters.width() * symbols * batch];
      for (int j = 0; j < forcing.positions(); j++) {
        NDArray input = Tensors.owned(manager, given, type, parameters.width(), symbols, batch);
        long[][] symbolsNow = mostProbable(next(input));
        found.add(symbolsNow);
        given = new float[given.length];
        for (int k = 0; k < symbolsNow.length; k++) {
          for (int b = 0; b < batch; b++) {
            if (forcing.asked(b, j) != TeacherForcing.NONE) {
              given[(k * symbols + (int) symbolsNow[k][b]) * batch + b] = 1;
            }
          }
        }
      }
      return found;
    }
  }

  /** Attention to the states that the encoder had after each symbol. */
  private static final class Attention {
    private final Parameters parameters;
    private final NDArray read; // [K, H, n, B]
    private final NDArray scored; // W₁·read, [K, H, n, B]

    Attention(Parameters parameters, List<NDArray> states) {
      this.parameters = parameters;
      var first = states.get(0).getShape();
      long width = first.get(0);
      long hidden = first.get(1);
      long batch = first.get(2);
      NDArray joined = Tensors.join(2, states); // [K, H, n·B]
      read = joined.reshape(width, hidden, states.size(), batch);
      scored =
          parameters
              .get(SequenceToSequenceLayout.OF_READ)
              .batchMatMul(joined)
              .reshape(width, hidden, states.size(), batch);
    }

    /** Returns the weighted sum of what was read, {@code [K, H, B]}. */
    NDArray context(NDArray state) {
      NDArray ofState =
          parameters.get(SequenceToSequenceLayout.OF_STATE).batchMatMul(state).expandDims(2);
      NDArray v = parameters.get(SequenceToSequenceLayout.SCORE); // [K, 1, H]
      NDArray score = v.reshape(v.getShape().get(0), -1, 1, 1);
      NDArray weights =
          scored.add(ofState).tanh().mul(score).sum(new int[] {1}, true).softmax(2); // [K,1,n,B]
      return read.mul(weights).sum(new int[] {2}, false);
    }
  }
}
