package org.seedbed.task.memory;

/**
 * Linked lists in memory: {@code head, argument, out} in cells 0 … 2, followed by nodes (next,
 * value).
 */
final class LinkedList {
  private static final int HEADER = 3;
  private static final int NODE = 2;

  private LinkedList() {}

  /** Returns the number of cells: header, nodes and one cell for the answer. */
  static int cells(int length) {
    return HEADER + NODE * length + 1;
  }

  /** Lays out a list of n nodes with values 1 … M−1; cell 1 stays 0. The last node's next is 0. */
  static void layOut(MemoryLayout memory, int n) {
    // The answer's cell is the one just before the nodes or the last one.
    boolean answerFirst = memory.draw(0, 1) == 0;
    int answer = answerFirst ? HEADER : memory.modulus() - 1;
    int from = answerFirst ? HEADER + 1 : HEADER;
    int to = answerFirst ? memory.modulus() : memory.modulus() - 1;
    int[] nodes = memory.placeNodes(from, to, n, NODE);
    memory.setAll(0, nodes[0], 0, answer);
    for (int i = 0; i < n; i++) {
      memory.set(nodes[i], i + 1 < n ? nodes[i + 1] : 0);
      memory.set(nodes[i] + 1, memory.draw(1, memory.modulus() - 1));
    }
  }
}
