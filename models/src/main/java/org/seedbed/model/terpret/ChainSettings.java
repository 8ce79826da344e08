package org.seedbed.model.terpret;

import org.seedbed.task.Bounds;

/**
 * Settings of a chain.
 *
 * @param initialScale factor on the initial logits, 0 or more: 1 draws each boolean's distribution
 *     from Dirichlet (1, 1), 0 begins with all at one half, large values begin near random booleans
 */
public record ChainSettings(double initialScale) {
  public ChainSettings {
    Bounds.check(
        initialScale >= 0 && initialScale <= 1000, "initialScale", initialScale, "in [0, 1000]");
  }
}
