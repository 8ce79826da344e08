package org.seedbed.dataparallel;

import java.util.List;
import org.seedbed.model.LearningCurve;
import org.seedbed.restart.Adversary;
import org.seedbed.restart.Generalization;
import org.seedbed.restart.Provenance;
import org.seedbed.restart.SeedOutcome.Score;

/**
 * What a data-parallel training made of an initialization, beside its tensors.
 *
 * @param origin of the initialization
 * @param model that it initializes
 * @param task that it learns
 * @param settings of the training
 * @param provenance of the training
 * @param trainedSha256 of {@code trained.safetensors}
 * @param score on held-out examples of the last level
 * @param curve of all of the training
 * @param generalization to other lengths
 * @param adversarial how it does at training length on inputs that random tests miss; empty where
 *     its task has none
 * @param shown what it makes of a held-out example, one line an element
 */
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
    List<Adversary.OnKind> adversarial,
    List<String> shown) {}
