package org.seedbed.evaluation;

import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.HeldOut;

/** Renders the output of a trained restart on an example as text. */
public final class Rendering {
  private Rendering() {}

  /** Renders a held-out example at the evaluator's display level, which is short enough to read. */
  public static <E> String ofHeldOut(ExperimentModel<E> experiment, float[] parameters) {
    var evaluator = experiment.evaluator();
    var level = evaluator.displayLevel(experiment.curriculum().last());
    var heldOut = new HeldOut<>(experiment.task(), experiment.experiment().dataSeed());
    return evaluator.render(parameters, level, heldOut.examples("shown", level, 0, 1).get(0));
  }

  /**
   * Renders an input that a user typed.
   *
   * @throws IllegalArgumentException if the task takes no typed input, or the text is not a valid
   *     input
   */
  public static <E> String of(ExperimentModel<E> experiment, float[] parameters, String input) {
    var example = experiment.task().parse(input);
    var level = experiment.levelAt(experiment.task().lengthOf(example));
    return experiment.evaluator().render(parameters, level, example);
  }
}
