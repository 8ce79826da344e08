package org.seedbed.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.seedbed.statistics.MainEffect.Observation;

/** Against Ishigami's function (1990), whose effects are known, and against noise. */
class MainEffectTest {
  private static final double[] EFFECTS = {0.3139, 0.4424, 0};

  private static double ishigami(double[] x) {
    double sine = Math.sin(x[1]);
    return Math.sin(x[0]) + 7 * sine * sine + 0.1 * Math.pow(x[2], 4) * Math.sin(x[0]);
  }

  private static List<Observation> drawn(int n, int key, int groups, long seed) {
    var random = new SplittableRandom(seed);
    var all = new ArrayList<Observation>();
    for (int i = 0; i < n; i++) {
      double[] x = random.doubles(3, -Math.PI, Math.PI).toArray();
      int group = (int) (groups * (x[key] + Math.PI) / (2 * Math.PI));
      all.add(new Observation(group, ishigami(x)));
    }
    return all;
  }

  @Test
  void effectsOfAKnownFunction() {
    for (int key = 0; key < 3; key++) {
      var effect = MainEffect.of(drawn(20_000, key, 40, 1), 0);
      assertThat(effect.share()).isCloseTo(EFFECTS[key], within(0.02));
      assertThat(effect.pvalue() < 0.001).isEqualTo(EFFECTS[key] > 0);
    }
  }

  /** With 64 settings as with many, cut into the same groups: what is found is right on average. */
  @Test
  void fewSettingsDoNotFlatterAKey() {
    for (int key = 0; key < 3; key++) {
      double sum = 0;
      for (int i = 0; i < 300; i++) {
        sum += MainEffect.of(drawn(64, key, 8, i), 0).share();
      }
      // What is below 0 counts as 0, so a key of no effect is above it a little.
      double ofMany = MainEffect.of(drawn(20_000, key, 8, 1), 0).share();
      assertThat(sum / 300).isCloseTo(ofMany, within(0.06));
    }
  }

  @Test
  void varianceOfSeedsIsNoVarianceOfSettings() {
    var random = new SplittableRandom(5);
    var all = new ArrayList<Observation>();
    double noise = 0;
    for (int i = 0; i < 4000; i++) {
      int group = random.nextInt(2);
      double truth = 0.3 + 0.2 * group + (random.nextBoolean() ? 0.1 : -0.1);
      int solved = 0;
      for (int seed = 0; seed < 4; seed++) {
        solved += random.nextDouble() < truth ? 1 : 0;
      }
      double p = solved / 4.0;
      all.add(new Observation(group, p));
      noise += p * (1 - p) / 3;
    }
    // 0.01 of 0.02: the group's variance of that between settings.
    assertThat(MainEffect.of(all, noise / 4000).share()).isCloseTo(0.5, within(0.08));
  }

  /** Of keys without an effect, one in twenty has a p below 0.05. */
  @Test
  void pvaluesOfNoEffectAreUniform() {
    var random = new SplittableRandom(7);
    int below = 0;
    for (int i = 0; i < 500; i++) {
      var all = new ArrayList<Observation>();
      for (int n = 0; n < 48; n++) {
        all.add(new Observation(random.nextInt(4), random.nextInt(5) / 4.0));
      }
      below += MainEffect.of(all, 0).pvalue() < 0.05 ? 1 : 0;
    }
    assertThat(below).isBetween(12, 40);
  }

  @Test
  void withoutVarianceNothingIsExplained() {
    var all = List.of(new Observation(0, 0.5), new Observation(1, 0.5), new Observation(1, 0.5));
    var effect = MainEffect.of(all, 0);
    assertThat(effect.share()).isZero();
    assertThat(effect.pvalue()).isEqualTo(1);
  }
}
