package org.seedbed.record;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import org.seedbed.evaluation.AdversarialEvaluation;
import org.seedbed.evaluation.FinalEvaluation;
import org.seedbed.evaluation.Generalization;
import org.seedbed.experiment.Experiment;
import org.seedbed.files.SchemaVersion;

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
 * @param member its index in that population, from 0
 * @param generalization of the trained restart
 * @param adversarial how it does at training length on inputs that random tests miss; empty where
 *     its task has none
 * @param rendered what it makes of a held-out example, one line per element
 */
@SchemaVersion(2)
public record Card(
    Leaderboard.Entry entry,
    String model,
    String task,
    Provenance provenance,
    String initializationSha256,
    String trainedSha256,
    String stage,
    @JsonAlias("lane") int member,
    List<Generalization.AtLength> generalization,
    List<AdversarialEvaluation.OnKind> adversarial,
    @JsonAlias("shown") List<String> rendered) {
  /**
   * Where an initialization is stored and was trained.
   *
   * @param initializationSha256 see {@link Card}
   * @param trainedSha256 see {@link Card}
   * @param record of the population that trained it last
   */
  public record Origin(
      String initializationSha256, String trainedSha256, PopulationRecord record) {}

  /** The card of an entry. */
  public static Card of(
      Leaderboard.Entry entry,
      Experiment experiment,
      Provenance provenance,
      Origin origin,
      FinalEvaluation evaluation) {
    var record = origin.record();
    return new Card(
        entry,
        experiment.model(),
        experiment.task(),
        provenance,
        origin.initializationSha256(),
        origin.trainedSha256(),
        "%s/population-%03d".formatted(record.stage(), record.number()),
        record.seeds().indexOf(entry.seed()),
        evaluation.generalization(),
        evaluation.adversarial(),
        evaluation.rendered());
  }

  /** The same in a series of searches, where its run is a folder and its rank another. */
  public Card in(String search, Leaderboard.Entry ranked) {
    return new Card(
        ranked,
        model,
        task,
        provenance,
        initializationSha256,
        trainedSha256,
        search + "/" + stage,
        member,
        generalization,
        adversarial,
        rendered);
  }
}
