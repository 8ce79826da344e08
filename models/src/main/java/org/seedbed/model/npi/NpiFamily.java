package org.seedbed.model.npi;

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
import org.seedbed.task.trace.TraceExample;

/** The Neural Programmer-Interpreter. */
public final class NpiFamily extends DescribedFamily<NpiSettings, TraceExample> {
  public NpiFamily() {
    super(
        new Names("npi", "Neural Programmer-Interpreter", "npi"),
        NpiSettings.class,
        TraceExample.class);
  }

  @Override
  public Map<String, String> formerKeys() {
    return Map.of("units", "hiddenSize");
  }

  @Override
  public Map<String, Object> formerValues() {
    return Map.of(
        "weightByLoss", 0.0, "frames", FrameDraw.ALL, "subprograms", NpiSettings.Subprograms.NONE);
  }

  @Override
  public ParameterLayout layout(NpiSettings settings, Task<TraceExample> task) {
    return new NpiEvaluator(settings, NpiEvaluator.traced(task), 1, Engine.PYTORCH).layout();
  }

  @Override
  public Set<Engine> engines(NpiSettings settings) {
    return settings.subprograms().steps() > 0
        ? EnumSet.of(Engine.JVM)
        : EnumSet.allOf(Engine.class);
  }

  @Override
  public CompiledModel<TraceExample> compiled(NpiSettings settings, Task<TraceExample> task) {
    return new NpiEvaluator(settings, NpiEvaluator.traced(task), 1, Engine.JVM).compiled();
  }

  @Override
  public Model<TraceExample> model(
      NpiSettings settings, Task<TraceExample> task, NDManager parent) {
    return new NpiEvaluator(settings, NpiEvaluator.traced(task), 1, Engine.PYTORCH).model();
  }

  @Override
  public Evaluator<TraceExample> evaluator(
      NpiSettings settings, Task<TraceExample> task, int threads) {
    return evaluator(settings, task, threads, Engine.PYTORCH);
  }

  @Override
  public Evaluator<TraceExample> evaluator(
      NpiSettings settings, Task<TraceExample> task, int threads, Engine engine) {
    return new NpiEvaluator(settings, NpiEvaluator.traced(task), threads, engine);
  }
}
