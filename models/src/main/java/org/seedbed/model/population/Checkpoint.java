package org.seedbed.model.population;

import java.util.Arrays;
import java.util.Optional;

/**
 * A seed's parameters at the check at which it did best so far: most of the examples that choose it
 * were exactly right, at the lower loss among equals, at the earlier check among those.
 *
 * @param step number of steps taken
 * @param exact share that was exactly right, 0 … 1, of the check's examples at the last level, or
 *     at the level that the experiment selects by
 * @param loss at the last level
 * @param parameters {@code [P]}
 */
@SuppressWarnings("ArrayRecordComponent") // Shared, never written: copies would double the heap.
public record Checkpoint(long step, float exact, float loss, float[] parameters) {
  /** Whether a check with these results is better than that of the best checkpoint so far. */
  public static boolean isBest(double exact, double loss, Optional<Checkpoint> before) {
    if (!Float.isFinite((float) loss)) {
      return false;
    }
    return before.isEmpty()
        || (float) exact > before.get().exact
        || ((float) exact == before.get().exact && (float) loss < before.get().loss);
  }

  /** Bitwise equality. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint that
        && step == that.step
        && exact == that.exact
        && loss == that.loss
        && Arrays.equals(parameters, that.parameters);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(step) + 31 * Arrays.hashCode(parameters);
  }
}
