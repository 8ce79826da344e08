package org.seedbed.model.neuralgpu;

import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.engine.kernel.Lanes;

/**
 * Sequences of the same length, folded into the lanes of the engine: a sequence is cut into parts,
 * which lie side by side, so that a small batch fills wide vectors. Position i of sequence b is row
 * {@code i mod positions} of lane {@code (i / positions)·lanesPerPart + b}.
 *
 * @param length n: positions of each sequence
 * @param parts number of parts that a sequence is cut into
 * @param lanesPerPart lanes of each part: the batch, padded
 */
record Folding(int length, int parts, int lanesPerPart) {
  private static final int MOST_PARTS = 16;

  /** Relative time of each vector in a product of one, of two, of three, and of four vectors. */
  private static final double[] COST = {1.6, 1.2, 1.2, 1};

  /** Returns the folding that computes fastest, which depends on nothing but the arguments. */
  static Folding of(int length, int batch) {
    return IntStream.of(1, 2, 4, 8, MOST_PARTS)
        .boxed()
        .flatMap(
            parts ->
                Stream.of(1, 2, 4, 8, 16)
                    .map(block -> new Folding(length, parts, (batch + block - 1) / block * block)))
        .filter(folding -> folding.lanes() % Lanes.BLOCK == 0)
        .min(Comparator.comparingDouble(Folding::cost).thenComparingInt(Folding::parts))
        .orElseThrow();
  }

  private double cost() {
    int vectors = lanes() / Lanes.BLOCK;
    double four = vectors / 4 * 4 * COST[3];
    double rest = vectors % 4 == 0 ? 0 : vectors % 4 * COST[vectors % 4 - 1];
    // What the border costs is about a third of what its positions would.
    return (four + rest) * (positions() + 2.0 / 3);
  }

  /** Number of rows that the positions of a part take. */
  int positions() {
    return (length + parts - 1) / parts;
  }

  int lanes() {
    return parts * lanesPerPart;
  }

  /** Lane of position {@code i} of sequence {@code b}. */
  int lane(int i, int b) {
    return i / positions() * lanesPerPart + b;
  }

  /** Row of position {@code i}. */
  int row(int i) {
    return i % positions();
  }

  /** Index of position {@code i} of sequence {@code b} in {@code [positions, rowsEach, lanes]}. */
  int index(int i, int b, int rowsEach, int row) {
    return (row(i) * rowsEach + row) * lanes() + lane(i, b);
  }
}
