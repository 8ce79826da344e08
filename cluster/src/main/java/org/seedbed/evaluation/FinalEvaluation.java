package org.seedbed.evaluation;

import java.util.List;
import org.seedbed.experiment.ExperimentModel;

/**
 * The evaluation stored with final parameters, after a restart search or data-parallel training.
 *
 * @param generalization results at the experiment's lengths
 * @param adversarial results on adversarial inputs at training length; empty if the task has none
 * @param rendered the rendered output on a held-out example, one line per element
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

  /** Evaluates parameters {@code [P]} with the experiment's evaluation settings. */
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
