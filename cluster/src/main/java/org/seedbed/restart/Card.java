package org.seedbed.restart;

import java.util.List;

/**
 * What a stored initialization is, beside its tensors.
 *
 * @param entry its place on the leaderboard
 * @param model that it initializes
 * @param task that it learns
 * @param provenance of the run
 * @param initializationSha256 of {@code initialization.safetensors}
 * @param trainedSha256 of {@code trained.safetensors}
 * @param stage and population that trained it last, such as {@code rungs/02/population-000}
 * @param lane in that population, from 0
 * @param generalization of the trained restart
 * @param adversarial how it does at training length on inputs that random tests miss; empty where
 *     its task has none
 * @param shown what it makes of a held-out example, one line an element
 */
public record Card(
    Leaderboard.Entry entry,
    String model,
    String task,
    Provenance provenance,
    String initializationSha256,
    String trainedSha256,
    String stage,
    int lane,
    List<Generalization.AtLength> generalization,
    List<Adversary.OnKind> adversarial,
    List<String> shown) {
  /** The same in a series of searches, where its run is a folder and its rank another. */
  Card in(String search, Leaderboard.Entry ranked) {
    return new Card(
        ranked,
        model,
        task,
        provenance,
        initializationSha256,
        trainedSha256,
        search + "/" + stage,
        lane,
        generalization,
        adversarial,
        shown);
  }
}
