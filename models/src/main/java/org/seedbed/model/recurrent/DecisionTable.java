package org.seedbed.model.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.model.recurrent.RecurrentNetwork.Decisions;

/**
 * The steps of a run as a table: what a step is given, what it answers, and the most probable
 * option of each of its decisions.
 */
final class DecisionTable {
  private static final String START = "%4s  %5s  %8s";

  private final Decisions decisions;
  private final List<String> lines = new ArrayList<>();

  DecisionTable(Decisions decisions) {
    this.decisions = decisions;
  }

  /**
   * Adds the next step.
   *
   * @param made probability of each option of all decisions, in the order of the options
   */
  void add(String given, String answered, List<double[]> made) {
    int count = made.get(0).length;
    if (lines.isEmpty()) {
      String header = cells(count, n -> decisions.about() + " " + (n + 1));
      lines.add(START.formatted("step", "given", "answered") + header);
    }
    lines.add(START.formatted(lines.size(), given, answered) + cells(count, n -> cell(made, n)));
  }

  private static String cells(int count, IntFunction<String> cell) {
    return IntStream.range(0, count)
        .mapToObj(n -> "  %-8s".formatted(cell.apply(n)))
        .collect(Collectors.joining())
        .stripTrailing();
  }

  /** Returns such as {@code push 87}; {@code push} alone if that is certain. */
  private String cell(List<double[]> made, int n) {
    int best = 0;
    for (int i = 1; i < made.size(); i++) {
      best = made.get(i)[n] > made.get(best)[n] ? i : best;
    }
    double percent = 100 * made.get(best)[n];
    String name = decisions.options().get(best);
    return percent >= 99.5 ? name : String.format(Locale.ROOT, "%s %.0f", name, percent);
  }

  @Override
  public String toString() {
    return lines.stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining());
  }
}
