package org.seedbed.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RacingTest {
  private static SettingResult result(
      int setting, int solved, int tried, double cost, double exact) {
    return new SettingResult(setting, tried, solved, 0, 0, cost, cost, exact);
  }

  @Test
  void theShareThatIsKeptIsTheCheapestPerSolvedSeed() {
    var results =
        List.of(
            result(0, 0, 100, 5, 0.1),
            result(1, 50, 100, 1, 0.9),
            result(2, 90, 100, 4, 0.9),
            result(3, 90, 100, 1, 0.9),
            result(4, 0, 100, 1, 0.5));
    assertThat(new Racing(0.5, 0.5).continuing(results)).containsExactly(0, 1, 3);
    assertThat(new Racing(0.25, 0.25).continuing(results)).containsExactly(0, 3);
    // Setting 2 costs more than four times as much as setting 1, for certain.
    assertThat(new Racing(0.5, 1).continuing(results)).containsExactly(0, 1, 3);
  }

  @Test
  void settingsThatCannotBeToldFromTheLastKeptContinue() {
    var results =
        List.of(
            result(1, 4, 4, 1, 1),
            result(2, 3, 4, 1, 1),
            result(3, 2, 4, 1, 1),
            result(4, 0, 4, 1, 0));
    assertThat(new Racing(0.5, 0.5).continuing(results)).containsExactly(1, 2);
    assertThat(new Racing(0.5, 1).continuing(results)).containsExactly(1, 2, 3);
  }

  @Test
  void withoutASolvedSeedHeldOutExamplesDecide() {
    var results =
        List.of(result(1, 0, 4, 1, 0.2), result(2, 0, 4, 1, 0.9), result(3, 0, 4, 9, 0.5));
    assertThat(new Racing(0.3, 0.3).continuing(results)).containsExactly(2);
    assertThat(new Racing(0.3, 1).continuing(results)).containsExactly(1, 2, 3);
  }

  @Test
  void oneLuckySeedOfFewDoesNotBeatManySolvedOnes() {
    assertThat(SettingResult.ORDER.compare(result(1, 1, 1, 1, 1), result(2, 19, 20, 1, 1)))
        .isPositive();
  }

  @Test
  void costsHaveIntervals() {
    // A solved seed costs 1, an unsolved one 3; of as many as each solved one fails as many.
    var half = new SettingResult(1, 16, 8, 0, 0, 1, 3, 1);
    assertThat(half.costPerSolved().orElseThrow()).isEqualTo(4.0);
    assertThat(half.costLow()).isCloseTo(1 + 3 * 0.28 / 0.72, within(0.01));
    assertThat(half.costHigh().orElseThrow()).isCloseTo(1 + 3 * 0.72 / 0.28, within(0.02));
    var none = new SettingResult(1, 4, 0, 0, 0, 0, 3, 1);
    assertThat(none.costPerSolved()).isEmpty();
    assertThat(none.costHigh()).isEmpty();
    assertThat(none.costLow()).isCloseTo(3 * 0.5101 / 0.4899, within(0.01));
  }

  /** Solved seeds park early, so that share and mean cost move together. */
  @Test
  void costIntervalsCoverTheTruth() {
    for (double[] at :
        new double[][] {{16, 0.5, 0.1}, {16, 0.7, 0.3}, {8, 0.9, 0.3}, {32, 0.2, 0.5}}) {
      int tried = (int) at[0];
      double truth = at[2] + (1 - at[1]) / at[1];
      var random = new SplittableRandom(1);
      int covered = 0;
      for (int i = 0; i < 4000; i++) {
        int solved = 0;
        for (int seed = 0; seed < tried; seed++) {
          solved += random.nextDouble() < at[1] ? 1 : 0;
        }
        var result = new SettingResult(1, tried, solved, 0, 0, solved == 0 ? 0 : at[2], 1, 1);
        boolean below = result.costLow() <= truth;
        covered += below && result.costHigh().map(high -> high >= truth).orElse(true) ? 1 : 0;
      }
      assertThat(covered / 4000.0).as("of %s", java.util.Arrays.toString(at)).isBetween(0.91, 0.99);
    }
  }

  /** 200 races of 64 settings, of which four are three times as good as all others. */
  @Test
  void goodSettingsSurviveMostRaces() {
    var random = new SplittableRandom(1);
    int found = 0;
    for (int race = 0; race < 200; race++) {
      var alive = new ArrayList<>(IntStream.rangeClosed(1, 64).boxed().toList());
      int[] solved = new int[65];
      int tried = 0;
      for (int seeds : List.of(4, 8, 16)) {
        for (int setting : alive) {
          for (int i = tried; i < seeds; i++) {
            solved[setting] += random.nextDouble() < (setting <= 4 ? 0.9 : 0.3) ? 1 : 0;
          }
        }
        tried = seeds;
        int now = tried;
        var results = alive.stream().map(s -> result(s, solved[s], now, 1, 0.5)).toList();
        alive = new ArrayList<>(new Racing(0.5, 0.75).continuing(results));
      }
      found += alive.stream().anyMatch(setting -> setting <= 4) ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(198);
  }
}
