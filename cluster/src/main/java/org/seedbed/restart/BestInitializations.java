package org.seedbed.restart;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.seedbed.model.HeldOut;
import org.seedbed.model.population.Initialization;
import org.seedbed.store.RunFolder;
import org.seedbed.store.StateFile;

/** Stores the best initializations with what they became and a card each. Driver. */
final class BestInitializations {
  private final ExperimentModel<?> experiment;
  private final RunFolder run;
  private final Provenance provenance;

  BestInitializations(ExperimentModel<?> experiment, RunFolder run, Provenance provenance) {
    this.experiment = experiment;
    this.run = run;
    this.provenance = provenance;
  }

  /**
   * Stores one.
   *
   * @param record of the population that trained it last
   */
  void store(Leaderboard.Entry entry, PopulationRecord record) throws IOException {
    var layout = experiment.layout();
    var evaluation = experiment.experiment().evaluation();
    int longest = experiment.curriculum().last().length();
    var about = Map.of("seed", String.valueOf(entry.seed()), "task", experiment.task().name());
    float[] row = trainedRow(run, experiment, record, entry.seed());
    var initialization =
        run.write(
            run.best(entry.rank(), RunFolder.INITIALIZATION),
            StateFile.parameters(Initialization.of(entry.seed(), layout), layout, about));
    var trained =
        run.write(
            run.best(entry.rank(), RunFolder.TRAINED), StateFile.parameters(row, layout, about));
    var seeds = record.outcomes().stream().map(SeedOutcome::seed).toList();
    run.writeJson(
        run.best(entry.rank(), RunFolder.CARD),
        new Card(
            entry,
            experiment.experiment().model(),
            experiment.experiment().task(),
            provenance,
            initialization.sha256(),
            trained.sha256(),
            "%s/population-%03d".formatted(record.stage(), record.number()),
            seeds.indexOf(entry.seed()),
            Generalization.at(experiment, row, evaluation.lengths(), evaluation.lengthExamples()),
            Adversary.has(experiment)
                ? Adversary.at(experiment, row, longest, evaluation.lengthExamples())
                : List.of(),
            shown(experiment, row).lines().toList()));
  }

  /** Parameters of a seed as a population left them. */
  static float[] trainedRow(
      RunFolder run, ExperimentModel<?> experiment, PopulationRecord record, long seed)
      throws IOException {
    byte[] bytes = run.readVerified(run.state(record.stage(), record.number()), record.state());
    return StateFile.population(bytes, experiment.layout()).lane(seed).row();
  }

  /** What a row makes of a held-out example of the last level, for people to read. */
  static <E> String shown(ExperimentModel<E> experiment, float[] row) {
    var level = experiment.architecture().levelShown(experiment.curriculum().last());
    var heldOut = new HeldOut<>(experiment.task(), experiment.experiment().dataSeed());
    List<E> examples = heldOut.examples("shown", level, 0, 1);
    return experiment.architecture().shown(row, level, examples.get(0));
  }
}
