package org.seedbed.restart;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.seedbed.model.Curriculum;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Pace.StallRule;
import org.seedbed.restart.Experiment.CurriculumSettings;
import org.seedbed.restart.Experiment.EvaluationSettings;
import org.seedbed.restart.Experiment.PruningRule;
import org.seedbed.restart.Experiment.SearchSettings;
import org.seedbed.restart.Experiment.Seeds;

/** What an experiment with a Neural GPU does where it does not say. */
final class NeuralGpuDefaults {
  /** Of the original model: Adam at 0.001. */
  static final AdamSettings ADAM =
      new AdamSettings(AdamSettings.Rule.ADAM, 0.001, 0.9, 0.999, 0.999, 2000, 1e-8, 1, 0, 0);

  /** Of the diagonal model: AdaMax at 0.01·48/m, whose β2 starts at 0.99; relative noise 1e-4. */
  static final AdamSettings ADAMAX =
      new AdamSettings(AdamSettings.Rule.ADAMAX, 0.02, 0.9, 0.9995, 0.99, 2000, 1e-8, 1, 0, 1e-4);

  private NeuralGpuDefaults() {}

  static Experiment of(String model, NeuralGpuSettings settings, AdamSettings adam) {
    return new Experiment(
        model,
        "badd",
        new Seeds(0, 64),
        1,
        Optional.empty(),
        new CurriculumSettings(
            Curriculum.Rule.ADAPTIVE,
            12,
            41,
            List.of(12, 16, 21, 27, 34, 41),
            OptionalInt.empty(),
            0,
            100,
            0.5,
            true,
            0),
        Optional.empty(),
        Optional.of(settings),
        Optional.empty(),
        new TrainingSettings(4, 40, 32, adam, new StallRule(4, 0.7, 1 / 60.0)),
        new SearchSettings(
            List.of(600, 1200, 2400),
            PruningRule.SUCCESSIVE_HALVING,
            0.5,
            OptionalInt.empty(),
            OptionalInt.empty(),
            1),
        new EvaluationSettings(1024, List.of(41, 61, 81, 101, 201, 401), 32, 4, 1));
  }
}
