package org.seedbed.task.memory;

/**
 * Input {@code p, A[0..n−1]} with p pointing just after A; output A reversed, starting at cell p.
 */
final class Reverse extends MemoryTask {
  Reverse() {
    super(
        "reverse", 15, "p, A[0..n-1], p points just after A: write A reversed, starting at cell p");
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
    Copy.layOutArrayAndEnd(memory, length);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    int end = input[0];
    for (int i = 0; i < end - 1; i++) {
      expected.expect(end + i, input[end - 1 - i]);
    }
  }
}
