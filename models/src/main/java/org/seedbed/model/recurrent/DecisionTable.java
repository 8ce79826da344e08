package org.seedbed.model.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.model.recurrent.RecurrentNetwork.Decisions;

/**
 * The steps of a run as a table: what a step is given, what it answers, and the most probable
 * option of each of its decisions. Empty if the network decides nothing.
 */
final class DecisionTable {
  private static final String START = "%4s  %5s  %8s";

  private final Optional<Decisions> decisions;
  private final List<String> lines = new ArrayList<>();
  private List<double[]> last = List.of();

  DecisionTable(Optional<Decisions> decisions) {
    this.decisions = decisions;
  }

  /** Takes the probability of each option of all decisions of the step that is being done. */
  void made(List<double[]> probabilities) {
    last = probabilities;
  }

  /** Takes the step that is done. */
  void step(String given, String answer) {
    decisions.ifPresent(
        of -> {
          if (lines.isEmpty()) {
            lines.add(START.formatted("step", "given", "answered") + header(of));
          }
          lines.add(START.formatted(lines.size(), given, answer) + cells(of));
        });
  }

  private String header(Decisions of) {
    return each(n -> "  %-8s".formatted(of.about() + " " + (n + 1)));
  }

  private String cells(Decisions of) {
    return each(n -> "  %-8s".formatted(cell(of, n)));
  }

  private String each(IntFunction<String> cell) {
    return IntStream.range(0, last.get(0).length)
        .mapToObj(cell)
        .collect(Collectors.joining())
        .stripTrailing();
  }

  /** Returns such as {@code push 87}; {@code push} alone if that is certain. */
  private String cell(Decisions of, int n) {
    int best = 0;
    for (int i = 1; i < last.size(); i++) {
      best = last.get(i)[n] > last.get(best)[n] ? i : best;
    }
    double percent = 100 * last.get(best)[n];
    String name = of.options().get(best);
    return percent >= 99.5 ? name : String.format(Locale.ROOT, "%s %.0f", name, percent);
  }

  @Override
  public String toString() {
    return lines.stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining());
  }
}
