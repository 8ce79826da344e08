package org.seedbed.model.neuralgpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.seedbed.model.LevelBatch;
import org.seedbed.task.sequence.SequenceExample;

/**
 * Sequences of different lengths, packed into one row of columns: longest first, with a gap of one
 * column after each. A sequence of n positions takes n time steps, so the unfinished ones always
 * come first.
 *
 * <pre>
 * a a a a a · b b b · c c c ·        · is a gap: zero at every time step
 * </pre>
 *
 * @param sequences longest first
 */
record Packing(List<Sequence> sequences) {
  /**
   * A sequence and its place in the packing.
   *
   * @param example the example that it holds
   * @param batch index of its batch in the training step, from 0
   * @param position index in the batch, from 0
   * @param first index of its first column
   */
  record Sequence(SequenceExample example, int batch, int position, int first) {
    int length() {
      return example.length();
    }
  }

  static Packing of(List<LevelBatch<SequenceExample>> batches) {
    record Unplaced(SequenceExample example, int batch, int position) {}
    var unplaced =
        IntStream.range(0, batches.size())
            .boxed()
            .flatMap(
                b ->
                    IntStream.range(0, batches.get(b).examples().size())
                        .mapToObj(i -> new Unplaced(batches.get(b).examples().get(i), b, i)))
            .sorted(Comparator.comparingInt((Unplaced u) -> u.example().length()).reversed())
            .toList();
    var placed = new ArrayList<Sequence>();
    int column = 0;
    for (var u : unplaced) {
      placed.add(new Sequence(u.example(), u.batch(), u.position(), column));
      column += u.example().length() + 1;
    }
    return new Packing(List.copyOf(placed));
  }

  /** T: number of time steps of the longest sequence. */
  int timeSteps() {
    return sequences.get(0).length();
  }

  /** L: number of columns of all sequences, including gaps. */
  int columns() {
    return columnsAt(0);
  }

  /**
   * Returns the number of columns of the sequences that take more than {@code timeStep} time steps.
   */
  int columnsAt(int timeStep) {
    int columns = 0;
    for (var sequence : sequences) {
      if (sequence.length() > timeStep) {
        columns = sequence.first() + sequence.length() + 1;
      }
    }
    return columns;
  }

  /** Returns the length of the shortest sequence with more than {@code timeStep} time steps. */
  int nextEnd(int timeStep) {
    return sequences.stream()
        .mapToInt(Sequence::length)
        .filter(length -> length > timeStep)
        .min()
        .orElseThrow();
  }

  /** Returns 1 for each column whose cells live, 0 for gaps and for zeroed padding. */
  float[] alive(NeuralGpuSettings.Padding padding) {
    float[] values = new float[columns()];
    for (var sequence : sequences) {
      for (int i = 0; i < sequence.length(); i++) {
        values[sequence.first() + i] = padding.lives(sequence.example(), i) ? 1 : 0;
      }
    }
    return values;
  }

  /** Returns one value per column: that of its sequence, zero in gaps. */
  float[] perColumn(ToDoubleFunction<Sequence> value) {
    float[] values = new float[columns()];
    for (var sequence : sequences) {
      float own = (float) value.applyAsDouble(sequence);
      for (int i = 0; i < sequence.length(); i++) {
        values[sequence.first() + i] = own;
      }
    }
    return values;
  }
}
