package org.seedbed.task.memory;

/**
 * Input {@code head, v, out}, then nodes {@code (next, value)} at random places, the rest trash;
 * output the pointer to the first node that holds v in cell out. At least one node holds v.
 */
final class ListSearch extends MemoryTask {
  ListSearch() {
    super(
        "listsearch",
        6,
        "head, v, out, nodes (next, value), trash: point cell out to the first node with v");
  }

  @Override
  int cells(int length) {
    return LinkedList.cells(length);
  }

  @Override
  int timeSteps(int length) {
    return 2 * length + 4;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = drawLength(memory, 1, length);
    memory.fill(3, memory.modulus() - 3, 0, memory.modulus() - 1);
    LinkedList.layOut(memory, n);
    int node = memory.get(0);
    for (int hops = memory.draw(0, n - 1); hops > 0; hops--) {
      node = memory.get(node);
    }
    memory.set(1, memory.get(node + 1));
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    int node = input[0];
    while (input[node + 1] != input[1]) {
      node = input[node];
    }
    expected.expect(input[2], node);
  }
}
