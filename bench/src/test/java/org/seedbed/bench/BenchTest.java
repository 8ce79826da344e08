package org.seedbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class BenchTest {
  @TempDir Path folder;

  /** Benchmarks are verbs of one command. */
  @Command(name = "bench/run", subcommands = Nothing.class)
  static final class Verbs {}

  /** A benchmark of no time. */
  @Command(name = "nothing")
  static final class Nothing implements Runnable {
    @Mixin private Figures figures;

    @CommandLine.Option(names = "--rows")
    private int rows = 1;

    @Override
    public void run() {
      try {
        for (int row = 0; row < rows; row++) {
          figures.add("row", row, "seconds", Spread.of(List.of(3.0, 1.0, 2.5)));
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private String run(String... arguments) {
    var out = new StringWriter();
    var file = folder.resolve("nothing.jsonl").toString();
    var all = new java.util.ArrayList<>(List.of("nothing", "--figures", file));
    all.addAll(List.of(arguments));
    int code =
        new CommandLine(new Verbs())
            .setOut(new PrintWriter(out, true))
            .execute(all.toArray(String[]::new));
    assertThat(code).isZero();
    return out.toString();
  }

  @Test
  void everyVerbHelps() {
    for (var verb : Bench.commandLine().getSubcommands().keySet()) {
      var out = new StringWriter();
      var commandLine = Bench.commandLine().setOut(new PrintWriter(out, true));
      assertThat(commandLine.execute(verb, "--help")).isZero();
      assertThat(out.toString()).startsWith("Usage: bench/run " + verb);
    }
  }

  @Test
  void figuresAreWrittenAsLinesAndReplacedByTheSameCommand() throws IOException {
    assertThat(run("--rows", "2")).contains("2.50 (1 to 3)");
    run();
    run();
    var lines = Figures.read(folder.resolve("nothing.jsonl"));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).command())
        .startsWith("bench/run nothing --figures ")
        .endsWith("--rows 2");
    assertThat(lines.get(0).machine()).isEqualTo(Machine.here());
    assertThat(lines.get(0).figures().keySet()).containsExactly("row", "seconds");
  }

  @Test
  void tablesAreMadeFromLines() throws IOException {
    run("--rows", "2");
    String page = "before\n<!-- figures: nothing -->\nold\n<!-- end -->\nafter\n";
    String filled = Tables.filled(page, folder);
    assertThat(filled)
        .contains("| row | seconds |\n|---|---|\n| 0 | 2.50 (1 to 3) |\n| 1 | 2.50 (1 to 3) |")
        .startsWith("before\n")
        .endsWith("<!-- end -->\nafter\n")
        .doesNotContain("old");
    assertThat(Tables.filled(filled, folder)).isEqualTo(filled);
  }

  /** The tables of the pages are those of the recorded figures: 'bench/run tables' makes them. */
  @Test
  void thePagesAreUpToDate() throws IOException {
    for (var file :
        new Path[] {
          Path.of("README.md"), Path.of("..", "README.md"), Path.of("..", "docs", "models.md")
        }) {
      String page = Files.readString(file);
      assertThat(Tables.filled(page, Path.of("results", "figures"))).isEqualTo(page);
    }
  }

  @Test
  void tablesOfSearchesAreMadeFromTheirRecords() throws IOException {
    String names = "restarts/copy\nrestarts/ngpu-sort stack/neural-queue-copy";
    String page = "<!-- searches: " + names + " -->\nold\n<!-- end -->\n";
    assertThat(Tables.filled(page, Path.of("results", "figures")))
        .contains("| Neural RAM | memory/copy | – | 256 | 98.8 (96.6 to 99.6) | 5 | 50 | 0.23 |")
        .contains(
            "| diagonal Neural GPU | sequence/sort | `saturationFades false`, `dropout CANDIDATE` |"
                + " 32 | 0.00 (0.00 to 10.7) | 41 | – | – |")
        .as("a setting that was written, and one that the record is older than")
        .contains("| sequence/copy | `readsPadding true`, `memory QUEUE` | 100 |");
  }

  @Test
  void everyFileOfFiguresHasAVerbAndAPlaceOnThePage() throws IOException {
    String page = Files.readString(Path.of("README.md"));
    Set<String> verbs = Bench.commandLine().getSubcommands().keySet();
    List<Path> files;
    try (var all = Files.list(Path.of("results", "figures"))) {
      files = all.toList();
    }
    assertThat(files).isNotEmpty();
    for (var file : files) {
      String name = file.getFileName().toString().replace(".jsonl", "");
      var measuredBy =
          Figures.read(file).stream().map(FigureLine::benchmark).collect(Collectors.toSet());
      // Figures of another machine have a name of their own, after the verb's.
      assertThat(measuredBy).as(name).hasSize(1).isSubsetOf(verbs);
      assertThat(measuredBy).allMatch(verb -> name.equals(verb) || name.startsWith(verb + "-"));
      assertThat(page).contains("<!-- figures: " + name + " -->");
    }
  }
}
