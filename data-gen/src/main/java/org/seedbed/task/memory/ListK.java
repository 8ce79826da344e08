package org.seedbed.task.memory;

/**
 * Input {@code head, k, out}, then nodes {@code (next, value)} at random places; output the value
 * of the k-th node, counted from 0, in cell out.
 */
final class ListK extends MemoryTask {
  ListK() {
    super("listk", 10, "head, k, out, nodes (next, value): put the value of node k into cell out");
  }

  @Override
  int cells(int length) {
    return LinkedList.cells(length);
  }

  @Override
  int timeSteps(int length) {
    return length + 4;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = drawLength(memory, 1, length);
    LinkedList.layOut(memory, n);
    memory.set(1, memory.draw(0, n - 1));
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    int node = input[0];
    for (int i = 0; i < input[1]; i++) {
      node = input[node];
    }
    expected.expect(input[2], input[node + 1]);
  }
}
