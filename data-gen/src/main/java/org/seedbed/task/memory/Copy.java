package org.seedbed.task.memory;

/** Input {@code p, A[0..n−1]} with p pointing just after A; output A, starting at cell p. */
final class Copy extends MemoryTask {
  Copy() {
    super("copy", 15, "p, A[0..n-1], p points just after A: copy A, starting at cell p");
  }

  @Override
  int cells(int length) {
    return 2 * length + 1;
  }

  @Override
  int timeSteps(int length) {
    return length + 2;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    layOutArrayAndEnd(memory, length);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    int end = input[0];
    for (int i = 0; i < end - 1; i++) {
      expected.expect(end + i, input[1 + i]);
    }
  }

  /** Lays out p, A[0..n−1] with p pointing just after A. */
  static void layOutArrayAndEnd(MemoryLayout memory, int length) {
    int n = drawLength(memory, 1, length);
    memory.set(0, n + 1);
    memory.fill(1, n, 1, memory.modulus() - 1);
  }
}
