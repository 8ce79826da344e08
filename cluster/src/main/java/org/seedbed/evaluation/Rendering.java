package org.seedbed.evaluation;

import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.HeldOut;

/** What a trained restart makes of an example, for people to read. */
public final class Rendering {
  private Rendering() {}

  /** Of a held-out example of the last level that is short enough to be read. */
  public static <E> String ofHeldOut(ExperimentModel<E> experiment, float[] parameters) {
    var evaluator = experiment.evaluator();
    var level = evaluator.displayLevel(experiment.curriculum().last());
    var heldOut = new HeldOut<>(experiment.task(), experiment.experiment().dataSeed());
    return evaluator.render(parameters, level, heldOut.examples("shown", level, 0, 1).get(0));
  }

  /**
   * Of an input that a person wrote.
   *
   * @throws IllegalArgumentException when the task takes none, or the text is none
   */
  public static <E> String of(ExperimentModel<E> experiment, float[] parameters, String input) {
    var example = experiment.task().parse(input);
    var level = experiment.levelAt(experiment.task().lengthOf(example));
    return experiment.evaluator().render(parameters, level, example);
  }
}
