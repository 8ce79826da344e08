package org.seedbed.model.neuralgpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.seedbed.model.LevelBatch;
import org.seedbed.task.sequence.SequenceExample;

/**
 * Sequences of any lengths side by side in one row of columns: the longest first, a gap of one
 * column after each. A sequence of n positions takes n time steps, so those that still run are
 * always the first ones.
 *
 * <pre>
 * a a a a a · b b b · c c c ·        · is a gap: zero at every time step
 * </pre>
 *
 * @param sequences longest first
 */
record Packing(List<Sequence> sequences) {
  /**
   * A sequence in its place.
   *
   * @param example what it holds
   * @param batch of the training step, from 0
   * @param position in the batch, from 0
   * @param first its first column
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

  /** T: time steps of the longest. */
  int timeSteps() {
    return sequences.get(0).length();
  }

  /** L: columns of all, gaps included. */
  int columns() {
    return columnsAt(0);
  }

  /** Columns of the sequences that take more than {@code timeStep} time steps. */
  int columnsAt(int timeStep) {
    int columns = 0;
    for (var sequence : sequences) {
      if (sequence.length() > timeStep) {
        columns = sequence.first() + sequence.length() + 1;
      }
    }
    return columns;
  }

  /** Time steps that the shortest sequence takes of those with more than {@code timeStep}. */
  int nextEnd(int timeStep) {
    return sequences.stream()
        .mapToInt(Sequence::length)
        .filter(length -> length > timeStep)
        .min()
        .orElseThrow();
  }

  /** A value for each column: a sequence's own, zero in gaps. */
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
