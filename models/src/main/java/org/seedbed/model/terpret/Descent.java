package org.seedbed.model.terpret;

import org.seedbed.task.Bounds;

/**
 * How the descent of a machine's program begins, and what draws it from early decisions.
 *
 * @param initialScale factor on the initial logits, 0 or more: 1 draws each parameter's
 *     distribution from Dirichlet (1, …, 1), 0 begins with all values equally probable
 * @param entropyBonus weight at step 0 of the sum of all parameters' entropies, which the loss is
 *     lowered by; 0 for none
 * @param entropyDecay λ, 0 or more: the weight at step t is e^(−λt) of that at step 0
 */
public record Descent(double initialScale, double entropyBonus, double entropyDecay) {
  public Descent {
    Bounds.check(
        initialScale >= 0 && initialScale <= 1000, "initialScale", initialScale, "in [0, 1000]");
    Bounds.check(entropyBonus >= 0, "entropyBonus", entropyBonus, "0 or more");
    Bounds.check(entropyDecay >= 0, "entropyDecay", entropyDecay, "0 or more");
  }

  /** Returns the weight of the entropies at a step. */
  double entropyWeightAt(long step) {
    return entropyBonus * Math.exp(-entropyDecay * step);
  }
}
