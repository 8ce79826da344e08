package org.seedbed.model.terpret;

import org.seedbed.task.Bounds;

/**
 * Settings of a Turing machine.
 *
 * @param states number of states, with the one in which it halts, 2 to 64
 * @param descent how its program is searched
 */
public record TuringMachineSettings(int states, Descent descent) {
  public TuringMachineSettings {
    Bounds.check("states", states, 2, 64);
  }
}
