package org.seedbed.model.terpret;

import org.seedbed.task.Bounds;

/**
 * Settings of a machine of basic blocks.
 *
 * @param registers number of registers, 2 to 64
 * @param blocks number of blocks, without the one in which it halts, 1 to 64
 * @param descent how its program is searched
 */
public record BasicBlockSettings(int registers, int blocks, Descent descent) {
  public BasicBlockSettings {
    Bounds.check("registers", registers, 2, 64);
    Bounds.check("blocks", blocks, 1, 64);
  }
}
