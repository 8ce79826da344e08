package org.seedbed.model.terpret;

import org.seedbed.task.memory.MemoryExample;

/** Model family of machines of basic blocks. */
public final class BasicBlockFamily extends MachineFamily<BasicBlockSettings, MemoryExample> {
  public BasicBlockFamily() {
    super(
        new Names("basic-block", "TerpreT basic blocks", "basicBlock"),
        BasicBlockSettings.class,
        MemoryExample.class);
  }

  @Override
  Machine<MemoryExample> machine(BasicBlockSettings from) {
    return new BasicBlock(from.registers(), from.blocks());
  }

  @Override
  Descent descent(BasicBlockSettings from) {
    return from.descent();
  }
}
