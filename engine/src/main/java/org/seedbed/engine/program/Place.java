package org.seedbed.engine.program;

/**
 * Where an operation finds a tensor in the arena.
 *
 * @param at index of the first element
 * @param gradientAt index of the gradient's first element; −1 if the tensor has none
 * @param stride distance between rows
 * @param rows number of rows
 * @param lanes number of columns
 * @param accumulates whether the backward pass must add to the gradient rather than store it
 */
public record Place(int at, int gradientAt, int stride, int rows, int lanes, boolean accumulates) {
  /** Whether a gradient is wanted. */
  public boolean hasGradient() {
    return gradientAt >= 0;
  }

  /** Whether its rows follow each other without gaps. */
  public boolean isDense() {
    return rows == 1 || stride == lanes;
  }

  /** Index of row {@code r}. */
  public int row(int r) {
    return at + r * stride;
  }

  /** Index of row {@code r} of the gradient. */
  public int gradientRow(int r) {
    return gradientAt + r * stride;
  }
}
