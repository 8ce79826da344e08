package org.seedbed.task.memory;

/** What an oracle asks for: a memory being written, and the cells named as output. Not shared. */
final class ExpectedMemory {
  private final int[] cells;
  private final boolean[] output;

  ExpectedMemory(int[] input) {
    this.cells = input.clone();
    this.output = new boolean[input.length];
  }

  /** Names {@code cell} as output, with the content {@code value}. */
  void expect(int cell, int value) {
    cells[cell] = value;
    output[cell] = true;
  }

  MemoryExample from(int[] input) {
    return new MemoryExample(input, cells, output);
  }
}
