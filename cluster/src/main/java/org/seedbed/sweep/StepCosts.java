package org.seedbed.sweep;

import java.util.List;
import org.seedbed.files.SchemaVersion;

/**
 * What a training step of a seed costs, measured once: decisions and ranks rest on these figures,
 * not on the times of populations, and so are the same after any interruption.
 *
 * @param coreSeconds of a step of a seed on the last level, for each kind of step: settings differ
 *     in kind by shapes, batch or last level; in the order of their first settings
 */
@SchemaVersion(3)
record StepCosts(List<Double> coreSeconds) {
  StepCosts {
    coreSeconds = List.copyOf(coreSeconds);
  }
}
