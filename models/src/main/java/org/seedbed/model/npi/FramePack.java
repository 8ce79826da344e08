package org.seedbed.model.npi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.task.trace.Call;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.Step;
import org.seedbed.task.trace.Vocabulary;

/**
 * Frames of different lengths, packed without padding: the first step of each frame, then the
 * second step of each frame that has one, and so on. Each step is a column.
 */
final class FramePack {
  private final Vocabulary vocabulary;
  private final List<Frame> frames;
  private final List<Integer> columns;

  /**
   * @param frames one or more, in any order
   */
  FramePack(Vocabulary vocabulary, List<Frame> frames) {
    this.vocabulary = vocabulary;
    this.frames =
        frames.stream()
            .sorted(Comparator.comparingInt((Frame frame) -> frame.steps().size()).reversed())
            .toList();
    int longest = this.frames.get(0).steps().size();
    columns = new ArrayList<>();
    int going = this.frames.size();
    for (int t = 0; t < longest; t++) {
      while (this.frames.get(going - 1).steps().size() <= t) {
        going--;
      }
      columns.add(going);
    }
  }

  /** The frames, longest first. */
  List<Frame> frames() {
    return frames;
  }

  /** For each step, the number of frames that have it. */
  List<Integer> columns() {
    return columns;
  }

  /** Total number of columns: the sum of {@link #columns}. */
  int size() {
    return columns.stream().mapToInt(Integer::intValue).sum();
  }

  /** Callback for each column. */
  interface Taker {
    /**
     * @param frame index of the frame
     * @param step step of the frame in this column
     * @param last whether the frame ends with this step
     */
    void take(int column, int frame, Step step, boolean last);
  }

  void forEach(Taker taker) {
    int column = 0;
    for (int t = 0; t < columns.size(); t++) {
      for (int f = 0; f < columns.get(t); f++) {
        var steps = frames.get(f).steps();
        taker.take(column, f, steps.get(t), t + 1 == steps.size());
        column++;
      }
    }
  }

  /**
   * One-hot observations and arguments of the running program, and a row of ones: {@code [I+1, Σ]}.
   */
  float[] inputs() {
    int size = size();
    float[] inputs = new float[(inputSize(vocabulary) + 1) * size];
    forEach(
        (column, f, step, last) -> {
          int[] observation = step.observation().stream().mapToInt(Integer::intValue).toArray();
          encode(vocabulary, observation, frames.get(f).call(), inputs, column, size);
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

  /** Writes one column of {@link #inputs}. */
  static void encode(
      Vocabulary vocabulary, int[] observation, Call call, float[] inputs, int column, int size) {
    int row = 0;
    for (int i = 0; i < observation.length; i++) {
      inputs[(row + observation[i]) * size + column] = 1;
      row += vocabulary.fields().get(i).values();
    }
    for (int i = 0; i < Call.ARGUMENTS; i++) {
      inputs[(row + call.argument(i)) * size + column] = 1;
      row += vocabulary.arguments().get(i).size();
    }
    inputs[row * size + column] = 1;
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
    forEach(
        (column, f, step, last) -> {
          called[step.call().program() * size + column] = 1;
          int row = programs;
          for (int i = 0; i < Call.ARGUMENTS; i++) {
            called[(row + step.call().argument(i)) * size + column] = 1;
            row += vocabulary.arguments().get(i).size();
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

  /** Index of the frame of each column. */
  int[] frameOfColumn() {
    return columns.stream().flatMapToInt(going -> IntStream.range(0, going)).toArray();
  }
}
