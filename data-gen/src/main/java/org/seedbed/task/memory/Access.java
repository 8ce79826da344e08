package org.seedbed.task.memory;

/** Input {@code k, A[0..n−1], NULL}; output {@code A[k]} in cell 0. */
final class Access extends MemoryTask {
  Access() {
    super("access", 20, "k, A[0..n-1], NULL: put A[k] into cell 0");
  }

  @Override
  int cells(int length) {
    return length + 2;
  }

  @Override
  int timeSteps(int length) {
    return 4;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = drawLength(memory, 1, length);
    memory.set(0, memory.draw(0, n - 1));
    memory.fill(1, n, 1, memory.modulus() - 1);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    expected.expect(0, input[1 + input[0]]);
  }
}
