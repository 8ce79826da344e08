package org.seedbed.model.recurrent;

import java.util.List;
import java.util.Optional;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;

/**
 * A run of LSTM cells (Hochreiter and Schmidhuber, 1997, with forget gates). The gates are in the
 * order input, forget, output, candidate.
 *
 * @param <V> a vector
 */
public final class Lstm<V> {
  private final VectorAlgebra<V> algebra;
  private final String gates;
  private final int size;
  private V hidden;
  private Optional<V> cell;

  /** Begins with zeros. */
  public Lstm(VectorAlgebra<V> algebra, String gates, int size) {
    this(algebra, gates, algebra.constant(new float[size]), Optional.empty());
  }

  /** Begins with a state. */
  public Lstm(VectorAlgebra<V> algebra, String gates, V hidden, Optional<V> cell) {
    this.algebra = algebra;
    this.gates = gates;
    this.size = algebra.rows(hidden);
    this.hidden = hidden;
    this.cell = cell;
  }

  /**
   * Returns the parameter of the gates, {@code [4·H, inputs + H + 1]}. The biases of the forget
   * gates begin at 0.
   *
   * @param size H
   */
  public static Parameter parameter(String gates, int inputs, int size) {
    int columns = inputs + size + 1;
    var initial = Initializer.glorot(inputs + size, size);
    return new Parameter(
        gates,
        List.of(4 * size, columns),
        new Initializer.WithForgetBias(size, columns, 0, initial));
  }

  /** Takes a step and returns the hidden state. */
  public V next(V input) {
    var sums = algebra.dense(gates, algebra.join(List.of(input, hidden)));
    var in = algebra.sigmoid(algebra.range(sums, 0, size));
    var forget = algebra.sigmoid(algebra.range(sums, size, size));
    var out = algebra.sigmoid(algebra.range(sums, 2 * size, size));
    var written = algebra.multiply(in, algebra.tanh(algebra.range(sums, 3 * size, size)));
    var after = cell.map(last -> algebra.multiplyAdd(forget, last, written)).orElse(written);
    cell = Optional.of(after);
    hidden = algebra.multiply(out, algebra.tanh(after));
    return hidden;
  }
}
