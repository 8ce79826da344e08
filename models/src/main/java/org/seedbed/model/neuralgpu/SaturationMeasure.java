package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.seedbed.model.population.Tensors;

/**
 * Sums up what the saturated inputs of nonlinearities cost each seed of a population, and may count
 * the saturated gates. Call its methods outside any tape.
 */
final class SaturationMeasure {
  private final Nonlinearity nonlinearity;
  private final NDArray weights; // [K, L]
  private final Optional<NDArray> inside; // [1, L]
  private final NDArray cost; // [K]
  private final NDArray saturated; // [K]

  /**
   * @param nonlinearity of the units
   * @param weights of each column in each seed's unweighted cost, {@code [K, L]}
   * @param inside 1 for each column of a sequence, else 0, {@code [1, L]}; empty to count no gates
   * @param owner of what is summed up
   */
  SaturationMeasure(
      Nonlinearity nonlinearity, NDArray weights, Optional<NDArray> inside, NDManager owner) {
    this.nonlinearity = nonlinearity;
    this.weights = weights;
    this.inside = inside;
    DataType type = weights.getDataType();
    var bySeed = new Shape(weights.getShape().get(0));
    this.cost = owner.zeros(bySeed, type);
    this.saturated = owner.zeros(bySeed, type);
  }

  /**
   * Adds the inputs of gates.
   *
   * @param x {@code [1, K·2m, w, L']}, with the first columns of the weights
   */
  void addGates(NDArray x) {
    NDArray beyond = nonlinearity.beyondLimitOfGate(x);
    if (inside.isPresent()) {
      try (NDArray counts = byColumn(nonlinearity.isAboveZero(beyond));
          NDArray columns = first(inside.get(), counts);
          NDArray own = Tensors.sumOfProducts(counts, columns, 1)) {
        saturated.addi(own);
      }
    }
    addCost(beyond, weights);
  }

  /**
   * Adds the inputs of other nonlinearities.
   *
   * @param x {@code [1, K·m, w, L']}, with the first columns of the weights
   */
  void addCandidates(NDArray x) {
    addCandidates(x, weights);
  }

  /**
   * Adds the inputs of other nonlinearities, with weights of their own.
   *
   * @param own {@code [K, L]}
   */
  void addCandidates(NDArray x, NDArray own) {
    addCost(nonlinearity.beyondLimitOfCandidate(x), own);
  }

  /** Closes its first argument. */
  private void addCost(NDArray beyond, NDArray all) {
    try (NDArray byColumn = byColumn(beyond);
        NDArray columns = first(all, byColumn);
        NDArray sum = Tensors.sumOfProducts(byColumn, columns, 1)) {
      cost.addi(sum);
    }
  }

  private static NDArray first(NDArray all, NDArray columns) {
    return Tensors.slice(all, 1, 0, columns.getShape().get(1));
  }

  private long width() {
    return weights.getShape().get(0);
  }

  /** Sums over each seed's maps and rows, {@code [K, L']}; closes its argument. */
  private NDArray byColumn(NDArray x) {
    long columns = x.getShape().get(x.getShape().dimension() - 1);
    try (x;
        NDArray bySeed = x.reshape(width(), -1, columns)) {
      return bySeed.sum(new int[] {1});
    }
  }

  /** The weights of the columns, {@code [K, L]}. */
  NDArray weights() {
    return weights;
  }

  /** The unweighted cost of each seed, {@code [K]}. */
  NDArray cost() {
    return cost;
  }

  /** The number of saturated gates of each seed, {@code [K]}. */
  NDArray saturated() {
    return saturated;
  }
}
