package org.seedbed.model.neuralgpu;

/** Counts the inputs of nonlinearities that are beyond a limit, and sums up what they cost. */
final class SaturatedInputs {
  private final Folding folding;
  private final int maps;
  private final double limit;
  private long saturatedGates;
  private double excess;

  SaturatedInputs(Folding folding, int maps, double limit) {
    this.folding = folding;
    this.maps = maps;
    this.limit = limit;
  }

  void clear() {
    saturatedGates = 0;
    excess = 0;
  }

  /**
   * Adds inputs.
   *
   * @param values {@code [filters, positions, maps, lanes]}
   * @param sequences number of sequences
   * @param ofGates whether they are those of gates
   * @param times how often their cost counts
   */
  void add(float[] values, int sequences, boolean ofGates, int times) {
    int each = folding.positions() * maps * folding.lanes();
    for (int filter = 0; filter < values.length; filter += each) {
      for (int b = 0; b < sequences; b++) {
        for (int i = 0; i < folding.length(); i++) {
          int first = filter + folding.index(i, b, maps, 0);
          for (int map = 0; map < maps; map++) {
            double beyond = Math.abs(values[first + map * folding.lanes()]) - limit;
            if (beyond > 0) {
              excess += times * beyond;
              saturatedGates += ofGates ? 1 : 0;
            }
          }
        }
      }
    }
  }

  /** How many gates have an input beyond the limit, of all sequences at all time steps. */
  long saturatedGates() {
    return saturatedGates;
  }

  /** The cost of all sequences together, unweighted: Σ max(0, |x| − limit), divided by n². */
  double cost() {
    double n = folding.length();
    return excess / (n * n);
  }
}
