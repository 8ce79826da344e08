package org.seedbed.evaluation;

import java.util.List;
import org.seedbed.experiment.ExperimentModel;

/**
 * What is found out about parameters that are stored for good, whichever way they were trained.
 *
 * @param generalization at the experiment's lengths
 * @param adversarial at training length on inputs that random tests miss; empty where the task has
 *     none
 * @param rendered what the restart makes of a held-out example, one line per element
 */
public record FinalEvaluation(
    List<Generalization.AtLength> generalization,
    List<AdversarialEvaluation.OnKind> adversarial,
    List<String> rendered) {
  public FinalEvaluation {
    generalization = List.copyOf(generalization);
    adversarial = List.copyOf(adversarial);
    rendered = List.copyOf(rendered);
  }

  /** Evaluates parameters {@code [P]} as the experiment asks. */
  public static FinalEvaluation of(ExperimentModel<?> experiment, float[] parameters) {
    var evaluation = experiment.experiment().evaluation();
    int longest = experiment.curriculum().last().length();
    return new FinalEvaluation(
        Generalization.at(
            experiment, parameters, evaluation.lengths(), evaluation.lengthExamples()),
        experiment.task().hasAdversarialSets()
            ? AdversarialEvaluation.at(experiment, parameters, longest, evaluation.lengthExamples())
            : List.of(),
        Rendering.ofHeldOut(experiment, parameters).lines().toList());
  }
}
