package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.seedbed.model.Curriculum.Draw.BATCH;
import static org.seedbed.model.Curriculum.Draw.EXAMPLE;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.Plateau;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.model.population.ScheduleState.TrainingWindows;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.Level;

class CurriculumTest {
  private static final List<Level> LEVELS =
      IntStream.rangeClosed(1, 5).mapToObj(length -> new Level(length, 8, 3)).toList();

  private static final List<ScheduleState> START = List.of(ScheduleState.START);

  @Test
  void drawsTheMixOfThePaper() {
    // The present level is the third throughout.
    var curriculum = Curriculum.bySteps(LEVELS, 1_000_000);
    int draws = 20_000;
    Predicate<Level> above = level -> level.length() > 3;
    long first = 2_000_000;
    double share =
        LongStream.range(first, first + draws)
                .mapToObj(step -> curriculum.parts(0, 1, step, 32).get(0).level())
                .filter(above)
                .count()
            / (double) draws;
    // Any level: 2 of 5; the present and above: half of the time above.
    assertThat(share).isCloseTo(0.10 * 2 / 5 + 0.65 / 2, within(0.01));
    double lower =
        LongStream.range(first, first + draws)
                .mapToObj(step -> curriculum.parts(0, 1, step, 32).get(0).level())
                .filter(level -> level.length() < 3)
                .count()
            / (double) draws;
    assertThat(lower).isCloseTo(0.10 * 2 / 5 + 0.25 * 2 / 3, within(0.01));
  }

  @Test
  void risesWithTheSteps() {
    var curriculum = Curriculum.bySteps(LEVELS, 100);
    double early = meanLength(curriculum, 0, 100);
    double late = meanLength(curriculum, 10_000, 10_100);
    assertThat(early).isLessThan(2.5);
    assertThat(late).isGreaterThan(4);
  }

  /** The mix is that of the steps' curriculum, around the seed's own stage. */
  @Test
  void risesWithTheSeedsOwnChecks() {
    var byError = new Curriculum(LEVELS, Curriculum.Rule.ERROR, BATCH, 1, 0.9, false);
    var bySteps = Curriculum.bySteps(LEVELS, 1000);
    for (long step = 2000; step < 3000; step++) {
      assertThat(byError.parts(2, 1, step, 32)).isEqualTo(bySteps.parts(0, 1, step, 32));
    }
    assertThat(byError.checked(ScheduleState.START.atStage(1))).isEqualTo(LEVELS.get(1));
    assertThat(byError.updated(ScheduleState.START, 0.89, 1, ReduceOnPlateau.NEVER).stage())
        .isZero();
    assertThat(byError.updated(ScheduleState.START, 0.9, 1, ReduceOnPlateau.NEVER).stage())
        .isEqualTo(1);
  }

  /** With a level for each example, the mix is that of one level for each batch, on average. */
  @Test
  void aBatchMayMixLevels() {
    var mixed = new Curriculum(LEVELS, Curriculum.Rule.ERROR, EXAMPLE, 1, 0.9, false);
    var counts = new int[LEVELS.size()];
    for (long step = 0; step < 2000; step++) {
      var parts = mixed.parts(2, 1, step, 32);
      assertThat(parts.stream().mapToInt(Curriculum.Part::count).sum()).isEqualTo(32);
      assertThat(parts).allMatch(part -> part.share() == part.count() / 32.0);
      assertThat(parts).extracting(part -> part.level().length()).isSorted();
      parts.forEach(part -> counts[part.level().length() - 1] += part.count());
    }
    double[] expected = {
      0.1 / 5 + 0.25 / 3,
      0.1 / 5 + 0.25 / 3,
      0.1 / 5 + 0.25 / 3 + 0.65 / 2,
      0.1 / 5 + 0.65 / 4,
      0.1 / 5 + 0.65 / 4
    };
    for (int i = 0; i < counts.length; i++) {
      assertThat(counts[i] / 64_000.0).as("level %d", i + 1).isCloseTo(expected[i], within(0.01));
    }
    assertThatThrownBy(() -> new Curriculum(LEVELS, Curriculum.Rule.ERROR, EXAMPLE, 1, 0.9, true))
        .hasMessageContaining("evenWork");
  }

  /** Whoever trains beside it, at whatever stage. */
  @ParameterizedTest
  @EnumSource(Curriculum.Draw.class)
  void aSeedTrainsOnTheSameExamplesBesideOthers(Curriculum.Draw draw) {
    var curriculum = new Curriculum(LEVELS, Curriculum.Rule.ERROR, draw, 1, 0.9, false);
    var own = ScheduleState.START.atStage(2);
    for (long step = 0; step < 200; step++) {
      var alone = new BatchSchedule(curriculum, 1, 16);
      alone.skipTo(step);
      var beside = new BatchSchedule(curriculum, 1, 16);
      beside.skipTo(step);
      assertThat(trained(beside.next(List.of(ScheduleState.START, own, own.atStage(4))), 1))
          .isEqualTo(trained(alone.next(List.of(own)), 0));
    }
  }

  private static Map<BatchSchedule.Draw, Double> trained(BatchSchedule.StepDraws next, int seed) {
    var trained = new HashMap<BatchSchedule.Draw, Double>();
    for (int i = 0; i < next.draws().size(); i++) {
      if (next.shares().get(seed).get(i) > 0) {
        trained.put(next.draws().get(i), next.shares().get(seed).get(i));
      }
    }
    assertThat(trained.values().stream().mapToDouble(share -> share).sum())
        .isCloseTo(1, within(1e-12));
    return trained;
  }

  private static double meanLength(Curriculum curriculum, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(step -> curriculum.parts(0, 1, step, 32).get(0).level())
        .mapToInt(Level::length)
        .average()
        .orElseThrow();
  }

  @Test
  void aScheduleTakesEveryExampleOnceAndSkipsAlike() {
    var curriculum = Curriculum.bySteps(LEVELS, 10);
    var schedule = new BatchSchedule(curriculum, 4, 16);
    var draws = IntStream.range(0, 200).mapToObj(i -> schedule.next(START).draws().get(0)).toList();
    for (var level : LEVELS) {
      var firsts =
          draws.stream()
              .filter(d -> d.level().equals(level))
              .map(BatchSchedule.Draw::first)
              .toList();
      assertThat(firsts)
          .isEqualTo(LongStream.range(0, firsts.size()).map(i -> 16 * i).boxed().toList());
    }
    var resumed = new BatchSchedule(curriculum, 4, 16);
    resumed.skipTo(150);
    assertThat(resumed.next(START).draws().get(0)).isEqualTo(draws.get(150));
  }

  @Test
  void eachSeedTrainsUpToItsOwnStage() {
    var curriculum = Curriculum.adaptive(LEVELS, 0.85, false);
    var slow = ScheduleState.START;
    var fast = ScheduleState.START.atStage(2);
    var next = new BatchSchedule(curriculum, 1, 32).next(List.of(slow, fast));
    assertThat(next.draws()).extracting(BatchSchedule.Draw::level).isEqualTo(LEVELS.subList(0, 3));
    assertThat(next.shares())
        .containsExactly(List.of(1.0, 0.0, 0.0), List.of(1 / 3.0, 1 / 3.0, 1 / 3.0));
    assertThat(curriculum.promoted(slow, 0.84)).isEqualTo(slow);
    assertThat(curriculum.promoted(slow, 0.85).stage()).isEqualTo(1);
    var top = ScheduleState.START.atStage(4);
    assertThat(curriculum.promoted(top, 1)).isEqualTo(top);
    assertThat(curriculum.checked(fast)).isEqualTo(LEVELS.get(2));
  }

  @Test
  void togetherTakesEveryLevelAtEveryStep() {
    var curriculum = Curriculum.ofAllLevels(LEVELS, false);
    var schedule = new BatchSchedule(curriculum, 4, 16);
    schedule.skipTo(10);
    var next = schedule.next(START);
    assertThat(next.draws()).extracting(BatchSchedule.Draw::level).isEqualTo(LEVELS);
    assertThat(next.draws()).allMatch(draw -> draw.first() == 160 && draw.count() == 16);
    assertThat(next.shares()).containsExactly(List.of(0.2, 0.2, 0.2, 0.2, 0.2));
  }

  @Test
  void aStalledSeedSlowsDownToTheFloor() {
    var rule = new ReduceOnPlateau(Plateau.CHECKS, 2, 0.5, 0.2);
    var schedule = ScheduleState.START.after(1, rule).after(1.5, rule);
    assertThat(schedule).isEqualTo(new ScheduleState(0, 1, 1, 1));
    schedule = schedule.after(1, rule);
    assertThat(schedule).isEqualTo(new ScheduleState(0, 0.5f, 1, 0));
    schedule = schedule.after(0.5, rule);
    assertThat(schedule).isEqualTo(new ScheduleState(0, 0.5f, 0.5f, 0));
    for (int i = 0; i < 20; i++) {
      schedule = schedule.after(Double.NaN, rule);
    }
    assertThat(schedule.rate()).isEqualTo(0.2f);
  }

  @Test
  void shorterLevelsGetLargerBatchesForAsMuchWork() {
    var levels = List.of(new Level(3, 4, 3), new Level(6, 4, 6), new Level(12, 4, 12));
    var curriculum = Curriculum.ofAllLevels(levels, true);
    var schedule = new BatchSchedule(curriculum, 4, 2);
    schedule.skipTo(5);
    var draws = schedule.next(START).draws();
    assertThat(draws).extracting(BatchSchedule.Draw::count).containsExactly(32, 8, 2);
    assertThat(draws).extracting(BatchSchedule.Draw::first).containsExactly(160L, 40L, 10L);
  }

  private static ScheduleState afterWindows(ReduceOnPlateau rule, double... means) {
    var curriculum = Curriculum.ofAllLevels(LEVELS, false);
    var schedule = ScheduleState.START;
    for (double mean : means) {
      // Two steps whose mean it is, at a cost of 3 and 5.
      for (int sign = -1; sign <= 1; sign += 2) {
        var loss = new StepLoss(mean + sign * 0.125, OptionalDouble.of(4 + sign));
        schedule = schedule.with(schedule.windows().plus(loss));
      }
      schedule = curriculum.windowEnded(schedule, 0.01, rule);
    }
    return schedule;
  }

  /** min(m[t−1], m[t]) above m[t−2], where t is the last window. */
  @Test
  void aPlateauIsTwoWindowsAboveTheOneBefore() {
    var rule = new ReduceOnPlateau(Plateau.WINDOWS, 2, 0.5, 0.2);
    assertThat(afterWindows(rule, 3, 4).rate()).isEqualTo(1);
    assertThat(afterWindows(rule, 3, 4, 3.5).rate()).isEqualTo(0.5f);
    assertThat(afterWindows(rule, 3, 4, 3).rate()).isEqualTo(1);
    assertThat(afterWindows(rule, 5, 4, 6, 3).rate()).isEqualTo(1);
    assertThat(afterWindows(rule, 1, 2, 3, 4, 5).rate()).isEqualTo(0.2f);
    assertThat(afterWindows(rule, 1, 2, 3, 4, 5).after(9, rule).after(9, rule).rate())
        .isEqualTo(0.2f);
    assertThat(afterWindows(new ReduceOnPlateau(Plateau.CHECKS, 1, 0.5, 0.1), 1, 2, 3).rate())
        .isEqualTo(1);
  }

  @Test
  void aPlateauIsAWindowAboveTheLastThree() {
    var rule = new ReduceOnPlateau(Plateau.LAST_WINDOW, 3, 0.5, 0.1);
    assertThat(afterWindows(rule, 1, 2, 3).rate()).isEqualTo(1);
    assertThat(afterWindows(rule, 1, 2, 3, 4).rate()).isEqualTo(0.5f);
    assertThat(afterWindows(rule, 5, 2, 3, 4).rate()).isEqualTo(1);
    assertThat(afterWindows(rule, 5, 4, 3, 2, 2.5).rate()).isEqualTo(1);
  }

  /** Learning rate × mean loss ÷ mean cost. */
  @Test
  void theWeightOfACostFollowsTheLoss() {
    var rule = new ReduceOnPlateau(Plateau.WINDOWS, 2, 0.5, 0.2);
    assertThat(ScheduleState.START.windows().costBound()).isInfinite();
    var bound = afterWindows(rule, 3, 2).windows().costBound();
    assertThat(bound).isCloseTo(0.01f * 2 / 4, within(1e-9f));
    // The learning rate is that before the reduction of the same window.
    var reduced = afterWindows(rule, 3, 4, 5, 6);
    assertThat(reduced.rate()).isEqualTo(0.25f);
    assertThat(reduced.windows().costBound()).isCloseTo(0.005f * 6 / 4, within(1e-9f));
    assertThat(reduced.windows().means()).containsExactly(3f, 4f, 5f, 6f);
    assertThat(reduced.atStage(1).windows().means()).isEmpty();
  }

  @Test
  void windowsAreForgottenInTheEnd() {
    double[] means = new double[20];
    Arrays.setAll(means, i -> 20 - i);
    assertThat(afterWindows(ReduceOnPlateau.NEVER, means).windows().means())
        .hasSize(TrainingWindows.MOST)
        .endsWith(1f);
  }
}
