package org.seedbed.task.memory;

import java.util.stream.IntStream;

/**
 * Input {@code a, b, o, A sorted, G, B sorted, G}, where a and b point to A and B, and o points
 * just after the second guardian G = M−1; output A and B merged, starting at cell o. A level's
 * length is the length of both together.
 */
final class Merge extends MemoryTask {
  private static final int HEADER = 3;

  Merge() {
    super("merge", 10, "a, b, o, A sorted, G, B sorted, G: merge A and B, starting at cell o");
  }

  @Override
  int cells(int length) {
    return HEADER + 2 * Math.max(2, length) + 2;
  }

  @Override
  int timeSteps(int length) {
    return 2 * length + 6;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = Math.max(2, drawLength(memory, 2, length));
    int first = memory.draw(1, n - 1);
    int b = HEADER + first + 1;
    int o = b + (n - first) + 1;
    memory.setAll(0, HEADER, b, o);
    layOutSorted(memory, HEADER, first);
    layOutSorted(memory, b, n - first);
  }

  private static void layOutSorted(MemoryLayout memory, int start, int count) {
    int guardian = memory.modulus() - 1;
    int[] values =
        IntStream.range(0, count).map(i -> memory.draw(1, guardian - 1)).sorted().toArray();
    memory.setAll(start, values);
    memory.set(start + count, guardian);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    int guardian = input.length - 1;
    int a = input[0];
    int b = input[1];
    for (int cell = input[2]; input[a] != guardian || input[b] != guardian; cell++) {
      expected.expect(cell, input[a] <= input[b] ? input[a++] : input[b++]);
    }
  }
}
