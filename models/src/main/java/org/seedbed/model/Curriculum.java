package org.seedbed.model;

import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;

/**
 * Which levels each training step trains on, and with what weight for each seed.
 *
 * @param levels in order of difficulty
 * @param rule how training goes through them
 * @param stepsPerLevel with {@link Rule#STEPS}, steps after which the present level rises by one, 1
 *     or more
 * @param promotion with {@link Rule#ADAPTIVE}, share of a check's examples that a seed must get
 *     exactly right at its stage to go on to the next, in (0, 1]
 * @param evenWork whether shorter levels get larger batches, so that each is as much work as the
 *     last: by the square of their time steps
 */
public record Curriculum(
    List<Level> levels, Rule rule, int stepsPerLevel, double promotion, boolean evenWork) {
  private static final double ANY = 0.10;
  private static final double UP_TO_PRESENT = 0.25;

  /** How training goes through the levels. */
  public enum Rule {
    /**
     * Each step draws one level, the same for all seeds: any level 10 % of the time, one up to the
     * present level 25 %, the present level or, ever more rarely, one above it 65 % (section 4.3 of
     * the Neural RAM paper). The present level rises with the step.
     */
    STEPS,
    /** Each step trains on a batch of every level. */
    ALL_LEVELS,
    /**
     * Each step trains on a batch of every level up to the seed's own stage, which rises when the
     * seed's own check at that stage is good enough.
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

  /** One level for all seeds at each step. */
  public static Curriculum bySteps(List<Level> levels, int stepsPerLevel) {
    return new Curriculum(levels, Rule.STEPS, stepsPerLevel, 1, false);
  }

  /** The level that counts: the last. */
  public Level last() {
    return levels.get(levels.size() - 1);
  }

  /**
   * The levels of a step, a function of (data seed, step) and of how far the seeds have come.
   *
   * @param schedules of all seeds that train together
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
   * Examples of a level that a step takes.
   *
   * @param batch examples of the last level
   */
  int batchOf(Level level, int batch) {
    double ratio = evenWork ? last().timeSteps() / (double) level.timeSteps() : 1;
    return (int) Math.round(batch * ratio * ratio);
  }

  /** How much each of {@code count} drawn levels counts in a seed's loss; they sum to one. */
  public List<Double> shares(ScheduleState schedule, int count) {
    int trained = rule == Rule.ADAPTIVE ? schedule.stage() + 1 : count;
    return IntStream.range(0, count).mapToObj(i -> i < trained ? 1.0 / trained : 0.0).toList();
  }

  /** Levels that a seed is checked on beside the last: those that settle its schedule. */
  public Level checked(ScheduleState schedule) {
    return rule == Rule.ADAPTIVE ? levels.get(schedule.stage()) : last();
  }

  /** Whether a seed trains on all levels; before that, plateaus are part of learning. */
  public boolean isComplete(ScheduleState schedule) {
    return rule != Rule.ADAPTIVE || schedule.stage() + 1 == levels.size();
  }

  /** The pace of a seed that got this share of a check's examples right at its stage. */
  public ScheduleState promoted(ScheduleState schedule, double exact) {
    boolean rises =
        rule == Rule.ADAPTIVE && schedule.stage() + 1 < levels.size() && exact >= promotion;
    return rises ? schedule.atStage(schedule.stage() + 1) : schedule;
  }

  /**
   * The pace of a seed after a check that settles it.
   *
   * @param exact share of the check's examples that are right, at the level that {@link #checked}
   *     names
   * @param loss of the same
   */
  public ScheduleState updated(
      ScheduleState schedule, double exact, double loss, ReduceOnPlateau stall) {
    return isComplete(schedule) ? schedule.after(loss, stall) : promoted(schedule, exact);
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
