package org.seedbed.engine.program;

import org.seedbed.engine.kernel.Lanes;

/**
 * A matrix of parameters {@code [rows, columns]}, with or without a bias {@code [rows]}, and its
 * place among a seed's packed parameters. Packed rows are padded with zeros, and the bias follows
 * the matrix. A matrix without columns is a bias alone.
 *
 * @param name unique in the model
 * @param rows outputs
 * @param columns inputs, without the bias
 * @param bias whether there is a bias
 * @param taps positions that a convolution's kernel covers, which divide the columns; 1 for others
 * @param at where it begins among the packed parameters
 */
public record Matrix(String name, int rows, int columns, boolean bias, int taps, int at) {
  /** Distance between packed rows. */
  public int stride() {
    return Lanes.padded(columns);
  }

  /** Where the bias begins among the packed parameters; −1 if there is none. */
  public int biasAt() {
    return bias ? at + rows * stride() : -1;
  }

  /** Number of packed parameters. */
  public int packedSize() {
    return rows * stride() + (bias ? Lanes.padded(rows) : 0);
  }

  /** Number of parameters in a flat vector. */
  int flatSize() {
    return rows * (columns + (bias ? 1 : 0));
  }
}
