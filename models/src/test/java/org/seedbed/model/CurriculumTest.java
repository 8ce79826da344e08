package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.seedbed.task.Level;

class CurriculumTest {
  private static final List<Level> LEVELS =
      IntStream.rangeClosed(1, 5).mapToObj(length -> new Level(length, 8, 3)).toList();

  @Test
  void drawsTheMixOfThePaper() {
    // The present level is the third throughout.
    var curriculum = new Curriculum(LEVELS, 1_000_000);
    int draws = 20_000;
    Predicate<Level> above = level -> level.length() > 3;
    long first = 2_000_000;
    double share =
        LongStream.range(first, first + draws)
                .mapToObj(step -> curriculum.draw(1, step))
                .filter(above)
                .count()
            / (double) draws;
    // Any level: 2 of 5; the present and above: half of the time above.
    assertThat(share).isCloseTo(0.10 * 2 / 5 + 0.65 / 2, within(0.01));
    double lower =
        LongStream.range(first, first + draws)
                .mapToObj(step -> curriculum.draw(1, step))
                .filter(level -> level.length() < 3)
                .count()
            / (double) draws;
    assertThat(lower).isCloseTo(0.10 * 2 / 5 + 0.25 * 2 / 3, within(0.01));
  }

  @Test
  void risesWithTheSteps() {
    var curriculum = new Curriculum(LEVELS, 100);
    double early = meanLength(curriculum, 0, 100);
    double late = meanLength(curriculum, 10_000, 10_100);
    assertThat(early).isLessThan(2.5);
    assertThat(late).isGreaterThan(4);
  }

  private static double meanLength(Curriculum curriculum, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(step -> curriculum.draw(1, step))
        .mapToInt(Level::length)
        .average()
        .orElseThrow();
  }

  @Test
  void aScheduleTakesEveryExampleOnceAndSkipsAlike() {
    var curriculum = new Curriculum(LEVELS, 10);
    var schedule = new BatchSchedule(curriculum, 4, 16);
    var draws = IntStream.range(0, 200).mapToObj(i -> schedule.next()).toList();
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
    assertThat(resumed.next()).isEqualTo(draws.get(150));
  }
}
