package org.seedbed.model.seq2seq;

import java.util.List;
import java.util.function.IntBinaryOperator;
import org.seedbed.task.sequence.SequenceExample;

/**
 * What a model reads and writes on a batch of n positions. The decoder is given the right symbol of
 * the position before; nothing before the first, and where no symbol is asked for.
 *
 * @param reversed whether the encoder reads the input from its end
 */
record TeacherForcing(List<SequenceExample> batch, boolean reversed) {
  /** Marks that no symbol is given, or asked for. */
  static final int NONE = SequenceExample.NOT_ASKED;

  /** Returns n. */
  int positions() {
    return batch.get(0).length();
  }

  /** Returns the symbol that the encoder reads at a step. */
  int read(int example, int step) {
    return batch.get(example).input(reversed ? positions() - 1 - step : step);
  }

  /** Returns the symbol that the decoder is given at a position. */
  int given(int example, int position) {
    return position == 0 ? NONE : batch.get(example).expected(position - 1);
  }

  /** Returns the symbol that is asked for at a position. */
  int asked(int example, int position) {
    return batch.get(example).expected(position);
  }

  /** Returns 1 / (B · asked symbols) of an example. */
  float weight(int example) {
    return 1f / (batch.size() * Math.max(1, batch.get(example).asked()));
  }

  /**
   * Returns symbols one-hot, zeros where there is none: {@code [n, S, lanes]}.
   *
   * @param lanes B or more; the last example is repeated
   * @param symbol of an example at a position
   */
  float[] oneHot(int symbols, int lanes, IntBinaryOperator symbol) {
    float[] rows = new float[positions() * symbols * lanes];
    for (int position = 0; position < positions(); position++) {
      for (int lane = 0; lane < lanes; lane++) {
        int at = symbol.applyAsInt(Math.min(lane, batch.size() - 1), position);
        if (at != NONE) {
          rows[(position * symbols + at) * lanes + lane] = 1;
        }
      }
    }
    return rows;
  }
}
