package org.seedbed.model.nram;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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
import org.seedbed.task.memory.MemoryExample;

/** The Neural RAM. */
public final class NramFamily extends DescribedFamily<NramSettings, MemoryExample> {
  public NramFamily() {
    super(new Names("nram", "Neural RAM", "nram"), NramSettings.class, MemoryExample.class);
  }

  @Override
  public Map<String, String> formerKeys() {
    return Map.of("hidden", "hiddenSize", "dropoutKeep", "dropoutKeepProbability");
  }

  @Override
  public Map<String, Object> formerValues() {
    return Map.of(
        "inputLayers", 0,
        "modules", Module.ALL.stream().map(Module::name).toList(),
        "repeats", 1,
        "entropyReduction", "MEAN",
        "entropyPenalty", 0,
        "penaltyFrom", 0,
        "scored", "SOFT");
  }

  @Override
  public NramSettings shared(NramSettings settings, Engine engine) {
    return settings.withoutTerms();
  }

  @Override
  public ParameterLayout layout(NramSettings settings, Task<MemoryExample> task) {
    return Nram.layoutOf(settings);
  }

  @Override
  public Set<Engine> engines(NramSettings settings) {
    return EnumSet.allOf(Engine.class);
  }

  @Override
  public CompiledModel<MemoryExample> compiled(NramSettings settings, Task<MemoryExample> task) {
    return new CompiledNram(settings);
  }

  @Override
  public Model<MemoryExample> model(
      NramSettings settings, Task<MemoryExample> task, NDManager parent) {
    return new Nram(settings, parent, DataType.FLOAT32);
  }

  @Override
  public Evaluator<MemoryExample> evaluator(
      NramSettings settings, Task<MemoryExample> task, int threads) {
    return new NramEvaluator(settings);
  }
}
