package org.seedbed.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.record.Build;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Picocli mixin that prints the figures of a benchmark and writes them as JSON lines. Running the
 * same command again replaces its earlier lines.
 */
public final class Figures {
  /** System property with the folder of the JSON lines, set by {@code bench/run}. */
  static final String FOLDER = "seedbed.bench.figures";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--figures",
      description = "File of JSON lines to write (default: bench/results/figures/VERB.jsonl).")
  private Path file;

  private final List<FigureLine> lines = new ArrayList<>();

  /** For picocli. */
  public Figures() {}

  /**
   * Adds a row.
   *
   * @param namesAndValues names and values in turn; a value is a number, a text or a {@link Spread}
   */
  public void add(Object... namesAndValues) throws IOException {
    var figures = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      figures.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    if (lines.isEmpty()) {
      out().println(String.join("  |  ", figures.keySet()));
    }
    out().println(String.join("  |  ", figures.values().stream().map(Tables::cell).toList()));
    lines.add(
        new FigureLine(
            spec.name(),
            Machine.here(),
            Build.running().commit().orElse("unknown"),
            command(),
            LocalDate.now(ZoneOffset.UTC).toString(),
            figures));
    write();
  }

  /** Returns the writer for output other than figures. */
  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** All that followed {@code bench/run}, the verb included. */
  private String command() {
    var root = spec.root().commandLine().getParseResult();
    return "bench/run " + String.join(" ", root.originalArgs());
  }

  /**
   * Writes all rows. Called after every row, so that an interrupted benchmark keeps its figures.
   */
  private void write() throws IOException {
    var target = file == null ? folder().resolve(spec.name() + ".jsonl") : file;
    if (target.toAbsolutePath().getParent() != null) {
      Files.createDirectories(target.toAbsolutePath().getParent());
    }
    var kept = new ArrayList<String>();
    if (Files.exists(target)) {
      for (var line : Files.readAllLines(target)) {
        if (!JSON.readTree(line).path("command").asText().equals(command())) {
          kept.add(line);
        }
      }
    }
    for (var line : lines) {
      kept.add(JSON.writeValueAsString(line));
    }
    Files.write(target, kept);
  }

  static Path folder() {
    return Path.of(System.getProperty(FOLDER, "bench/results/figures"));
  }

  /** Returns the lines of a file; empty if the file does not exist. */
  static List<FigureLine> read(Path file) throws IOException {
    var read = new ArrayList<FigureLine>();
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file)) {
        read.add(JSON.readValue(line, new TypeReference<FigureLine>() {}));
      }
    }
    return read;
  }

  /** Returns whether a value is a spread as read back from JSON. */
  static boolean isSpread(Object value) {
    return value instanceof Map<?, ?> map && map.containsKey("median");
  }
}
