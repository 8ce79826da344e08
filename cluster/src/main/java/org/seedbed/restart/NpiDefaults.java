package org.seedbed.restart;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.seedbed.model.Curriculum;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Pace.StallRule;
import org.seedbed.restart.Experiment.CurriculumSettings;
import org.seedbed.restart.Experiment.EvaluationSettings;
import org.seedbed.restart.Experiment.PruningRule;
import org.seedbed.restart.Experiment.SearchSettings;
import org.seedbed.restart.Experiment.Seeds;

/** What an experiment with a Neural Programmer-Interpreter does where it does not say. */
final class NpiDefaults {
  private NpiDefaults() {}

  static Experiment of(String model) {
    return new Experiment(
        model,
        "addition-recursive",
        new Seeds(0, 64),
        1,
        Optional.empty(),
        new CurriculumSettings(
            Curriculum.Rule.TOGETHER, 4, 4, List.of(4), OptionalInt.empty(), 0, 100, 0.5, false, 0),
        Optional.empty(),
        Optional.empty(),
        Optional.of(NpiSettings.DEFAULTS),
        new TrainingSettings(
            16,
            25,
            64,
            AdamSettings.DEFAULTS.withLearningRate(0.01),
            new StallRule(8, 0.7, 1 / 60.0)),
        new SearchSettings(
            List.of(400, 800, 1600),
            PruningRule.SUCCESSIVE_HALVING,
            0.5,
            OptionalInt.empty(),
            OptionalInt.empty(),
            1),
        new EvaluationSettings(1024, List.of(5, 10, 20, 60, 100), 32, 4, 1));
  }
}
