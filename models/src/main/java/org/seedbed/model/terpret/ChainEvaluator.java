package org.seedbed.model.terpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.seedbed.model.Evaluator;
import org.seedbed.task.Level;
import org.seedbed.task.terpret.ChainExample;

/** Reads the more probable value of every boolean. */
record ChainEvaluator() implements Evaluator<ChainExample> {
  @Override
  public List<Evaluation> evaluate(
      List<float[]> parameters, Level level, List<ChainExample> examples) {
    return parameters.stream()
        .map(ChainEvaluator::booleans)
        .map(found -> Evaluation.of(examples.stream().filter(e -> e.isSolvedBy(found)).count()))
        .toList();
  }

  /** Returns x₀, which is 0, and the more probable value of each other boolean. */
  private static List<Integer> booleans(float[] logits) {
    var booleans = new ArrayList<Integer>();
    booleans.add(0);
    for (int i = 0; i < logits.length; i += 2) {
      booleans.add(logits[i] > logits[i + 1] ? 0 : 1);
    }
    return booleans;
  }

  @Override
  public String render(float[] parameters, Level level, ChainExample example) {
    return "%s: found %s%n"
        .formatted(
            example,
            booleans(parameters).stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  @Override
  public String renderingNote() {
    return "The more probable value of each boolean.";
  }

  @Override
  public Optional<Evaluator<ChainExample>> discretized() {
    return Optional.of(this);
  }
}
