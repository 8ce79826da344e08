package org.seedbed.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
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
  @Mixin private Figures figures;

  @Mixin private Turns turns;

  @Parameters(paramLabel = "REFERENCE", description = "Folder of 'bench/run peer-reference'.")
  private Path reference;

  @Option(
      names = "--case",
      split = ",",
      converter = CaseAndWidth.Converter.class,
      defaultValue =
          "nram:1,nram:32,nram:128,npi:1,npi:16,neural-gpu-24:8,neural-gpu-48:8,neural-gpu-96:1",
      description = "Cases with their numbers of seeds (default: ${DEFAULT-VALUE}).")
  private List<CaseAndWidth> cases;

  @Option(
      names = "--peer",
      split = ",",
      defaultValue = "jvm,pytorch,jax-vmap,jax-map,torch-compile",
      description = "Engines of Seedbed and peers (default: ${DEFAULT-VALUE}).")
  private List<String> peers;

  @Option(
      names = "--python",
      defaultValue = "bench/peers/.venv/bin/python",
      description = "Python of the peers (default: ${DEFAULT-VALUE}).")
  private Path python;

  @Override
  public Integer call() throws Exception {
    for (var one : cases) {
      measure(one.model(), one.width());
    }
    return 0;
  }

  private void measure(String model, int width) throws IOException {
    var running = new LinkedHashMap<String, ServedPeer>();
    try {
      for (var peer : peers) {
        if (trains(peer, model)) {
          running.put(peer, new ServedPeer(ServedPeer.onOneCore(command(peer, model, width))));
        }
      }
      var measured = new LinkedHashMap<String, List<Double>>();
      for (int round = 0; round < turns.rounds(); round++) {
        for (var peer : running.entrySet()) {
          measured
              .computeIfAbsent(peer.getKey(), name -> new ArrayList<>())
              .add(peer.getValue().train(turns.seconds()).path("cpu_ms_per_seed_step").asDouble());
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
      running.values().forEach(ServedPeer::close);
    }
  }

  private static boolean trains(String peer, String model) {
    return !peer.equals("jvm") || PeerCase.named(model).engines().contains(Engine.JVM);
  }

  private List<String> command(String peer, String model, int width) {
    if (peer.equals("jvm") || peer.equals("pytorch")) {
      return ServedPeer.seedbed(model, peer, width, 1);
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
      command.addAll(List.of("--maps", model.substring(model.lastIndexOf('-') + 1), "--keep", "1"));
    }
    return command;
  }
}
