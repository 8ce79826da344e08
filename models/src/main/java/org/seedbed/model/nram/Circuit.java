package org.seedbed.model.nram;

import static org.seedbed.model.population.Tensors.apply;
import static org.seedbed.model.population.Tensors.sumOfProducts;

import ai.djl.ndarray.NDArray;

/**
 * The modules on distributions. Each module is the expectation of its integer action. Distributions
 * are {@code [M, L]}, lanes last; the memory is {@code [M cells, M values, L]}.
 */
record Circuit(ModularConstants constants) {

  /** READ: Σ_p P(p)·memory[p]. */
  NDArray read(NDArray memory, NDArray pointer) {
    try (NDArray weights = pointer.reshape(constants.modulus(), 1, -1)) { // [M, 1, L]
      return sumOfProducts(memory, weights, 0); // [M, L]
    }
  }

  /** WRITE: memory[p] ← (1 − P(p))·memory[p] + P(p)·a. */
  NDArray write(NDArray memory, NDArray pointer, NDArray value) {
    int m = constants.modulus();
    try (NDArray weights = pointer.reshape(m, 1, -1); // [M, 1, L]
        NDArray content = value.reshape(1, m, -1); // [1, M, L]
        NDArray difference = content.sub(memory); // [M, M, L]
        NDArray change = weights.mul(difference)) {
      return memory.add(change);
    }
  }

  NDArray increment(NDArray a) {
    return apply(constants.successor(), a);
  }

  NDArray decrement(NDArray a) {
    return apply(constants.predecessor(), a);
  }

  /** a + b modulo M: Σ_i a[i]·b[v − i]. */
  NDArray add(NDArray a, NDArray b) {
    return convolve(constants.circulant(), b, a);
  }

  /** a − b modulo M: Σ_i a[i]·b[i − v]. */
  NDArray subtract(NDArray a, NDArray b) {
    return convolve(constants.reflected(), b, a);
  }

  private NDArray convolve(NDArray spread, NDArray b, NDArray a) {
    int m = constants.modulus();
    try (NDArray rows = apply(spread, b); // [M·M, L]
        NDArray table = rows.reshape(m, m, -1);
        NDArray weights = a.reshape(m, 1, -1)) {
      return sumOfProducts(table, weights, 0); // [M, L]
    }
  }

  /** 1 with the probability that {@code a < b}, else 0. */
  NDArray lessThan(NDArray a, NDArray b) {
    return truth(a, constants.above(), b);
  }

  /** 1 with the probability that a ≤ b, else 0. */
  NDArray lessOrEqual(NDArray a, NDArray b) {
    return truth(a, constants.atLeast(), b);
  }

  /** 1 with the probability that a = b, else 0. */
  NDArray equal(NDArray a, NDArray b) {
    try (NDArray both = a.mul(b)) {
      return distributionOfTruth(both);
    }
  }

  private NDArray truth(NDArray a, NDArray relation, NDArray b) {
    try (NDArray related = apply(relation, b);
        NDArray both = a.mul(related)) {
      return distributionOfTruth(both);
    }
  }

  /** Returns the distribution 1 − p for 0 and p for 1, where p is the sum over values. */
  private NDArray distributionOfTruth(NDArray partsOfP) {
    try (NDArray change = apply(constants.truth(), partsOfP);
        NDArray zero = constants.zero().reshape(constants.modulus(), 1)) {
      return change.add(zero);
    }
  }

  /** P(min = v) = a[v]·P(b ≥ v) + b[v]·P(a > v). */
  NDArray min(NDArray a, NDArray b) {
    return extreme(a, constants.atLeast(), b, constants.above());
  }

  /** P(max = v) = a[v]·P(b ≤ v) + b[v]·P({@code a < v}). */
  NDArray max(NDArray a, NDArray b) {
    return extreme(a, constants.atMost(), b, constants.below());
  }

  private static NDArray extreme(NDArray a, NDArray ofB, NDArray b, NDArray ofA) {
    try (NDArray restOfB = apply(ofB, b);
        NDArray restOfA = apply(ofA, a);
        NDArray byA = a.mul(restOfB);
        NDArray byB = b.mul(restOfA)) {
      return byA.add(byB);
    }
  }
}
