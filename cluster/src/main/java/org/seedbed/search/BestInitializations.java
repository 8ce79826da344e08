package org.seedbed.search;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.seedbed.evaluation.FinalEvaluation;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.population.Initialization;
import org.seedbed.record.Card;
import org.seedbed.record.ConfirmationEffect;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.Provenance;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.StateFile;

/**
 * Stores each of the best initializations with its trained parameters and a card. Runs on the
 * driver.
 */
record BestInitializations(ExperimentModel<?> experiment, RunFolder run, Provenance provenance) {
  /**
   * Stores the initialization of a leaderboard entry.
   *
   * @param record of the last population that trained it
   * @param effect of selection; empty without a control
   */
  void store(Leaderboard.Entry entry, PopulationRecord record, Optional<ConfirmationEffect> effect)
      throws IOException {
    var layout = experiment.layout();
    var about = Map.of("seed", String.valueOf(entry.seed()), "task", experiment.task().name());
    float[] parameters = RunRecords.trainedParameters(run, experiment, record, entry.seed());
    var initialization =
        run.write(
            run.best(entry.rank(), RunFolder.INITIALIZATION),
            StateFile.parameters(Initialization.of(entry.seed(), layout), layout, about));
    var trained =
        run.write(
            run.best(entry.rank(), RunFolder.TRAINED),
            StateFile.parameters(parameters, layout, about));
    run.writeJson(
        run.best(entry.rank(), RunFolder.CARD),
        Card.of(
            entry,
            experiment.experiment(),
            provenance,
            new Card.Origin(initialization.sha256(), trained.sha256(), record),
            effect.flatMap(confirmation -> confirmation.text(entry)),
            FinalEvaluation.of(experiment, parameters)));
  }
}
