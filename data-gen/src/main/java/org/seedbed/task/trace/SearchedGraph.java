package org.seedbed.task.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * State of a depth-first search in a graph: the current node, the path to it, a pointer into each
 * node's edges, the visited nodes, the next start node and the result.
 */
final class SearchedGraph implements World {
  static final Call JUMP = Call.act(1, 0, 0);
  static final Call MARK = Call.act(2, 0, 0);
  static final Call DOWN = Call.act(3, 0, 0);
  static final Call UP = Call.act(4, 0, 0);
  static final Call EDGE = Call.act(5, 0, 0);
  static final Call OUTPUT = Call.act(6, 0, 0);
  static final Call NEXT = Call.act(7, 0, 0);
  private static final int NOWHERE = -1;

  private final int[][] children;
  private final int[] edge;
  private final boolean[] met;
  private final Deque<Integer> path = new ArrayDeque<>();
  private final Deque<Integer> result = new ArrayDeque<>();
  private int start;
  private int node = NOWHERE;

  /**
   * @param input adjacency matrix, n rows of n: 1 where the row's node points to the column's node
   */
  SearchedGraph(int[] input) {
    int nodes = nodes(input);
    children = new int[nodes][];
    for (int from = 0; from < nodes; from++) {
      int row = from * nodes;
      children[from] = IntStream.range(0, nodes).filter(to -> input[row + to] == 1).toArray();
    }
    edge = new int[nodes];
    met = new boolean[nodes];
  }

  /** Returns the number of nodes of an input. */
  static int nodes(int[] input) {
    return (int) Math.round(Math.sqrt(input.length));
  }

  /**
   * Returns whether a graph is acyclic: repeatedly removing the nodes without incoming edges leaves
   * none.
   */
  static boolean hasNoCycle(int[] input) {
    int nodes = nodes(input);
    var left = new ArrayList<>(IntStream.range(0, nodes).boxed().toList());
    while (left.removeIf(to -> left.stream().noneMatch(from -> input[from * nodes + to] == 1))) {
      // Repeat while nodes are removed.
    }
    return left.isEmpty();
  }

  boolean areAllStarted() {
    return start == children.length;
  }

  boolean isStartNew() {
    return !areAllStarted() && !met[start];
  }

  boolean hasEdgesLeft() {
    return node != NOWHERE && edge[node] < children[node].length;
  }

  boolean isChildNew() {
    return hasEdgesLeft() && !met[child()];
  }

  boolean isStackEmpty() {
    return path.isEmpty();
  }

  private int child() {
    return children[node][edge[node]];
  }

  @Override
  public int[] observation() {
    return new int[] {
      areAllStarted() ? 1 : 0,
      isStartNew() ? 1 : 0,
      hasEdgesLeft() ? 1 : 0,
      isChildNew() ? 1 : 0,
      isStackEmpty() ? 1 : 0
    };
  }

  @Override
  public boolean act(Call call) {
    if (call.equals(Call.NOTHING)) {
      return true;
    } else if (call.equals(JUMP) && !areAllStarted()) {
      node = start;
    } else if (call.equals(MARK) && node != NOWHERE) {
      met[node] = true;
    } else if (call.equals(DOWN) && hasEdgesLeft() && path.size() < children.length) {
      path.push(node);
      node = child();
    } else if (call.equals(UP) && !path.isEmpty()) {
      node = path.pop();
    } else if (call.equals(EDGE) && hasEdgesLeft()) {
      edge[node]++;
    } else if (call.equals(OUTPUT) && node != NOWHERE && result.size() < children.length) {
      result.push(node);
    } else if (call.equals(NEXT) && !areAllStarted()) {
      start++;
    } else {
      return false;
    }
    return true;
  }

  @Override
  public boolean isSolved() {
    var order = List.copyOf(result);
    return order.size() == children.length
        && order.stream().distinct().count() == children.length
        && IntStream.range(0, children.length)
            .allMatch(
                from ->
                    IntStream.of(children[from])
                        .allMatch(to -> order.indexOf(from) < order.indexOf(to)));
  }

  /** Returns the state of the search. */
  @Override
  public String toString() {
    return "at node %d by %s, next start %d, result %s".formatted(node, path, start, result);
  }
}
