package org.seedbed.task.memory;

/**
 * Input {@code a, P[0..n−1], A[0..n−1]}, a points to A; output {@code A[P[i]]} in place of {@code
 * P[i]}.
 */
final class Permutation extends MemoryTask {
  Permutation() {
    super("permutation", 6, "a, P[0..n-1], A[0..n-1], a points to A: replace P[i] with A[P[i]]");
  }

  @Override
  int cells(int length) {
    return 2 * length + 1;
  }

  @Override
  int timeSteps(int length) {
    return 2 * length + 2;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = drawLength(memory, 1, length);
    memory.set(0, n + 1);
    memory.setAll(1, memory.shuffledRange(0, n));
    memory.fill(n + 1, n, 1, memory.modulus() - 1);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    int array = input[0];
    for (int cell = 1; cell < array; cell++) {
      expected.expect(cell, input[array + input[cell]]);
    }
  }
}
