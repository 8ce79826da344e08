package org.seedbed.task.memory;

import java.util.Arrays;

/**
 * Input {@code root, out, d1…dk, NULL}, then nodes {@code (value, left, right)} of a binary search
 * tree at random places; output the value of the node at the end of the path in cell out. A step d
 * is 1 for left and 2 for right, which is the pointer's offset in its node. out is either cell 1,
 * so that the answer overwrites its own address, or the last cell, which no node uses.
 *
 * <p>Paths are drawn in one of two ways. A path that falls from the root is often empty: the root's
 * value answers three of four examples with two nodes. A path to a drawn node seldom is.
 */
final class WalkBst extends MemoryTask {
  private static final int NODE = 3;
  private static final int PATH = 2;

  private static final String INPUT =
      "root, out, d1..dk, NULL, nodes (value, left, right): walk the path (1 left, 2 right), put the"
          + " value into cell out";

  private final boolean belowRoot;

  private WalkBst(String name, boolean belowRoot, String description) {
    super(name, 10, description);
    this.belowRoot = belowRoot;
  }

  /** Paths go left or right at random, to a leaf or not as far. */
  static WalkBst falling() {
    return new WalkBst("walkbst", false, INPUT);
  }

  /** Paths lead to a random node below the root. */
  static WalkBst belowRoot() {
    return new WalkBst("walkbst-below-root", true, INPUT + "; paths lead below the root");
  }

  /**
   * Returns the number of cells: header, the longest path with its NULL, nodes and one cell for the
   * answer.
   */
  @Override
  int cells(int length) {
    return PATH + length + NODE * length + 1;
  }

  @Override
  int timeSteps(int length) {
    return 2 * length + 4;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = drawLength(memory, 1, length);
    int answer = memory.draw(0, 1) == 0 ? 1 : memory.modulus() - 1;
    int[] nodes = memory.placeNodes(PATH + n, memory.modulus() - 1, n, NODE);
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = memory.draw(1, memory.modulus() - 1);
    }
    Arrays.stream(nodes).forEach(start -> memory.setAll(start, 0, 0, 0));
    for (int i = 0; i < n; i++) {
      memory.set(nodes[i], values[i]);
      if (i > 0) {
        hang(memory, nodes[0], nodes[i]);
      }
    }
    memory.setAll(0, nodes[0], answer);
    if (belowRoot) {
      layOutPathTo(memory, nodes[n == 1 ? 0 : memory.draw(1, n - 1)], nodes[0]);
    } else {
      layOutPath(memory, nodes[0]);
    }
  }

  /** Inserts a node into the tree: smaller values left, others right. */
  private static void hang(MemoryLayout memory, int root, int node) {
    int parent = root;
    while (true) {
      int side = side(memory, node, parent);
      int child = memory.get(parent + side);
      if (child == 0) {
        memory.set(parent + side, node);
        return;
      }
      parent = child;
    }
  }

  /** Returns the step from a node towards another below it: 1 for left, 2 for right. */
  private static int side(MemoryLayout memory, int target, int node) {
    return memory.get(target) < memory.get(node) ? 1 : 2;
  }

  /** Lays out the path to a node. */
  private static void layOutPathTo(MemoryLayout memory, int target, int root) {
    int node = root;
    for (int cell = PATH; node != target; cell++) {
      int side = side(memory, target, node);
      memory.set(cell, side);
      node = memory.get(node + side);
    }
  }

  /** Lays out a random path down from the root, which ends at a leaf or earlier. */
  private static void layOutPath(MemoryLayout memory, int root) {
    int node = root;
    for (int cell = PATH; ; cell++) {
      int side = memory.draw(1, 2);
      int child = memory.get(node + side);
      if (child == 0 || memory.draw(0, 3) == 0) {
        return;
      }
      memory.set(cell, side);
      node = child;
    }
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    int node = input[0];
    for (int cell = PATH; input[cell] != 0; cell++) {
      node = input[node + input[cell]];
    }
    expected.expect(input[1], input[node]);
  }
}
