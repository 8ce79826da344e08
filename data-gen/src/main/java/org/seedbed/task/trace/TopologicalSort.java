package org.seedbed.task.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.trace.Vocabulary.Field;

/**
 * Topological sort of an acyclic graph by depth-first search: a node is prepended to the result
 * once the result contains all nodes that it points to. Programs observe only flags. The task is
 * from Cai, Shin and Song, ICLR 2017; the programs are ours.
 *
 * <p>An input is an adjacency matrix, n rows of n: 1 where the row's node points to the column's
 * node.
 */
public final class TopologicalSort extends TraceTask<SearchedGraph> {
  private static final int TOPOSORT = 1;
  private static final int START = 2;
  private static final int VISIT = 3;
  private static final int EDGES = 4;
  private static final int CHILD = 5;
  private static final int TRAVERSE = 3;
  private static final int DESCEND = 4;
  private static final List<List<String>> ARGUMENTS =
      List.of(
          Vocabulary.values("JUMP", "MARK", "DOWN", "UP", "EDGE", "OUTPUT", "NEXT"),
          Vocabulary.values(),
          Vocabulary.values());
  private static final List<Field> FIELDS =
      List.of(
          Field.flag("all-started"),
          Field.flag("start-new"),
          Field.flag("edges-left"),
          Field.flag("child-new"),
          Field.flag("stack-empty"));
  private static final Pattern EDGE = Pattern.compile("\\s*(\\d+)\\s*>\\s*(\\d+)\\s*");
  private static final double CHILDREN = 3;

  /** Enough for every frame; see {@link #verificationInputs}. */
  private static final int VERIFIED_NODES = 4;

  TopologicalSort(boolean recursive) {
    super(
        "topological-sort",
        5,
        "an acyclic graph: its nodes, each before those that it points to",
        recursive);
  }

  @Override
  public Vocabulary vocabulary() {
    return new Vocabulary(
        recursive()
            ? List.of("ACT", "TOPOSORT", "START", "VISIT", "EDGES", "CHILD")
            : List.of("ACT", "TOPOSORT", "START", "TRAVERSE", "DESCEND"),
        ARGUMENTS,
        FIELDS);
  }

  @Override
  SearchedGraph world(int[] input) {
    return new SearchedGraph(input);
  }

  @Override
  void carryOut(Call call, SearchedGraph graph, Tracer<SearchedGraph> tracer) {
    if (recursive()) {
      carryOutByRecursion(call, graph, tracer);
    } else {
      carryOutByLoops(call, graph, tracer);
    }
  }

  private static void carryOutByRecursion(
      Call call, SearchedGraph graph, Tracer<SearchedGraph> tracer) {
    switch (call.program()) {
      case TOPOSORT -> {
        if (graph.areAllStarted()) {
          tracer.call(Call.NOTHING);
        } else {
          tracer.call(Call.of(START));
          tracer.call(SearchedGraph.NEXT);
          tracer.call(Call.of(TOPOSORT));
        }
      }
      case START -> {
        if (graph.isStartNew()) {
          tracer.call(SearchedGraph.JUMP);
          tracer.call(Call.of(VISIT));
        } else {
          tracer.call(Call.NOTHING);
        }
      }
      case VISIT -> {
        tracer.call(SearchedGraph.MARK);
        tracer.call(Call.of(EDGES));
        tracer.call(SearchedGraph.OUTPUT);
      }
      case EDGES -> {
        if (graph.hasEdgesLeft()) {
          tracer.call(Call.of(CHILD));
          tracer.call(SearchedGraph.EDGE);
          tracer.call(Call.of(EDGES));
        } else {
          tracer.call(Call.NOTHING);
        }
      }
      case CHILD -> {
        if (graph.isChildNew()) {
          tracer.call(SearchedGraph.DOWN);
          tracer.call(Call.of(VISIT));
          tracer.call(SearchedGraph.UP);
        } else {
          tracer.call(Call.NOTHING);
        }
      }
      default -> throw new IllegalArgumentException("no program " + call);
    }
  }

  private static void carryOutByLoops(
      Call call, SearchedGraph graph, Tracer<SearchedGraph> tracer) {
    switch (call.program()) {
      case TOPOSORT -> {
        while (!graph.areAllStarted()) {
          tracer.call(Call.of(START));
          tracer.call(SearchedGraph.NEXT);
        }
        tracer.call(Call.NOTHING);
      }
      case START -> {
        if (graph.isStartNew()) {
          tracer.call(SearchedGraph.JUMP);
          tracer.call(SearchedGraph.MARK);
          tracer.call(Call.of(TRAVERSE));
        } else {
          tracer.call(Call.NOTHING);
        }
      }
      case TRAVERSE -> traverse(graph, tracer);
      case DESCEND -> {
        tracer.call(SearchedGraph.DOWN);
        tracer.call(SearchedGraph.MARK);
      }
      default -> throw new IllegalArgumentException("no program " + call);
    }
  }

  private static void traverse(SearchedGraph graph, Tracer<SearchedGraph> tracer) {
    while (true) {
      if (graph.isChildNew()) {
        tracer.call(Call.of(DESCEND));
      } else if (graph.hasEdgesLeft()) {
        tracer.call(SearchedGraph.EDGE);
      } else {
        boolean last = graph.isStackEmpty();
        tracer.call(SearchedGraph.OUTPUT);
        if (last) {
          return;
        }
        tracer.call(SearchedGraph.UP);
      }
    }
  }

  /**
   * Draws a random order of the nodes. Edges lead from earlier to later nodes; their density is
   * random, 1.5 / n … 4.5 / n, at most 0.5.
   */
  @Override
  int[] draw(int length, SplittableRandom random) {
    int[] order = IntStream.range(0, length).toArray();
    for (int i = length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    double density = Math.min(0.5, CHILDREN / length * (0.5 + random.nextDouble()));
    int[] input = new int[length * length];
    for (int from = 0; from < length; from++) {
      for (int to = from + 1; to < length; to++) {
        input[order[from] * length + order[to]] = random.nextDouble() < density ? 1 : 0;
      }
    }
    return input;
  }

  @Override
  int lengthOf(int[] input) {
    return SearchedGraph.nodes(input);
  }

  @Override
  String text(int[] input) {
    int nodes = SearchedGraph.nodes(input);
    return nodes
        + (nodes == 1 ? " node" : " nodes")
        + IntStream.range(0, input.length)
            .filter(i -> input[i] == 1)
            .mapToObj(i -> " %d>%d".formatted(i / nodes, i % nodes))
            .collect(Collectors.joining(",", ":", ""));
  }

  /** Returns sample edges; the highest node named determines the number of nodes. */
  @Override
  String sample() {
    return "0>1,1>2";
  }

  @Override
  int[] read(String text) {
    var edges = new ArrayList<int[]>();
    for (String part : text.split(",", -1)) {
      var edge = EDGE.matcher(part);
      if (!edge.matches()) {
        throw new IllegalArgumentException(
            "Input '%s' is no graph. Give its edges, such as \"0>1,1>2\".".formatted(text));
      }
      edges.add(new int[] {Integer.parseInt(edge.group(1)), Integer.parseInt(edge.group(2))});
    }
    int nodes = 1 + edges.stream().mapToInt(edge -> Math.max(edge[0], edge[1])).max().orElse(0);
    int[] input = new int[nodes * nodes];
    edges.forEach(edge -> input[edge[0] * nodes + edge[1]] = 1);
    if (!SearchedGraph.hasNoCycle(input)) {
      throw new IllegalArgumentException(
          "Input '%s' has a cycle. Give a graph without one.".formatted(text));
    }
    return input;
  }

  /** At most 9 calls per node and 6 per edge. */
  @Override
  RunLimits limits(int[] input) {
    int nodes = SearchedGraph.nodes(input);
    int edges = IntStream.of(input).sum();
    return RunLimits.twice(
        recursive(), 9L * nodes + 6L * edges + 1, 3 * nodes + edges + 1, 4 * nodes + edges + 4);
  }

  /**
   * Returns all acyclic graphs of up to four nodes. A frame observes flags about one node, its
   * current edge and the next edge. Four nodes are enough for a node with two edges left and any
   * combination of visited and unvisited children.
   */
  @Override
  Stream<int[]> verificationInputs() {
    return IntStream.rangeClosed(1, VERIFIED_NODES)
        .boxed()
        .flatMap(
            nodes ->
                IntStream.range(0, 1 << (nodes * nodes))
                    .mapToObj(bits -> matrix(bits, nodes * nodes))
                    .filter(SearchedGraph::hasNoCycle));
  }

  private static int[] matrix(int bits, int size) {
    return IntStream.range(0, size).map(i -> (bits >> i) & 1).toArray();
  }
}
