package org.seedbed.task.memory;

/** Input {@code p, q, A[0..n−1], NULL}; output A with A[p] and A[q] exchanged. */
final class Swap extends MemoryTask {
  private static final int ARRAY = 2;

  Swap() {
    super("swap", 20, "p, q, A[0..n-1], NULL: exchange A[p] and A[q]");
  }

  @Override
  int cells(int length) {
    return Math.max(2, length) + ARRAY + 1;
  }

  @Override
  int timeSteps(int length) {
    return 6;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = Math.max(2, drawLength(memory, 2, length));
    int p = memory.draw(0, n - 1);
    int other = memory.draw(0, n - 2);
    memory.setAll(0, p, other < p ? other : other + 1);
    memory.fill(ARRAY, n, 1, memory.modulus() - 1);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    for (int cell = ARRAY; input[cell] != 0; cell++) {
      expected.expect(cell, input[cell]);
    }
    int p = ARRAY + input[0];
    int q = ARRAY + input[1];
    expected.expect(p, input[q]);
    expected.expect(q, input[p]);
  }
}
