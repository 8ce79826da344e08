package org.seedbed.model;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.task.Level;

/**
 * Schedule of the examples that each training step takes. Each level's examples are taken in order,
 * none twice. The schedule advances from step 0, so a resumed training continues where it stopped.
 * Not thread-safe.
 */
public final class BatchSchedule {
  private final Curriculum curriculum;
  private final long dataSeed;
  private final int batch;
  private final Map<Level, Long> taken = new HashMap<>();
  private long step;

  /**
   * @param batch examples of the last level per step, 1 or more
   */
  public BatchSchedule(Curriculum curriculum, long dataSeed, int batch) {
    this.curriculum = curriculum;
    this.dataSeed = dataSeed;
    this.batch = batch;
  }

  /**
   * Examples {@code first … first + count − 1} of a level.
   *
   * @param level level to draw from
   * @param first index of its first example
   * @param count number of examples
   */
  public record Draw(Level level, long first, int count) {}

  /**
   * What a population trains on in one step.
   *
   * @param draws in order of difficulty, each that at least one seed trains on
   * @param shares for each seed, the weight of each draw in its loss
   */
  public record StepDraws(List<Draw> draws, List<List<Double>> shares) {}

  /**
   * Returns the draws of the next step, and advances.
   *
   * @param schedules schedule states of all members of the population
   */
  public StepDraws next(List<ScheduleState> schedules) {
    var ofStages = new HashMap<Integer, List<Curriculum.Part>>();
    for (var schedule : schedules) {
      ofStages.computeIfAbsent(
          schedule.stage(), stage -> curriculum.parts(stage, dataSeed, step, batch));
    }
    var sizes =
        ofStages.values().stream()
            .flatMap(List::stream)
            .map(part -> new Size(part.level(), part.count()))
            .distinct()
            .sorted(
                Comparator.comparingInt((Size size) -> curriculum.levels().indexOf(size.level()))
                    .thenComparingInt(Size::count))
            .toList();
    var draws = sizes.stream().map(this::draw).toList();
    var shares = new HashMap<Integer, List<Double>>();
    ofStages.forEach((stage, parts) -> shares.put(stage, shares(parts, sizes)));
    step++;
    return new StepDraws(draws, schedules.stream().map(own -> shares.get(own.stage())).toList());
  }

  /** Seeds that train on as many examples of a level train on the same. */
  private record Size(Level level, int count) {}

  private static List<Double> shares(List<Curriculum.Part> own, List<Size> sizes) {
    return sizes.stream()
        .map(
            size ->
                own.stream()
                    .filter(part -> part.level().equals(size.level()))
                    .filter(part -> part.count() == size.count())
                    .mapToDouble(Curriculum.Part::share)
                    .sum())
        .toList();
  }

  /**
   * With per-seed stages, examples are indexed by step, so one seed's examples never depend on
   * another seed.
   */
  private Draw draw(Size size) {
    int count = size.count();
    long first =
        curriculum.rule() == Curriculum.Rule.STEPS
            ? taken.merge(size.level(), (long) count, Long::sum) - count
            : step * (curriculum.mixesBatches() ? batch : count);
    return new Draw(size.level(), first, count);
  }

  /** Advances to step {@code target} without returning draws. */
  public void skipTo(long target) {
    if (curriculum.rule() != Curriculum.Rule.STEPS) {
      step = target;
    }
    while (step < target) {
      next(List.of(ScheduleState.START));
    }
  }
}
