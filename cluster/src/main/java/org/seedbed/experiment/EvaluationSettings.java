package org.seedbed.experiment;

import java.util.List;
import java.util.OptionalInt;
import org.seedbed.task.Bounds;
import org.seedbed.task.LevelRange;

/**
 * How trained restarts are scored, confirmed and stored.
 *
 * @param examples number of held-out examples per score, 1 or more
 * @param lengths at which solved restarts are evaluated, in increasing order
 * @param lengthExamples number of held-out examples per length, 1 or more
 * @param top number of initializations to confirm and store, 0 or more
 * @param confirmations number of fresh data seeds to train each of them with, 0 or more; on
 *     average, with a rule that chooses
 * @param confirmation how the fresh data seeds are spent
 * @param checkpoint which parameters of a seed that has not solved the task are scored and stored;
 *     those of one that solves it and is parked are always the ones that do
 * @param checkLengths further lengths at which checks in training score the seeds; learning curves
 *     then hold a diagnosis. A check at n positions costs as n² does
 * @param select the one of {@code checkLengths} whose scores choose the best checkpoint; empty for
 *     the last level of training
 */
public record EvaluationSettings(
    int examples,
    List<Integer> lengths,
    int lengthExamples,
    int top,
    int confirmations,
    ConfirmationRule confirmation,
    KeptCheckpoint checkpoint,
    List<Integer> checkLengths,
    OptionalInt select) {
  public EvaluationSettings {
    lengths = List.copyOf(lengths);
    checkLengths = List.copyOf(checkLengths);
    Bounds.check("evaluation.examples", examples, 1, 1_000_000);
    Bounds.check("evaluation.lengthExamples", lengthExamples, 1, 1_000_000);
    checkRising("evaluation.lengths", lengths);
    checkRising("evaluation.checkLengths", checkLengths);
    if (select.isPresent() && !checkLengths.contains(select.getAsInt())) {
      throw new IllegalArgumentException(
          "evaluation.select is %d, must be one of evaluation.checkLengths, which are %s"
              .formatted(select.getAsInt(), checkLengths));
    }
    Bounds.check("evaluation.top", top, 0, 10_000);
    Bounds.check("evaluation.confirmations", confirmations, 0, 1000);
  }

  private static void checkRising(String name, List<Integer> lengths) {
    if (!lengths.equals(lengths.stream().filter(n -> n > 0).sorted().distinct().toList())) {
      throw new IllegalArgumentException(
          name + " are " + lengths + ", must be increasing numbers above 0");
    }
    lengths.forEach(length -> Bounds.check(name, length, 1, LevelRange.LONGEST));
  }

  /**
   * Returns these settings as a run goes on with them that was begun with others: without a control
   * and by its last states, if it was begun so.
   */
  EvaluationSettings asBegun(EvaluationSettings begun) {
    boolean uncontrolled = begun.confirmation == ConfirmationRule.WITHOUT_CONTROL;
    return new EvaluationSettings(
        examples,
        lengths,
        lengthExamples,
        top,
        confirmations,
        uncontrolled ? begun.confirmation : confirmation,
        begun.checkpoint == KeptCheckpoint.LAST ? begun.checkpoint : checkpoint,
        checkLengths,
        select);
  }
}
