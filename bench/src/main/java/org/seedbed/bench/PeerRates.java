package org.seedbed.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.model.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Times Seedbed's engines and their peers in turn: every round asks each process of a case to train
 * for a moment while the others wait.
 */
@Command(
    name = "peers",
    description = {
      "Processor time of a seed-step: Seedbed's engines beside JAX and PyTorch, in turn.",
      "Needs the Python environment of bench/peers/README.md, and a reference of 'peer-reference'."
    },
    mixinStandardHelpOptions = true)
final class PeerRates implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private Figures figures;

  @Parameters(paramLabel = "REFERENCE", description = "Folder of 'bench/run peer-reference'.")
  private Path reference;

  @Option(
      names = "--case",
      split = ",",
      defaultValue =
          "nram:1,nram:32,nram:128,npi:1,npi:16,neural-gpu-24:8,neural-gpu-48:8,neural-gpu-96:1",
      description = "Cases with their numbers of seeds (default: ${DEFAULT-VALUE}).")
  private List<String> cases;

  @Option(
      names = "--peer",
      split = ",",
      defaultValue = "jvm,pytorch,jax-vmap,jax-map,torch-compile",
      description = "Engines of Seedbed and peers (default: ${DEFAULT-VALUE}).")
  private List<String> peers;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measurements per figure (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "Seconds per measurement (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--python",
      defaultValue = "bench/peers/.venv/bin/python",
      description = "Python of the peers (default: ${DEFAULT-VALUE}).")
  private Path python;

  @Override
  public Integer call() throws Exception {
    for (var one : cases) {
      int colon = one.lastIndexOf(':');
      measure(one.substring(0, colon), Integer.parseInt(one.substring(colon + 1)));
    }
    return 0;
  }

  private void measure(String model, int width) throws IOException {
    var running = new LinkedHashMap<String, Served>();
    try {
      for (var peer : peers) {
        if (trains(peer, model)) {
          running.put(peer, new Served(command(peer, model, width)));
        }
      }
      var measured = new LinkedHashMap<String, List<Double>>();
      for (int round = 0; round < rounds; round++) {
        for (var peer : running.entrySet()) {
          measured
              .computeIfAbsent(peer.getKey(), name -> new ArrayList<>())
              .add(peer.getValue().cpuMillis(seconds));
        }
      }
      for (var peer : measured.entrySet()) {
        figures.add(
            "case",
            model,
            "K",
            width,
            "peer",
            peer.getKey(),
            "processor ms per seed-step",
            Spread.of(peer.getValue()),
            "seconds to compile",
            running.get(peer.getKey()).compileSeconds());
      }
    } finally {
      running.values().forEach(Served::close);
    }
  }

  private static boolean trains(String peer, String model) {
    return !peer.equals("jvm") || PeerCase.named(model).family().engines().contains(Engine.JVM);
  }

  private List<String> command(String peer, String model, int width) {
    if (peer.equals("jvm") || peer.equals("pytorch")) {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          Lanes.FLAG,
          "-Xmx2g",
          "-cp",
          System.getProperty("java.class.path"),
          Bench.class.getName(),
          "peer-serve",
          "--model",
          model,
          "--engine",
          peer,
          "--width",
          String.valueOf(width));
    }
    boolean neuralGpu = model.startsWith("neural-gpu");
    var command = new ArrayList<String>();
    command.addAll(
        List.of(
            python.toString(),
            "bench/peers/peers.py",
            "serve",
            "--model",
            neuralGpu ? "neural-gpu" : model,
            "--peer",
            peer,
            "--width",
            String.valueOf(width),
            "--reference",
            reference.toString()));
    if (neuralGpu) {
      command.addAll(List.of("--maps", model.substring(model.lastIndexOf('-') + 1)));
    }
    return command;
  }

  /** A process that trains on request. */
  private static final class Served implements AutoCloseable {
    private final Process process;
    private final PrintWriter to;
    private final BufferedReader from;
    private final double compileSeconds;

    Served(List<String> command) throws IOException {
      var log = Files.createTempFile("peer", ".log");
      process =
          new ProcessBuilder(command).directory(new File(".")).redirectError(log.toFile()).start();
      to = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
      from =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      compileSeconds = answer(command, log).path("compile_seconds").asDouble();
    }

    private JsonNode answer(List<String> command, Path log) throws IOException {
      var line = from.readLine();
      if (line == null) {
        throw new IllegalStateException(
            "%s ended: %s".formatted(String.join(" ", command), Files.readString(log).strip()));
      }
      return JSON.readTree(line);
    }

    double compileSeconds() {
      return compileSeconds;
    }

    double cpuMillis(double seconds) throws IOException {
      to.println(seconds);
      var line = from.readLine();
      if (line == null) {
        throw new IllegalStateException("a peer ended while it trained");
      }
      return JSON.readTree(line).path("cpu_ms_per_seed_step").asDouble();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
