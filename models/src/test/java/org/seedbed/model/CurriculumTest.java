package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
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
                .mapToObj(step -> curriculum.draw(1, step, START).get(0))
                .filter(above)
                .count()
            / (double) draws;
    // Any level: 2 of 5; the present and above: half of the time above.
    assertThat(share).isCloseTo(0.10 * 2 / 5 + 0.65 / 2, within(0.01));
    double lower =
        LongStream.range(first, first + draws)
                .mapToObj(step -> curriculum.draw(1, step, START).get(0))
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

  private static double meanLength(Curriculum curriculum, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(step -> curriculum.draw(1, step, START).get(0))
        .mapToInt(Level::length)
        .average()
        .orElseThrow();
  }

  @Test
  void aScheduleTakesEveryExampleOnceAndSkipsAlike() {
    var curriculum = Curriculum.bySteps(LEVELS, 10);
    var schedule = new BatchSchedule(curriculum, 4, 16);
    var draws = IntStream.range(0, 200).mapToObj(i -> schedule.next(START).get(0)).toList();
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
    assertThat(resumed.next(START).get(0)).isEqualTo(draws.get(150));
  }

  @Test
  void eachSeedTrainsUpToItsOwnStage() {
    var curriculum = new Curriculum(LEVELS, Curriculum.Rule.ADAPTIVE, 1, 0.85, false);
    var slow = ScheduleState.START;
    var fast = ScheduleState.START.atStage(2);
    assertThat(curriculum.draw(1, 7, List.of(slow, fast))).isEqualTo(LEVELS.subList(0, 3));
    assertThat(curriculum.shares(slow, 3)).containsExactly(1.0, 0.0, 0.0);
    assertThat(curriculum.shares(fast, 3)).containsExactly(1 / 3.0, 1 / 3.0, 1 / 3.0);
    assertThat(curriculum.promoted(slow, 0.84)).isEqualTo(slow);
    assertThat(curriculum.promoted(slow, 0.85).stage()).isEqualTo(1);
    var top = ScheduleState.START.atStage(4);
    assertThat(curriculum.promoted(top, 1)).isEqualTo(top);
    assertThat(curriculum.checked(fast)).isEqualTo(LEVELS.get(2));
  }

  @Test
  void togetherTakesEveryLevelAtEveryStep() {
    var curriculum = new Curriculum(LEVELS, Curriculum.Rule.ALL_LEVELS, 1, 1, false);
    assertThat(curriculum.draw(1, 7, START)).isEqualTo(LEVELS);
    assertThat(curriculum.shares(ScheduleState.START, 5)).containsOnly(0.2);
    var schedule = new BatchSchedule(curriculum, 4, 16);
    schedule.skipTo(10);
    assertThat(schedule.next(START))
        .allMatch(draw -> draw.first() == 160 && draw.count() == 16)
        .hasSize(5);
  }

  @Test
  void aStalledSeedSlowsDownToTheFloor() {
    var rule = new ReduceOnPlateau(2, 0.5, 0.2);
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
    var curriculum = new Curriculum(levels, Curriculum.Rule.ALL_LEVELS, 1, 1, true);
    var schedule = new BatchSchedule(curriculum, 4, 2);
    schedule.skipTo(5);
    var draws = schedule.next(START);
    assertThat(draws).extracting(BatchSchedule.Draw::count).containsExactly(32, 8, 2);
    assertThat(draws).extracting(BatchSchedule.Draw::first).containsExactly(160L, 40L, 10L);
  }
}
