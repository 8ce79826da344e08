package org.seedbed.dataparallel;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import org.seedbed.evaluation.AdversarialEvaluation;
import org.seedbed.evaluation.FinalEvaluation;
import org.seedbed.evaluation.Generalization;
import org.seedbed.experiment.Experiment;
import org.seedbed.files.SchemaVersion;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.Provenance;
import org.seedbed.record.SeedOutcome.Score;

/**
 * The description stored beside the tensors of a data-parallel training.
 *
 * @param origin of the initialization
 * @param model that it initializes
 * @param task that it learns
 * @param settings of the training
 * @param provenance of the training
 * @param trainedSha256 of {@code trained.safetensors}
 * @param score on held-out examples of the last level
 * @param curve learning curve of the complete training
 * @param generalization to other lengths
 * @param adversarial results on adversarial inputs at training length; empty if the task has none
 * @param rendered the rendered output on a held-out example, one line per element
 */
@SchemaVersion(3)
public record TrainedCard(
    TrainingOrigin origin,
    String model,
    String task,
    DataParallelSettings settings,
    Provenance provenance,
    String trainedSha256,
    Score score,
    LearningCurve curve,
    List<Generalization.AtLength> generalization,
    List<AdversarialEvaluation.OnKind> adversarial,
    @JsonAlias("shown") List<String> rendered) {
  /**
   * The result of the training.
   *
   * @param trainedSha256 see {@link TrainedCard}
   * @param score see {@link TrainedCard}
   * @param curve see {@link TrainedCard}
   */
  record Result(String trainedSha256, Score score, LearningCurve curve) {}

  static TrainedCard of(
      TrainingOrigin origin,
      Experiment experiment,
      DataParallelSettings settings,
      Provenance provenance,
      Result result,
      FinalEvaluation evaluation) {
    return new TrainedCard(
        origin,
        experiment.model(),
        experiment.task(),
        settings,
        provenance,
        result.trainedSha256(),
        result.score(),
        result.curve(),
        evaluation.generalization(),
        evaluation.adversarial(),
        evaluation.rendered());
  }
}
