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
      "Updates the tables of a Markdown page from the recorded figures. A table is between the lines",
      "'<!-- figures: NAME -->' and '<!-- end -->'."
    },
    mixinStandardHelpOptions = true)
final class Tables implements Callable<Integer> {
  private static final Pattern PLACE =
      Pattern.compile("(<!-- figures: ([a-z-]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PAGE",
      defaultValue = "bench/README.md",
      description = "Markdown page (default: ${DEFAULT-VALUE}).")
  private Path page;

  @Option(
      names = "--check",
      description = "Write nothing; exit code 1 if the page is not up to date.")
  private boolean check;

  @Override
  public Integer call() throws Exception {
    String before = Files.readString(page);
    String after = filled(before, Figures.folder());
    if (check) {
      return before.equals(after) ? 0 : 1;
    }
    Files.writeString(page, after);
    spec.commandLine().getOut().println(before.equals(after) ? "up to date" : "written " + page);
    return 0;
  }

  /** Returns a page with its tables replaced. */
  static String filled(String page, Path folder) throws IOException {
    var place = PLACE.matcher(page);
    var text = new StringBuilder();
    while (place.find()) {
      var lines = Figures.read(folder.resolve(place.group(2) + ".jsonl"));
      place.appendReplacement(
          text, Matcher.quoteReplacement(place.group(1) + of(lines) + place.group(3)));
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
