package org.seedbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code bench/run tables}: updates the tables of a page from recorded figures. */
@Command(
    name = "tables",
    description = {
      "Updates the tables of Markdown pages from the recorded figures. A table is between the lines",
      "'<!-- figures: NAME -->' and '<!-- end -->', one of recorded searches between the lines",
      "'<!-- searches: RECORD RECORD … -->', of folders of bench/results, and '<!-- end -->'."
    },
    mixinStandardHelpOptions = true)
final class Tables implements Callable<Integer> {
  private static final Pattern FIGURES =
      Pattern.compile("(<!-- figures: ([a-z-]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private static final Pattern SEARCHES =
      Pattern.compile("(<!-- searches: ([^>]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PAGE",
      arity = "0..*",
      defaultValue = "bench/README.md docs/models.md README.md",
      split = " ",
      description = "Markdown pages (default: ${DEFAULT-VALUE}).")
  private List<Path> pages;

  @Option(
      names = "--check",
      description = "Write nothing; exit code 1 if a page is not up to date.")
  private boolean check;

  @Override
  public Integer call() throws Exception {
    boolean upToDate = true;
    for (var page : pages) {
      String before = Files.readString(page);
      String after = filled(before, Figures.folder());
      upToDate &= before.equals(after);
      if (!check) {
        Files.writeString(page, after);
        spec.commandLine()
            .getOut()
            .println(before.equals(after) ? "up to date: " + page : "written " + page);
      }
    }
    return !check || upToDate ? 0 : 1;
  }

  /**
   * Returns a page with its tables replaced.
   *
   * @param folder of the figures, beside the records
   */
  static String filled(String page, Path folder) throws IOException {
    String withFigures =
        filled(page, FIGURES, name -> of(Figures.read(folder.resolve(name + ".jsonl"))));
    var results = folder.toAbsolutePath().getParent();
    return filled(
        withFigures,
        SEARCHES,
        names -> RecordedSearches.table(results, List.of(names.trim().split("\\s+"))));
  }

  /** Makes a table of what a place names. */
  private interface TableOf {
    String text(String names) throws IOException;
  }

  private static String filled(String page, Pattern places, TableOf table) throws IOException {
    var place = places.matcher(page);
    var text = new StringBuilder();
    while (place.find()) {
      place.appendReplacement(
          text,
          Matcher.quoteReplacement(place.group(1) + table.text(place.group(2)) + place.group(3)));
    }
    return place.appendTail(text).toString();
  }

  /** Returns one table per set of columns, followed by the commands, machines and commits. */
  private static String of(List<FigureLine> lines) {
    Map<List<String>, List<FigureLine>> byColumns = new LinkedHashMap<>();
    for (var line : lines) {
      byColumns
          .computeIfAbsent(List.copyOf(line.figures().keySet()), columns -> new ArrayList<>())
          .add(line);
    }
    var text = new StringBuilder();
    for (var table : byColumns.entrySet()) {
      text.append("\n| ").append(String.join(" | ", table.getKey())).append(" |\n|");
      text.append("---|".repeat(table.getKey().size())).append('\n');
      for (var line : table.getValue()) {
        text.append(
            line.figures().values().stream()
                .map(Tables::cell)
                .collect(Collectors.joining(" | ", "| ", " |\n")));
      }
    }
    text.append('\n');
    lines.stream()
        .map(
            line ->
                "Measured by `%s` on %s, commit %s, %s.\n"
                    .formatted(
                        line.command(), line.machine().text(), line.commit(), line.measured()))
        .distinct()
        .forEach(text::append);
    return text.append('\n').toString();
  }

  /** Formats a value for a table. */
  static String cell(Object value) {
    if (Figures.isSpread(value)) {
      var spread = (Map<?, ?>) value;
      return new Spread(
              number(spread, "median"), number(spread, "lowest"), number(spread, "highest"))
          .toString();
    }
    return value instanceof Number number ? Spread.text(number.doubleValue()) : value.toString();
  }

  private static double number(Map<?, ?> spread, String key) {
    return ((Number) spread.get(key)).doubleValue();
  }
}
