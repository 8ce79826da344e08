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
 * frame that has one, and so on. Each step is a column. Frames that begin alike may share the
 * columns of the steps that they have in common. The columns of each step may be padded to a
 * multiple of a block, with columns that belong to no frame.
 */
final class FramePack {
  private final Vocabulary vocabulary;
  private final List<Frame> frames;
  private final List<Integer> columns;
  private final int size;

  /** Column of each step of each frame. */
  private final int[][] columnOf;

  /** A frame that each column belongs to; −1 for padding. */
  private final int[] frameOf;

  /** First column of each step, and where the last step ends. */
  private final int[] starts;

  private FramePack(Vocabulary vocabulary, List<Frame> frames, boolean sharing, int block) {
    this.vocabulary = vocabulary;
    this.frames = frames;
    this.columnOf = new int[frames.size()][];
    int longest = frames.stream().mapToInt(frame -> frame.steps().size()).max().orElseThrow();
    int[] counts = new int[longest];
    for (int f = 0; f < frames.size(); f++) {
      int common = sharing ? common(frames, f) : 0;
      columnOf[f] = new int[frames.get(f).steps().size()];
      for (int t = 0; t < columnOf[f].length; t++) {
        columnOf[f][t] = t < common ? columnOf[f - 1][t] : counts[t]++;
      }
    }
    this.starts = new int[longest + 1];
    for (int t = 0; t < longest; t++) {
      starts[t + 1] = starts[t] + (counts[t] + block - 1) / block * block;
    }
    this.columns = IntStream.range(0, longest).mapToObj(t -> starts[t + 1] - starts[t]).toList();
    this.size = starts[longest];
    this.frameOf = new int[size];
    Arrays.fill(frameOf, -1);
    for (int f = 0; f < frames.size(); f++) {
      for (int t = 0; t < columnOf[f].length; t++) {
        columnOf[f][t] += starts[t];
        frameOf[columnOf[f][t]] = f;
      }
    }
  }

  /**
   * Packs frames without padding, longest first: the frames of a step are the first ones of the
   * step before.
   *
   * @param frames one or more, in any order
   */
  static FramePack of(Vocabulary vocabulary, List<Frame> frames) {
    return of(vocabulary, frames, 1);
  }

  /**
   * Packs frames longest first: the columns of a step follow the first ones of the step before.
   *
   * @param frames one or more, in any order
   * @param block the number of columns of each step is a multiple of it
   */
  static FramePack of(Vocabulary vocabulary, List<Frame> frames, int block) {
    var longestFirst =
        frames.stream()
            .sorted(Comparator.comparingInt((Frame frame) -> frame.steps().size()).reversed())
            .toList();
    return new FramePack(vocabulary, longestFirst, false, block);
  }

  /**
   * Packs frames in their order. A frame shares the columns of the steps in which it begins like
   * the frame before it.
   *
   * @param frames one or more; in their natural order, they share most
   * @param block the number of columns of each step is a multiple of it
   */
  static FramePack sharing(Vocabulary vocabulary, List<Frame> frames, int block) {
    return new FramePack(vocabulary, frames, true, block);
  }

  /** Number of steps in which a frame begins like the frame before it. */
  private static int common(List<Frame> frames, int f) {
    return f == 0 ? 0 : frames.get(f - 1).commonSteps(frames.get(f));
  }

  /** Cuts frames into chunks of about {@code most} steps, at least one frame each. */
  static List<List<Frame>> chunks(List<Frame> frames, long most) {
    return chunks(frames, most, false);
  }

  /**
   * Cuts frames into chunks of about {@code most} columns if they share, at least one frame each.
   * Padding is not counted; a chunk shares nothing with the one before.
   */
  static List<List<Frame>> sharingChunks(List<Frame> frames, long most) {
    return chunks(frames, most, true);
  }

  private static List<List<Frame>> chunks(List<Frame> frames, long most, boolean sharing) {
    var chunks = new ArrayList<List<Frame>>();
    int first = 0;
    while (first < frames.size()) {
      long columns = 0;
      int end = first;
      while (end < frames.size() && (end == first || columns < most)) {
        int shared = sharing && end > first ? common(frames, end) : 0;
        columns += frames.get(end).steps().size() - shared;
        end++;
      }
      chunks.add(frames.subList(first, end));
      first = end;
    }
    return chunks;
  }

  /** The frames, in the order of the pack. */
  List<Frame> frames() {
    return frames;
  }

  /** For each step, its number of columns, padded. */
  List<Integer> columns() {
    return columns;
  }

  /** Total number of columns: the sum of {@link #columns}. */
  int size() {
    return size;
  }

  /**
   * For each column, the one of the step before that it follows, counted from the first of that
   * step: {@code [Σ]}, 0 where there is none.
   */
  float[] parents() {
    float[] all = new float[size];
    for (int[] own : columnOf) {
      for (int t = 1; t < own.length; t++) {
        all[own[t]] = own[t - 1] - starts[t - 1];
      }
    }
    return all;
  }

  /** Callback for each step of each frame. */
  interface Taker {
    /**
     * @param column of the step, perhaps shared with other frames
     * @param frame index of the frame
     * @param step number of the frame's step
     * @param last whether the frame ends with this step
     */
    void take(int column, int frame, int step, boolean last);
  }

  /** Calls back for all steps of all frames; columns that they share come more than once. */
  void forEach(Taker taker) {
    for (int f = 0; f < columnOf.length; f++) {
      int steps = columnOf[f].length;
      for (int t = 0; t < steps; t++) {
        taker.take(columnOf[f][t], f, t, t + 1 == steps);
      }
    }
  }

  /** Calls back for each column that belongs to a frame, with one of its frames. */
  void forEachColumn(Taker taker) {
    for (int t = 0; t < columns.size(); t++) {
      for (int column = starts[t]; column < starts[t + 1]; column++) {
        int f = frameOf[column];
        if (f >= 0) {
          taker.take(column, f, t, t + 1 == columnOf[f].length);
        }
      }
    }
  }

  /**
   * Gives the steps of each frame the frame's value, in a pack whose frames share no columns.
   *
   * @param ofFrames a value for each frame
   * @return {@code [Σ]}, 0 where a column belongs to no frame
   */
  float[] columnsOf(double[] ofFrames) {
    float[] ofColumns = new float[size];
    forEach((column, f, step, last) -> ofColumns[column] = (float) ofFrames[f]);
    return ofColumns;
  }

  /**
   * Returns the mean over the steps of each frame.
   *
   * @param ofColumns {@code [Σ]}
   */
  double[] meansOfFrames(float[] ofColumns) {
    double[] means = sumsOfFrames(ofColumns);
    for (int f = 0; f < means.length; f++) {
      means[f] /= frames.get(f).steps().size();
    }
    return means;
  }

  /**
   * Returns the sum over the steps of each frame.
   *
   * @param ofColumns {@code [Σ]}
   */
  double[] sumsOfFrames(float[] ofColumns) {
    double[] sums = new double[frames.size()];
    forEach((column, f, step, last) -> sums[f] += ofColumns[column]);
    return sums;
  }

  /** Returns these indices in the natural order of their frames. */
  int[] inNaturalOrder(int[] indices) {
    return Arrays.stream(indices)
        .boxed()
        .sorted(Comparator.comparing(frames::get))
        .mapToInt(Integer::intValue)
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
    float[] inputs = new float[(inputSize(vocabulary) + 1) * size];
    var oneHot = new OneHotInputs(vocabulary);
    forEachColumn(
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
    float[] running = new float[vocabulary.programs().size() * size];
    forEachColumn(
        (column, f, step, last) -> running[frames.get(f).call().program() * size + column] = 1);
    return running;
  }

  /** Called programs and their arguments, one-hot: {@code [P + arguments, Σ]}. */
  float[] called() {
    int programs = vocabulary.programs().size();
    float[] called = new float[(programs + argumentSize(vocabulary)) * size];
    int[] arguments = OneHotInputs.startsOfArguments(vocabulary);
    forEachColumn(
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
    float[] signs = new float[size];
    forEachColumn((column, f, step, last) -> signs[column] = last ? -1 : 1);
    return signs;
  }
}
