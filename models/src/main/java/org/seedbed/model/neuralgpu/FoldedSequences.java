package org.seedbed.model.neuralgpu;

import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.model.neuralgpu.Packing.Sequence;

/**
 * Values of a program's inputs and outputs for sequences of one length, as they lie in its lanes.
 *
 * @param symbols S: size of the alphabet
 */
record FoldedSequences(NeuralGpuSettings.Padding padding, int symbols, Folding folding) {
  private interface Cell {
    void at(int sequence, int position, int symbol);
  }

  /** Returns 1 for the symbols that are given at cells that live, {@code [positions, S, lanes]}. */
  float[] given(List<Sequence> sequences) {
    float[] values = values(symbols);
    forEachLiving(sequences, (b, i, symbol) -> values[folding.index(i, b, symbols, symbol)] = 1);
    return values;
  }

  /** Returns 1 for cells that live, {@code [positions, lanes]}. */
  float[] inside(List<Sequence> sequences) {
    float[] values = values(1);
    forEachLiving(sequences, (b, i, symbol) -> values[folding.index(i, b, 1, 0)] = 1);
    return values;
  }

  private void forEachLiving(List<Sequence> sequences, Cell cell) {
    for (int b = 0; b < sequences.size(); b++) {
      var example = sequences.get(b).example();
      for (int i = 0; i < folding.length(); i++) {
        if (padding.lives(example, i)) {
          cell.at(b, i, example.input(i));
        }
      }
    }
  }

  /**
   * Returns minus the weight of each symbol that is asked for, {@code [positions, S, lanes]}.
   *
   * @param batch number of examples that the loss is the mean of
   */
  float[] asked(List<Sequence> sequences, int batch) {
    float[] values = values(symbols);
    for (int b = 0; b < sequences.size(); b++) {
      var example = sequences.get(b).example();
      float weight = (float) (1.0 / padding.asked(example) / batch);
      for (int i = 0; i < folding.length(); i++) {
        var expected = padding.asked(example, i);
        if (expected.isPresent()) {
          values[folding.index(i, b, symbols, expected.getAsInt())] = -weight;
        }
      }
    }
    return values;
  }

  private float[] values(int rowsEach) {
    return new float[folding.positions() * rowsEach * folding.lanes()];
  }

  /**
   * Returns the most likely symbols of each sequence.
   *
   * @param logits {@code [positions, S, lanes]}
   */
  List<int[]> mostLikely(float[] logits, int sequences) {
    return IntStream.range(0, sequences)
        .mapToObj(
            b -> IntStream.range(0, folding.length()).map(i -> mostLikely(logits, i, b)).toArray())
        .toList();
  }

  private int mostLikely(float[] logits, int i, int b) {
    int best = 0;
    for (int symbol = 1; symbol < symbols; symbol++) {
      if (logits[folding.index(i, b, symbols, symbol)]
          > logits[folding.index(i, b, symbols, best)]) {
        best = symbol;
      }
    }
    return best;
  }
}
