package org.seedbed.experiment;

import java.util.List;

/**
 * What is done with trained restarts.
 *
 * @param examples held-out examples that a score is taken on, 1 or more
 * @param lengths that solved restarts are tried on, rising
 * @param lengthExamples held-out examples of each length, 1 or more
 * @param top initializations that are confirmed and stored, 0 or more
 * @param confirmations fresh data seeds that each of them is trained under, 0 or more
 */
public record EvaluationSettings(
    int examples, List<Integer> lengths, int lengthExamples, int top, int confirmations) {
  public EvaluationSettings {
    lengths = List.copyOf(lengths);
    Checks.atLeastOne("evaluation.examples", examples);
    Checks.atLeastOne("evaluation.lengthExamples", lengthExamples);
    if (!lengths.equals(lengths.stream().filter(n -> n > 0).sorted().distinct().toList())) {
      throw new IllegalArgumentException(
          "evaluation.lengths are " + lengths + ", must be rising numbers above 0");
    }
    if (top < 0 || confirmations < 0) {
      throw new IllegalArgumentException(
          "evaluation.top and evaluation.confirmations are "
              + top
              + " and "
              + confirmations
              + ", must be 0 or more");
    }
  }
}
