package org.seedbed.task.memory;

/** The output of an oracle: the memory, and which of its cells are output. Not thread-safe. */
final class ExpectedMemory {
  private final int[] cells;
  private final boolean[] output;

  ExpectedMemory(int[] input) {
    this.cells = input.clone();
    this.output = new boolean[input.length];
  }

  /** Marks {@code cell} as output with the content {@code value}. */
  void expect(int cell, int value) {
    cells[cell] = value;
    output[cell] = true;
  }

  MemoryExample from(int[] input) {
    return new MemoryExample(input, cells, output);
  }
}
