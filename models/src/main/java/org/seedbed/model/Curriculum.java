package org.seedbed.model;

import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;

/**
 * Levels that each training step trains on, and their weights for each seed.
 *
 * @param levels in order of difficulty
 * @param rule how training moves through the levels
 * @param stepsPerLevel with {@link Rule#STEPS}, number of steps before the current level rises by
 *     one, 1 or more
 * @param promotion with {@link Rule#ADAPTIVE}, share of a check's examples that a seed must get
 *     exactly right at its stage to advance to the next, in (0, 1]
 * @param evenWork whether shorter levels get larger batches, so that each level costs as much work
 *     as the last; work grows with the square of the time steps
 */
public record Curriculum(
    List<Level> levels, Rule rule, int stepsPerLevel, double promotion, boolean evenWork) {
  private static final double ANY = 0.10;
  private static final double UP_TO_PRESENT = 0.25;

  /** How training moves through the levels. */
  public enum Rule {
    /**
     * Each step draws one level, the same for all seeds (section 4.3 of the Neural RAM paper). With
     * probability 10 % it is any level, with 25 % a level up to the current one, and with 65 % the
     * current level or, increasingly rarely, a higher one. The current level rises with the step.
     */
    STEPS,
    /** Each step trains on a batch of every level. */
    ALL_LEVELS,
    /**
     * Each step trains on a batch of every level up to the seed's own stage. The stage rises when
     * the seed passes its own check at that stage.
     */
    ADAPTIVE
  }

  public Curriculum {
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("a curriculum has no levels, must have 1 or more");
    }
    if (stepsPerLevel < 1) {
      throw new IllegalArgumentException(
          "stepsPerLevel is " + stepsPerLevel + ", must be 1 or more");
    }
    if (!(promotion > 0 && promotion <= 1)) {
      throw new IllegalArgumentException("promotion is " + promotion + ", must be in (0, 1]");
    }
  }

  /** Returns a curriculum that draws one level for all seeds at each step. */
  public static Curriculum bySteps(List<Level> levels, int stepsPerLevel) {
    return new Curriculum(levels, Rule.STEPS, stepsPerLevel, 1, false);
  }

  /** Returns the same curriculum with another condition of promotion. */
  Curriculum withPromotion(double other) {
    return new Curriculum(levels, rule, stepsPerLevel, other, evenWork);
  }

  /** Returns the last level, the target of training. */
  public Level last() {
    return levels.get(levels.size() - 1);
  }

  /**
   * Returns the levels of a step, a function of (data seed, step) and the schedule states.
   *
   * @param schedules schedule states of all members of the population
   */
  public List<Level> draw(long dataSeed, long step, List<ScheduleState> schedules) {
    return switch (rule) {
      case STEPS -> List.of(drawOne(dataSeed, step));
      case ALL_LEVELS -> levels;
      case ADAPTIVE -> {
        int highest = schedules.stream().mapToInt(ScheduleState::stage).max().orElseThrow();
        yield levels.subList(0, highest + 1);
      }
    };
  }

  /**
   * Returns the number of examples of a level per step.
   *
   * @param batch examples of the last level per step
   */
  int batchOf(Level level, int batch) {
    double ratio = evenWork ? last().timeSteps() / (double) level.timeSteps() : 1;
    return (int) Math.round(batch * ratio * ratio);
  }

  /**
   * Returns the work of a training step of a seed, in batches of the last level. Work grows with
   * the square of the time steps.
   *
   * @param stage of the seed
   */
  public double work(int stage, long dataSeed, long step) {
    var trained =
        switch (rule) {
          case STEPS -> List.of(drawOne(dataSeed, step));
          case ALL_LEVELS -> levels;
          case ADAPTIVE -> levels.subList(0, stage + 1);
        };
    return trained.stream().mapToDouble(this::work).sum();
  }

  private double work(Level level) {
    double ratio = level.timeSteps() / (double) last().timeSteps();
    return evenWork ? 1 : ratio * ratio;
  }

  /**
   * Returns the weight of each of {@code count} drawn levels in a seed's loss; the weights sum to
   * one.
   */
  public List<Double> shares(ScheduleState schedule, int count) {
    int trained = rule == Rule.ADAPTIVE ? schedule.stage() + 1 : count;
    return IntStream.range(0, count).mapToObj(i -> i < trained ? 1.0 / trained : 0.0).toList();
  }

  /** Returns the level whose check updates a seed's schedule state. */
  public Level checked(ScheduleState schedule) {
    return rule == Rule.ADAPTIVE ? levels.get(schedule.stage()) : last();
  }

  /**
   * Whether a seed trains on all levels. Until then plateaus are expected and do not lower the
   * learning rate.
   */
  public boolean isComplete(ScheduleState schedule) {
    return rule != Rule.ADAPTIVE || schedule.stage() + 1 == levels.size();
  }

  /**
   * Returns the schedule state of a seed after it got this share of a check's examples right at its
   * stage.
   */
  public ScheduleState promoted(ScheduleState schedule, double exact) {
    boolean rises =
        rule == Rule.ADAPTIVE && schedule.stage() + 1 < levels.size() && exact >= promotion;
    return rises ? schedule.atStage(schedule.stage() + 1) : schedule;
  }

  /**
   * Returns the schedule state of a seed after a check that updates it.
   *
   * @param exact share of the check's examples that are exactly right, at the level of {@link
   *     #checked}
   * @param loss loss of the same check
   */
  public ScheduleState updated(
      ScheduleState schedule, double exact, double loss, ReduceOnPlateau reduceOnPlateau) {
    return isComplete(schedule) ? schedule.after(loss, reduceOnPlateau) : promoted(schedule, exact);
  }

  private Level drawOne(long dataSeed, long step) {
    var random = ExampleKey.of("curriculum").with(dataSeed).with(step).random();
    int top = levels.size() - 1;
    int present = (int) Math.min(top, step / stepsPerLevel);
    double kind = random.nextDouble();
    if (kind < ANY) {
      return levels.get(random.nextInt(levels.size()));
    }
    if (kind < ANY + UP_TO_PRESENT) {
      return levels.get(random.nextInt(present + 1));
    }
    int above = 0;
    while (present + above < top && random.nextBoolean()) {
      above++;
    }
    return levels.get(present + above);
  }
}
