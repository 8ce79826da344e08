package org.seedbed.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;
import org.seedbed.model.Engine;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.ModelFamily;
import org.seedbed.model.neuralgpu.DiagonalNeuralGpuFamily;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.npi.NpiFamily;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.nram.NramFamily;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.memory.MemoryTasks;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTasks;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTasks;

/**
 * A training step that Seedbed and its peers both take: a model with its settings, on one batch.
 *
 * @param name of the case, such as {@code neural-gpu-24}
 */
record PeerCase<S extends Record, E>(
    String name, ModelFamily<S, E> family, S settings, Task<E> task, Level level, int examples) {
  static final long DATA_SEED = 1;

  /** All cases. */
  static List<PeerCase<?, ?>> all() {
    return List.of(nram(), npi(), neuralGpu(24, 32), neuralGpu(48, 8), neuralGpu(96, 32));
  }

  /** Returns a case by its name. */
  static PeerCase<?, ?> named(String name) {
    return all().stream()
        .filter(one -> one.name().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No case '%s', must be one of %s"
                        .formatted(name, all().stream().map(PeerCase::name).toList())));
  }

  /** Without entropy and dropout. */
  static PeerCase<NramSettings, MemoryExample> nram() {
    var defaults = NramSettings.DEFAULTS;
    var settings =
        new NramSettings(
            defaults.registers(),
            defaults.hiddenSize(),
            defaults.controller(),
            1,
            0,
            defaults.entropyHalfLife(),
            defaults.probabilityFloor());
    var task = MemoryTasks.task("copy");
    var fit = task.level(3, OptionalInt.of(8));
    var level = new Level(fit.length(), fit.modulus(), 8);
    return new PeerCase<>("nram", new NramFamily(), settings, task, level, 32);
  }

  static PeerCase<NpiSettings, TraceExample> npi() {
    var task = TraceTasks.task("addition-recursive");
    var level = task.level(4, OptionalInt.empty());
    return new PeerCase<>("npi", new NpiFamily(), NpiSettings.DEFAULTS, task, level, 16);
  }

  /** Without dropout, without recall, and with a cost of saturation that does not fade. */
  static PeerCase<NeuralGpuSettings, SequenceExample> neuralGpu(int maps, int examples) {
    var settings = NeuralGpuSettings.DIAGONAL.withMaps(maps).withoutRecall(1e-2).withoutDropout();
    var task = SequenceTasks.task("badd");
    var level = task.level(41, OptionalInt.empty());
    return new PeerCase<>(
        "neural-gpu-" + maps, new DiagonalNeuralGpuFamily(), settings, task, level, examples);
  }

  /** Engines that it can train on. */
  Set<Engine> engines() {
    return family.engines(settings);
  }

  /** Layout of a seed's parameters. */
  ParameterLayout layout() {
    return family.layout(settings, task);
  }

  /** The batch of the step. */
  LevelBatch<E> batch() {
    return new LevelBatch<>(
        level,
        LongStream.range(0, examples).mapToObj(i -> task.example(DATA_SEED, level, i)).toList());
  }
}
