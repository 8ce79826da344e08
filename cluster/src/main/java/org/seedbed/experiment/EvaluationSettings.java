package org.seedbed.experiment;

import java.util.List;

/**
 * How trained restarts are scored, confirmed and stored.
 *
 * @param examples number of held-out examples per score, 1 or more
 * @param lengths at which solved restarts are evaluated, in increasing order
 * @param lengthExamples number of held-out examples per length, 1 or more
 * @param top number of initializations to confirm and store, 0 or more
 * @param confirmations number of fresh data seeds to train each of them with, 0 or more
 */
public record EvaluationSettings(
    int examples, List<Integer> lengths, int lengthExamples, int top, int confirmations) {
  public EvaluationSettings {
    lengths = List.copyOf(lengths);
    Checks.atLeastOne("evaluation.examples", examples);
    Checks.atLeastOne("evaluation.lengthExamples", lengthExamples);
    if (!lengths.equals(lengths.stream().filter(n -> n > 0).sorted().distinct().toList())) {
      throw new IllegalArgumentException(
          "evaluation.lengths are " + lengths + ", must be increasing numbers above 0");
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
