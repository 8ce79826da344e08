package org.seedbed.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.program.Arena;

/** A process that trains on request: {@code bench/run peer-serve} or {@code peers.py serve}. */
final class ServedPeer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private final Process process;
  private final Path log;
  private final PrintWriter to;
  private final BufferedReader from;
  private final double compileSeconds;

  /** Starts the process and waits until it is ready. */
  ServedPeer(List<String> command) throws IOException {
    log = Files.createTempFile("peer", ".log");
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    to = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    from =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    compileSeconds = answer().path("compile_seconds").asDouble();
  }

  /**
   * Returns the command of a Seedbed engine.
   *
   * @param populations trained at the same time, each in a thread of its own
   */
  static List<String> seedbed(String model, String engine, int width, int populations) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        Lanes.FLAG,
        Arena.COLLECTOR,
        Arena.ALIGNMENT,
        "-Xmx4g",
        "-cp",
        System.getProperty("java.class.path"),
        Bench.class.getName(),
        "peer-serve",
        "--model",
        model,
        "--engine",
        engine,
        "--width",
        String.valueOf(width),
        "--populations",
        String.valueOf(populations));
  }

  /**
   * Returns a command held to one core, where the system can do that (Linux): a framework that is
   * told to use one thread may still have others that spin.
   */
  static List<String> onOneCore(List<String> command) {
    if (!Files.isExecutable(TASKSET)) {
      return command;
    }
    var pinned = new ArrayList<>(List.of(TASKSET.toString(), "-c", "0"));
    pinned.addAll(command);
    return pinned;
  }

  private JsonNode answer() throws IOException {
    var line = from.readLine();
    if (line == null) {
      throw new IllegalStateException(
          "%s ended: %s"
              .formatted(
                  process.info().commandLine().orElse("a peer"), Files.readString(log).strip()));
    }
    return JSON.readTree(line);
  }

  /** Seconds of compilation: of the JVM's compilers, or of a peer until its first step ends. */
  double compileSeconds() {
    return compileSeconds;
  }

  /** Trains for some seconds; returns the times per seed-step. */
  JsonNode train(double seconds) throws IOException {
    to.println(seconds);
    return answer();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
