package org.seedbed.dataparallel;

/** Thrown when loss or parameters are no longer finite. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(long seed, long iteration) {
    super(
        "Training of seed %d diverged by iteration %d: loss or parameters are not finite. The last"
                .formatted(seed, iteration)
            + " checkpoint is kept. Give a lower training.adam.learningRate or average more often.");
  }
}
