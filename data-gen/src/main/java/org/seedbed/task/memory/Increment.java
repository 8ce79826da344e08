package org.seedbed.task.memory;

/** Input {@code A[0..n−1], NULL}; output {@code A[i] + 1} in place. */
final class Increment extends MemoryTask {
  Increment() {
    super("increment", 15, "A[0..n-1], NULL: add one to every element in place");
  }

  @Override
  int cells(int length) {
    return length + 1;
  }

  @Override
  int timeSteps(int length) {
    return length + 2;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    // The largest value is excluded because its successor would be NULL.
    memory.fill(0, drawLength(memory, 1, length), 1, memory.modulus() - 2);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    for (int cell = 0; input[cell] != 0; cell++) {
      expected.expect(cell, input[cell] + 1);
    }
  }
}
