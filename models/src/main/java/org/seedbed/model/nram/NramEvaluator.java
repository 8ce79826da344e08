package org.seedbed.model.nram;

import java.util.List;
import java.util.Optional;
import org.seedbed.model.Evaluator;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryExample;

/** Evaluates and renders a trained Neural RAM as a discretized program. */
record NramEvaluator(NramSettings settings) implements Evaluator<MemoryExample> {
  @Override
  public List<Evaluation> evaluate(
      List<float[]> parameters, Level level, List<MemoryExample> examples) {
    return parameters.stream().map(own -> evaluate(own, level, examples)).toList();
  }

  private Evaluation evaluate(float[] parameters, Level level, List<MemoryExample> examples) {
    int[] wrong = new NramProgram(settings, parameters).wrongCells(examples, level.timeSteps());
    return Evaluation.of(wrong, examples.stream().mapToLong(MemoryExample::outputCells).sum());
  }

  @Override
  public String render(float[] parameters, Level level, MemoryExample example) {
    return new NramProgram(settings, parameters).circuitOn(example, level.timeSteps());
  }

  @Override
  public String renderingNote() {
    return "Its discretized run on a held-out example, one line per module that matters.";
  }

  @Override
  public Optional<String> form() {
    return Optional.of("discretized program");
  }

  @Override
  public Optional<Evaluator<MemoryExample>> discretized() {
    return Optional.of(this);
  }
}
