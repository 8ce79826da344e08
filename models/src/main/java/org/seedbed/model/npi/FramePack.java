package org.seedbed.model.npi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.task.trace.Call;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.Vocabulary;

/**
 * Frames of different lengths, packed: the first step of each frame, then the second step of each
 * frame that has one, and so on. Each step is a column. The columns of each step may be padded to a
 * multiple of a block, with columns that belong to no frame.
 */
final class FramePack {
  private final Vocabulary vocabulary;
  private final List<Frame> frames;
  private final List<Integer> columns;
  private final List<Integer> framesOfStep;

  /**
   * Packs frames without padding.
   *
   * @param frames one or more, in any order
   */
  FramePack(Vocabulary vocabulary, List<Frame> frames) {
    this(vocabulary, frames, 1);
  }

  /**
   * @param frames one or more, in any order
   * @param block the number of columns of each step is a multiple of it
   */
  FramePack(Vocabulary vocabulary, List<Frame> frames, int block) {
    this.vocabulary = vocabulary;
    this.frames =
        frames.stream()
            .sorted(Comparator.comparingInt((Frame frame) -> frame.steps().size()).reversed())
            .toList();
    int longest = this.frames.get(0).steps().size();
    columns = new ArrayList<>();
    framesOfStep = new ArrayList<>();
    int going = this.frames.size();
    for (int t = 0; t < longest; t++) {
      while (this.frames.get(going - 1).steps().size() <= t) {
        going--;
      }
      framesOfStep.add(going);
      columns.add((going + block - 1) / block * block);
    }
  }

  /** Cuts frames into chunks of about {@code most} steps, at least one frame each. */
  static List<List<Frame>> chunks(List<Frame> frames, long most) {
    var chunks = new ArrayList<List<Frame>>();
    int first = 0;
    while (first < frames.size()) {
      long steps = 0;
      int end = first;
      while (end < frames.size() && (end == first || steps < most)) {
        steps += frames.get(end).steps().size();
        end++;
      }
      chunks.add(frames.subList(first, end));
      first = end;
    }
    return chunks;
  }

  /** The frames, longest first. */
  List<Frame> frames() {
    return frames;
  }

  /** For each step, the number of frames that have it, padded. */
  List<Integer> columns() {
    return columns;
  }

  /** Total number of columns: the sum of {@link #columns}. */
  int size() {
    return columns.stream().mapToInt(Integer::intValue).sum();
  }

  /** Callback for each column that belongs to a frame. */
  interface Taker {
    /**
     * @param frame index of the frame
     * @param step number of the frame's step in this column
     * @param last whether the frame ends with this step
     */
    void take(int column, int frame, int step, boolean last);
  }

  void forEach(Taker taker) {
    int first = 0;
    for (int t = 0; t < columns.size(); t++) {
      for (int f = 0; f < framesOfStep.get(t); f++) {
        taker.take(first + f, f, t, t + 1 == frames.get(f).steps().size());
      }
      first += columns.get(t);
    }
  }

  /**
   * Gives the steps of each frame the frame's value.
   *
   * @param ofFrames a value for each frame
   * @return {@code [Σ]}, 0 where a column belongs to no frame
   */
  float[] columnsOf(double[] ofFrames) {
    float[] ofColumns = new float[size()];
    forEach((column, f, step, last) -> ofColumns[column] = (float) ofFrames[f]);
    return ofColumns;
  }

  /**
   * Returns the mean over the steps of each frame.
   *
   * @param ofColumns {@code [Σ]}
   */
  double[] meansOfFrames(float[] ofColumns) {
    double[] means = new double[frames.size()];
    forEach((column, f, step, last) -> means[f] += ofColumns[column]);
    return IntStream.range(0, means.length)
        .mapToDouble(f -> means[f] / frames.get(f).steps().size())
        .toArray();
  }

  /** Returns the frames of these indices, in the same order. */
  List<Frame> frames(int[] indices) {
    return Arrays.stream(indices).mapToObj(frames::get).toList();
  }

  /**
   * One-hot observations and arguments of the running program, and a row of ones: {@code [I+1, Σ]}.
   */
  float[] inputs() {
    int size = size();
    float[] inputs = new float[(inputSize(vocabulary) + 1) * size];
    var oneHot = new OneHotInputs(vocabulary);
    forEach(
        (column, f, step, last) -> {
          var frame = frames.get(f);
          oneHot.write(i -> frame.observation(step, i), frame.call(), inputs, column, size);
        });
    return inputs;
  }

  /** I: size of the one-hot encoding of an observation and the arguments of a call. */
  static int inputSize(Vocabulary vocabulary) {
    return vocabulary.observationSize() + argumentSize(vocabulary);
  }

  /** Size of the one-hot encoding of a call's arguments. */
  static int argumentSize(Vocabulary vocabulary) {
    return vocabulary.arguments().stream().mapToInt(List::size).sum();
  }

  /** Running programs, one-hot: {@code [P, Σ]}. */
  float[] running() {
    int size = size();
    float[] running = new float[vocabulary.programs().size() * size];
    forEach((column, f, step, last) -> running[frames.get(f).call().program() * size + column] = 1);
    return running;
  }

  /** Called programs and their arguments, one-hot: {@code [P + arguments, Σ]}. */
  float[] called() {
    int size = size();
    int programs = vocabulary.programs().size();
    float[] called = new float[(programs + argumentSize(vocabulary)) * size];
    int[] arguments = OneHotInputs.startsOfArguments(vocabulary);
    forEach(
        (column, f, step, last) -> {
          var frame = frames.get(f);
          called[frame.called(step, 0) * size + column] = 1;
          for (int i = 0; i < Call.ARGUMENTS; i++) {
            int row = programs + arguments[i] + frame.called(step, 1 + i);
            called[row * size + column] = 1;
          }
        });
    return called;
  }

  /** −1 where a frame ends, else 1: {@code [Σ]}. */
  float[] endSigns() {
    float[] signs = new float[size()];
    forEach((column, f, step, last) -> signs[column] = last ? -1 : 1);
    return signs;
  }
}
