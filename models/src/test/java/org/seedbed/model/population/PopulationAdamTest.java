package org.seedbed.model.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.seedbed.model.population.AdamSettings.Rule.ADAM;
import static org.seedbed.model.population.AdamSettings.Rule.ADAMAX;
import static org.seedbed.model.population.AdamSettings.Rule.RMSPROP;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.seedbed.model.NativeMemory;

class PopulationAdamTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(List.of(new Parameter("w", List.of(2), new Initializer.Constant(1))));

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  private Population population(Long... seeds) {
    var state = PopulationState.initial(LAYOUT, List.of(seeds));
    return new Population(nativeMemory.manager(), LAYOUT, state, DataType.FLOAT64);
  }

  private void step(PopulationAdam adam, Population population, double[] gradient, double... loss) {
    adam.step(
        population,
        nativeMemory.manager().create(gradient, new Shape(population.width(), 2)),
        nativeMemory.manager().create(loss));
  }

  private static AdamSettings settings(double clip, double noise) {
    return new AdamSettings(ADAM, 0.1, 0.9, 0.99, 0.99, 1, 1e-8, true, 0, clip, noise, 0, 0);
  }

  @Test
  void takesTheStepsOfThePaper() {
    var adam = new PopulationAdam(settings(1e9, 0), 1);
    double[] gradients = {0.5, -2.0, 0.25};
    double theta = 1;
    double m = 0;
    double v = 0;
    try (var population = population(0L)) {
      for (int t = 1; t <= gradients.length; t++) {
        double g = gradients[t - 1];
        step(adam, population, new double[] {g, 0}, 1);
        m = 0.9 * m + 0.1 * g;
        v = 0.99 * v + 0.01 * g * g;
        double mHat = m / (1 - Math.pow(0.9, t));
        double vHat = v / (1 - Math.pow(0.99, t));
        theta -= 0.1 * mHat / (Math.sqrt(vHat) + 1e-8);
        assertThat(population.rows().toDoubleArray()[0]).isCloseTo(theta, within(1e-6));
      }
      assertThat(population.rows().toDoubleArray()[1]).isEqualTo(1);
      assertThat(population.step()).isEqualTo(3);
    }
  }

  @Test
  void clipsEachSeedByItsOwnNorm() {
    var adam = new PopulationAdam(settings(1, 0), 1);
    try (var population = population(0L, 1L)) {
      step(adam, population, new double[] {30, 40, 0.3, 0.4}, 1, 1);
      var state = population.state();
      // First moments are a tenth of the clipped gradient: norm 50 becomes 1, norm 0.5 stays.
      assertThat(state.members().get(0).firstMoment())
          .containsExactly(new float[] {0.06f, 0.08f}, within(1e-7f));
      assertThat(state.members().get(1).firstMoment())
          .containsExactly(new float[] {0.03f, 0.04f}, within(1e-7f));
    }
  }

  @Test
  void freezesADivergedSeedAndLeavesItsNeighboursAlone() {
    var adam = new PopulationAdam(settings(1, 0), 1);
    try (var together = population(0L, 1L, 2L);
        var apart = population(1L)) {
      double[] good = {0.3, -0.4};
      step(adam, together, new double[] {0.1, 0.1, good[0], good[1], 0.1, 0.1}, 1, 1, 1);
      step(adam, apart, good, 1);
      float[] before = together.state().members().get(0).parameters();
      step(
          adam,
          together,
          new double[] {Double.NaN, 0, good[0], good[1], 0.1, 0.1},
          1,
          1,
          Double.POSITIVE_INFINITY);
      step(adam, apart, good, 1);
      step(adam, together, new double[] {0.1, 0.1, good[0], good[1], 0.1, 0.1}, 1, 1, 1);
      step(adam, apart, good, 1);
      var state = together.state();
      assertThat(state.members())
          .extracting(PopulationState.Member::divergedAt)
          .containsExactly(1L, -1L, 1L);
      assertThat(state.members().get(0).parameters()).containsExactly(before);
      assertThat(state.members().get(1).parameters())
          .containsExactly(apart.state().members().get(0).parameters());
      assertThat(state.members().get(0).firstMoment()).doesNotContain(Float.NaN);
    }
  }

  /** The norm of P independent values of deviation σ is σ√P, but for a few per cent. */
  @Test
  void noiseIsAShareOfTheClippedNorm() {
    int size = 10_000;
    var adam = new AdamSettings(ADAM, 0.1, 0.9, 0.99, 0.99, 1, 1e-8, true, 0, 2.5, 0, 0.2, 0);
    double sum = 0;
    double deviation = adam.noiseDeviation(0, 1, size);
    for (float value : CommonNoise.gaussian("test", 1, 0, size)) {
      sum += Math.pow(deviation * value, 2);
    }
    assertThat(Math.sqrt(sum)).isCloseTo(0.2 * 2.5, within(0.02));
    assertThat(adam.noiseDeviation(99, 1, size) / deviation)
        .isCloseTo(Math.sqrt(Math.pow(100, -0.55)), within(1e-12));
  }

  @Test
  void noiseIsCommonToAllSeeds() {
    var adam = new PopulationAdam(settings(1, 0.01), 7);
    try (var wide = population(0L, 1L, 2L);
        var single = population(2L)) {
      step(adam, wide, new double[6], 1, 1, 1);
      step(adam, single, new double[2], 1);
      var members = wide.state().members();
      assertThat(members.get(0).parameters()).containsExactly(members.get(2).parameters());
      assertThat(members.get(2).parameters())
          .containsExactly(single.state().members().get(0).parameters());
      assertThat(members.get(0).firstMoment()[0]).isNotZero();
    }
  }

  /** A spike counts as 1.2 times the maximum before it, and nothing is corrected. */
  @Test
  void clipsCoordinatesByTheirOwnMaximum() {
    var settings =
        new AdamSettings(ADAMAX, 0.1, 0.9, 0.99, 0.99, 1, 1e-8, false, 1.2, 1e9, 0, 0, 0);
    var adam = new PopulationAdam(settings, 1);
    double[] gradients = {0.5, 100, -0.2, -100};
    double theta = 1;
    double m = 0;
    double u = 0;
    try (var population = population(0L)) {
      for (double gradient : gradients) {
        step(adam, population, new double[] {gradient, 0}, 1);
        double bound = 1.2 * u + 1e-4;
        double g = Math.max(-bound, Math.min(bound, gradient));
        m = 0.9 * m + 0.1 * g;
        u = Math.max(0.99 * u, Math.abs(g));
        theta -= 0.1 * m / (u + 1e-8);
        assertThat(population.rows().toDoubleArray()[0]).isCloseTo(theta, within(1e-6));
      }
      assertThat(u).as("four steps from 1e-4").isLessThan(1e-3);
    }
  }

  @Test
  void takesAdaMaxStepsWithAnEarlyDecayAndEachSeedsOwnRate() {
    var settings = new AdamSettings(ADAMAX, 0.1, 0.9, 0.999, 0.9, 2, 1e-8, true, 0, 1e9, 0, 0, 0);
    var adam = new PopulationAdam(settings, 1);
    double[] gradients = {0.5, -0.02, 0.25};
    double[] theta = {1, 1};
    double[] rates = {1, 0.25};
    double m = 0;
    double u = 0;
    try (var population = population(0L, 1L)) {
      population.update(List.of(ScheduleState.START, new ScheduleState(0, 0.25f, 0, 0)));
      for (int t = 1; t <= gradients.length; t++) {
        double g = gradients[t - 1];
        step(adam, population, new double[] {g, 0, g, 0}, 1, 1);
        // 1 − β2 is 0.1, halved every two steps.
        double beta2 = 1 - 0.1 * Math.pow(0.5, (t - 1) / 2.0);
        m = 0.9 * m + 0.1 * g;
        u = Math.max(beta2 * u, Math.abs(g));
        for (int k = 0; k < 2; k++) {
          theta[k] -= 0.1 * rates[k] / (1 - Math.pow(0.9, t)) * m / (u + 1e-8);
          assertThat(population.rows().toDoubleArray()[2 * k]).isCloseTo(theta[k], within(1e-6));
        }
      }
    }
  }

  /** The mean is corrected for its start, the decaying sum is not. */
  @Test
  void rmsPropSumsGradientsByTheRootOfTheirMeanSquare() {
    var settings = new AdamSettings(RMSPROP, 0.01, 0.9, 0.95, 0.95, 1, 1e-4, true, 0, 1e9, 0, 0, 0);
    var adam = new PopulationAdam(settings, 1);
    double[] gradients = {0.5, -2.0, 0.25};
    double theta = 1;
    double sum = 0;
    double v = 0;
    try (var population = population(0L)) {
      for (int t = 1; t <= gradients.length; t++) {
        double g = gradients[t - 1];
        step(adam, population, new double[] {g, 0}, 1);
        v = 0.95 * v + 0.05 * g * g;
        sum = 0.9 * sum + g / (Math.sqrt(v / (1 - Math.pow(0.95, t))) + 1e-4);
        theta -= 0.01 * sum;
        assertThat(population.rows().toDoubleArray()[0]).isCloseTo(theta, within(1e-6));
      }
    }
  }
}
