package org.seedbed.model.terpret;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What machines compute with. Every variable is one of the integers 0 … n−1; a {@code V} is its
 * value, or a distribution over its values. An interpreter that is written with these operations
 * runs on both. On distributions, each operation takes its arguments as independent.
 *
 * @param <V> a variable
 */
interface Algebra<V> {
  /** Returns the variable that is {@code value} among {@code size} values. */
  V constant(int value, int size);

  /**
   * Returns the option that {@code index} points at; on distributions Σᵢ p(index = i)·optionᵢ.
   *
   * @param options one for each value of {@code index}, all with the same number of values
   */
  V choose(V index, List<V> options);

  /** Returns (v + by) mod n. */
  V rotate(V v, int by);

  /** Returns n, the number of values. */
  int size(V v);

  /** Returns a function of one variable, with {@code size} values. */
  default V map(V v, IntUnaryOperator function, int size) {
    return choose(
        v,
        IntStream.range(0, size(v)).mapToObj(i -> constant(function.applyAsInt(i), size)).toList());
  }

  /** Returns whether v is {@code value}: 1 or 0. */
  default V is(V v, int value) {
    return map(v, i -> i == value ? 1 : 0, 2);
  }

  /** Returns (a + b) mod n. */
  default V sum(V a, V b) {
    return choose(a, IntStream.range(0, size(a)).mapToObj(i -> rotate(b, i)).toList());
  }

  /** Returns (a − b) mod n. */
  default V difference(V a, V b) {
    return choose(b, IntStream.range(0, size(b)).mapToObj(i -> rotate(a, -i)).toList());
  }

  /** Returns whether a is less than b, 1 or 0, among {@code size} values. */
  default V less(V a, V b, int size) {
    return choose(
        a, IntStream.range(0, size(a)).mapToObj(i -> map(b, j -> i < j ? 1 : 0, size)).toList());
  }

  /** Returns {@code then} where {@code condition} is 1, else {@code otherwise}. */
  default V either(V condition, V then, V otherwise) {
    return choose(condition, List.of(otherwise, then));
  }
}
