package org.seedbed.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Time and memory of a seed-step against the number of seeds on the GPU that is there, in PyTorch
 * and JAX, beside the engine for tiny models on all cores of the same machine.
 */
@Command(
    name = "gpu",
    description = {
      "Populations of 1 to 8,192 seeds on a GPU, in PyTorch and JAX, beside the JVM engine on all",
      "cores. Needs a Python with both for CUDA, and a reference of 'peer-reference'."
    },
    mixinStandardHelpOptions = true)
final class GpuRates implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 32;
  private static final double SECONDS = 3;

  @Mixin private Figures figures;

  @Parameters(paramLabel = "REFERENCE", description = "Folder of 'bench/run peer-reference'.")
  private Path reference;

  @Option(
      names = "--python",
      defaultValue = "python3",
      description = "Python with PyTorch and JAX (default: ${DEFAULT-VALUE}).")
  private String python;

  @Option(
      names = "--device",
      defaultValue = "cuda",
      description = "cuda, or cpu to try the command (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--minutes",
      defaultValue = "9",
      description = "Time for the GPU (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Override
  public Integer call() throws Exception {
    var measured = Files.createTempFile("gpu", ".jsonl");
    var process =
        new ProcessBuilder(
                python,
                "bench/peers/gpu.py",
                "--reference",
                reference.toString(),
                "--device",
                device,
                "--minutes",
                String.valueOf(minutes),
                "--output",
                measured.toString())
            .inheritIO();
    // Some releases of JAX cannot tune kernels without CUDA's own compiler.
    process.environment().putIfAbsent("XLA_FLAGS", "--xla_gpu_autotune_level=0");
    int code = process.start().waitFor();
    for (var line : Files.readAllLines(measured)) {
      add(JSON.readTree(line));
    }
    int cores = Runtime.getRuntime().availableProcessors();
    for (var model : List.of("nram", "npi", "neural-gpu-24")) {
      try (var served = new ServedPeer(ServedPeer.seedbed(model, "jvm", WIDTH, cores))) {
        add(model, "Seedbed, JVM on " + cores + " cores", WIDTH * cores, served.train(SECONDS));
      }
    }
    return code;
  }

  private void add(JsonNode row) throws IOException {
    var error = row.path("error").asText().lines().findFirst().orElse("");
    add(
        row.path("model").asText(),
        row.path("framework").asText(),
        row.path("K").asInt(),
        row.path("us_per_seed_step").asDouble(),
        error.isEmpty() ? Spread.text(row.path("peak_mib").asDouble()) : error);
  }

  private void add(String model, String where, int width, JsonNode trained) throws IOException {
    add(model, where, width, 1e3 * trained.path("wall_ms_per_seed_step").asDouble(), "–");
  }

  private void add(String model, String where, int width, double micros, String memory)
      throws IOException {
    figures.add(
        "model",
        model,
        "on",
        where,
        "K",
        width,
        "µs per seed-step",
        micros,
        "MiB at the peak, or the error",
        memory.length() > 60 ? memory.substring(0, 60) + " …" : memory);
  }
}
