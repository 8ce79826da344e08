package org.seedbed.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExtraTimeStepsTest {
  private static final int LENGTH = 101;

  private final Experiment experiment = ExperimentFile.defaultsOf("diagonal-neural-gpu");

  private ExperimentModel<?> model(int extraTimeSteps) {
    return ExperimentModel.of(experiment.withExtraTimeSteps(extraTimeSteps));
  }

  @Test
  void theyAreAddedToEveryLevelOfTrainingAndEvaluation() {
    var given = model(0);
    var more = model(4);
    assertThat(more.curriculum().levels()).hasSameSizeAs(given.curriculum().levels());
    for (int i = 0; i < given.curriculum().levels().size(); i++) {
      assertThat(more.curriculum().levels().get(i).timeSteps())
          .isEqualTo(given.curriculum().levels().get(i).timeSteps() + 4);
    }
    assertThat(more.levelAt(LENGTH).timeSteps()).isEqualTo(given.levelAt(LENGTH).timeSteps() + 4);
  }

  @Test
  void oneTimeStepIsLeft() {
    assertThat(model(-10_000).levelAt(LENGTH).timeSteps()).isEqualTo(1);
  }
}
