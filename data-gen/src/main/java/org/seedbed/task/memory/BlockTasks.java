package org.seedbed.task.memory;

import java.util.List;
import org.seedbed.task.LevelRange;
import org.seedbed.task.TaskProvider;

/**
 * Memory tasks of a machine of basic blocks (Gaunt et al., TerpreT, 2016): in a memory that is no
 * larger than needed, with as many time steps as there are instructions.
 */
public final class BlockTasks implements TaskProvider {
  public static final List<MemoryTask> ALL =
      List.of(new BlockAccess(), new BlockDecrement(), new BlockListK());

  @Override
  public List<MemoryTask> tasks() {
    return ALL;
  }

  /** A task of basic blocks. */
  private abstract static class BlockTask extends MemoryTask {
    BlockTask(String name, int trainingLength, String description) {
      super(Names.unchanged("terpret/block-" + name), trainingLength, description);
    }

    @Override
    int smallestModulus() {
      return 2;
    }

    @Override
    public LevelRange defaultLevels() {
      return LevelRange.only(trainingLength());
    }
  }

  /** Input {@code k, A[0..n−1]}; output A[k] in cell 0. */
  private static final class BlockAccess extends BlockTask {
    BlockAccess() {
      super("access", 4, "k, A[0..n-1]: put A[k] into cell 0");
    }

    @Override
    int cells(int length) {
      return 1 + length;
    }

    @Override
    int timeSteps(int length) {
      return 4;
    }

    @Override
    void layOut(MemoryLayout memory, int length) {
      memory.set(0, memory.draw(0, length - 1));
      memory.fill(1, length, 0, memory.modulus() - 1);
    }

    @Override
    void solve(int[] input, ExpectedMemory expected) {
      expected.expect(0, input[1 + input[0]]);
    }
  }

  /** Input {@code A[0..n−1], NULL}; output {@code A[i] − 1} in place. */
  private static final class BlockDecrement extends BlockTask {
    BlockDecrement() {
      super("decrement", 4, "A[0..n-1], NULL: take one from every element in place");
    }

    @Override
    int cells(int length) {
      return length + 1;
    }

    /** Four instructions for each element, and one that finds the end. */
    @Override
    int timeSteps(int length) {
      return 4 * length + 1;
    }

    @Override
    void layOut(MemoryLayout memory, int length) {
      memory.fill(0, drawLength(memory, 1, length), 1, memory.modulus() - 1);
    }

    @Override
    void solve(int[] input, ExpectedMemory expected) {
      for (int cell = 0; input[cell] != 0; cell++) {
        expected.expect(cell, input[cell] - 1);
      }
    }
  }

  /**
   * Input {@code head, k}, then nodes {@code (next, value)} at random places; output the value of
   * the k-th node, counted from 0, in cell 0.
   */
  private static final class BlockListK extends BlockTask {
    private static final int NODES = 2;

    BlockListK() {
      super("listk", 3, "head, k, nodes (next, value): put the value of node k into cell 0");
    }

    @Override
    int cells(int length) {
      return NODES + 2 * length;
    }

    /** Six instructions, and two for each node before the k-th. */
    @Override
    int timeSteps(int length) {
      return 6 + 2 * (length - 1);
    }

    @Override
    void layOut(MemoryLayout memory, int length) {
      int n = drawLength(memory, 1, length);
      int[] starts = memory.placeNodes(NODES, memory.modulus(), n, 2);
      for (int i = 0; i < n; i++) {
        int next = i + 1 < n ? starts[i + 1] : 0;
        memory.setAll(starts[i], next, memory.draw(1, memory.modulus() - 1));
      }
      memory.setAll(0, starts[0], memory.draw(0, n - 1));
    }

    @Override
    void solve(int[] input, ExpectedMemory expected) {
      int node = input[0];
      for (int i = 0; i < input[1]; i++) {
        node = input[node];
      }
      expected.expect(0, input[node + 1]);
    }
  }
}
