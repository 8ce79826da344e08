package org.seedbed.task.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The expected output of each task, computed directly from its specification: decodes the input
 * into arrays, lists and trees, solves the task on those, and lays out the answer again.
 * Independent of the oracles, which run on the memory itself.
 */
final class DirectSimulation {
  private DirectSimulation() {}

  /** Output cells and their content. */
  static Map<Integer, Integer> expected(String task, int[] m) {
    return switch (task) {
      case "memory/access" -> Map.of(0, m[m[0]]);
      case "memory/access-index" -> Map.of(0, upToNull(m, 1).get(m[0]));
      case "memory/increment" -> place(0, upToNull(m, 0).stream().map(v -> v + 1).toList());
      case "memory/copy" -> place(m[0], slice(m, 1, m[0]));
      case "memory/reverse" -> {
        var array = new ArrayList<>(slice(m, 1, m[0]));
        Collections.reverse(array);
        yield place(m[0], array);
      }
      case "memory/swap" -> swapped(m, m[0] - 2, m[1] - 2);
      case "memory/swap-index" -> swapped(m, m[0], m[1]);
      case "memory/permutation" -> {
        var array = slice(m, m[0], m[0] + m[0] - 1);
        yield place(1, slice(m, 1, m[0]).stream().map(array::get).toList());
      }
      case "memory/listk" -> Map.of(m[2], values(m, nodes(m)).get(m[1]));
      case "memory/listsearch" -> {
        var nodes = nodes(m);
        yield Map.of(m[2], nodes.get(values(m, nodes).indexOf(m[1])));
      }
      case "memory/merge" -> {
        var all = new ArrayList<>(slice(m, m[0], m[1] - 1));
        all.addAll(slice(m, m[1], m[2] - 1));
        Collections.sort(all);
        yield place(m[2], all);
      }
      case "memory/walkbst", "memory/walkbst-below-root" -> {
        int node = m[0];
        for (int side : upToNull(m, 2)) {
          node = side == 1 ? m[node + 1] : m[node + 2];
        }
        yield Map.of(m[1], m[node]);
      }
      default -> throw new IllegalArgumentException(task);
    };
  }

  private static Map<Integer, Integer> swapped(int[] m, int i, int j) {
    var array = new ArrayList<>(upToNull(m, 2));
    Collections.swap(array, i, j);
    return place(2, array);
  }

  private static List<Integer> upToNull(int[] m, int from) {
    return Arrays.stream(m, from, m.length).takeWhile(value -> value != 0).boxed().toList();
  }

  private static List<Integer> slice(int[] m, int from, int to) {
    return Arrays.stream(m, from, to).boxed().toList();
  }

  private static Map<Integer, Integer> place(int start, List<Integer> values) {
    var cells = new TreeMap<Integer, Integer>();
    for (int i = 0; i < values.size(); i++) {
      cells.put(start + i, values.get(i));
    }
    return cells;
  }

  private static List<Integer> nodes(int[] m) {
    var nodes = new ArrayList<Integer>();
    for (int node = m[0]; node != 0; node = m[node]) {
      nodes.add(node);
    }
    return nodes;
  }

  private static List<Integer> values(int[] m, List<Integer> nodes) {
    return nodes.stream().map(node -> m[node + 1]).toList();
  }
}
