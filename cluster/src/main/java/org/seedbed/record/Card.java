package org.seedbed.record;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import java.util.Optional;
import org.seedbed.evaluation.AdversarialEvaluation;
import org.seedbed.evaluation.FinalEvaluation;
import org.seedbed.evaluation.Generalization;
import org.seedbed.experiment.Experiment;
import org.seedbed.files.SchemaVersion;

/**
 * The description stored beside the tensors of an initialization.
 *
 * @param entry of the leaderboard
 * @param model that it initializes
 * @param task that it learns
 * @param provenance of the run
 * @param initializationSha256 of {@code initialization.safetensors}
 * @param trainedSha256 of {@code trained.safetensors}
 * @param stage and population that trained it last, such as {@code rungs/02/population-000}
 * @param member its index in that population, from 0
 * @param confirmation what confirmation and its control say of the initialization, in words; empty
 *     if it was not confirmed, or without a control
 * @param generalization of the trained restart
 * @param adversarial results on adversarial inputs at training length; empty if the task has none
 * @param rendered the rendered output on a held-out example, one line per element
 */
@SchemaVersion(4)
public record Card(
    Leaderboard.Entry entry,
    String model,
    String task,
    Provenance provenance,
    String initializationSha256,
    String trainedSha256,
    String stage,
    @JsonAlias("lane") int member,
    Optional<String> confirmation,
    List<Generalization.AtLength> generalization,
    List<AdversarialEvaluation.OnKind> adversarial,
    @JsonAlias("shown") List<String> rendered) {
  /**
   * The stored files of an initialization and the population that trained it.
   *
   * @param initializationSha256 see {@link Card}
   * @param trainedSha256 see {@link Card}
   * @param record of the last population that trained it
   */
  public record Origin(
      String initializationSha256, String trainedSha256, PopulationRecord record) {}

  /** Returns the card of a leaderboard entry. */
  public static Card of(
      Leaderboard.Entry entry,
      Experiment experiment,
      Provenance provenance,
      Origin origin,
      Optional<String> confirmation,
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
        confirmation,
        evaluation.generalization(),
        evaluation.adversarial(),
        evaluation.rendered());
  }

  /** Returns this card for a series of searches, with the search's folder and the merged entry. */
  public Card in(String search, Leaderboard.Entry ranked, Optional<String> merged) {
    return new Card(
        ranked,
        model,
        task,
        provenance,
        initializationSha256,
        trainedSha256,
        search + "/" + stage,
        member,
        merged,
        generalization,
        adversarial,
        rendered);
  }
}
