package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.NDManager;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.DescribedFamily;
import org.seedbed.model.Engine;
import org.seedbed.model.Evaluator;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.SequenceExample;

/**
 * Common base of the original and the diagonal Neural GPU, which differ only in names and defaults.
 */
abstract class NeuralGpuFamily extends DescribedFamily<NeuralGpuSettings, SequenceExample> {
  NeuralGpuFamily(String name, String title) {
    super(new Names(name, title, "neuralGpu"), NeuralGpuSettings.class, SequenceExample.class);
  }

  @Override
  public final Map<String, String> formerKeys() {
    return Map.of("dropoutKeep", "dropoutKeepProbability");
  }

  @Override
  public final Map<String, Object> formerValues() {
    return Map.of(
        "saturationFades",
        false,
        "padding",
        Map.of("zeroed", false, "expected", false),
        "initial",
        "GLOROT",
        "extrapolation",
        Map.of("recall", false, "progressiveShare", 0));
  }

  /** On PyTorch, members share their dropout, since one mask serves them all. */
  @Override
  public final NeuralGpuSettings shared(NeuralGpuSettings settings, Engine engine) {
    return settings.withTerms(
        engine == Engine.JVM ? 1 : settings.dropoutKeepProbability(),
        0,
        engine != Engine.JVM && settings.saturationFades(),
        new NeuralGpuSettings.Relaxation(settings.relaxation().sets(), 0, 1, 1),
        engine == Engine.JVM ? 0 : settings.extrapolation().progressiveShare());
  }

  @Override
  public final ParameterLayout layout(NeuralGpuSettings settings, Task<SequenceExample> task) {
    return new NeuralGpuEvaluator(settings, task, 1).layout();
  }

  @Override
  public final Set<Engine> engines(NeuralGpuSettings settings) {
    if (settings.extrapolation().progressiveShare() > 0) {
      return EnumSet.of(Engine.JVM);
    }
    return CompiledNeuralGpu.trains(settings)
        ? EnumSet.allOf(Engine.class)
        : EnumSet.of(Engine.PYTORCH);
  }

  @Override
  public final CompiledModel<SequenceExample> compiled(
      NeuralGpuSettings settings, Task<SequenceExample> task) {
    return new NeuralGpuEvaluator(settings, task, 1).compiled();
  }

  @Override
  public final Model<SequenceExample> model(
      NeuralGpuSettings settings, Task<SequenceExample> task, NDManager parent) {
    return new NeuralGpuEvaluator(settings, task, 1).model();
  }

  @Override
  public final Evaluator<SequenceExample> evaluator(
      NeuralGpuSettings settings, Task<SequenceExample> task, int threads) {
    return new NeuralGpuEvaluator(settings, task, threads);
  }
}
