package org.seedbed.model;

import java.util.List;
import java.util.SplittableRandom;
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
 * @param draw with rules that draw levels, {@link Rule#STEPS} and {@link Rule#ERROR}, what a level
 *     is drawn for
 * @param stepsPerLevel with {@link Rule#STEPS}, number of steps before the present level rises by
 *     one, 1 or more
 * @param promotion with rules that have stages, {@link Rule#ADAPTIVE} and {@link Rule#ERROR}, share
 *     of a check's examples that a seed must get exactly right at its stage to advance to the next,
 *     in (0, 1]
 * @param evenWork whether shorter levels get larger batches, so that each level costs as much work
 *     as the last; work grows with the square of the time steps
 */
public record Curriculum(
    List<Level> levels,
    Rule rule,
    Draw draw,
    int stepsPerLevel,
    double promotion,
    boolean evenWork) {
  private static final double ANY = 0.10;
  private static final double UP_TO_PRESENT = 0.25;

  /** How training moves through the levels. */
  public enum Rule {
    /**
     * Levels are drawn, the same for all seeds (section 4.3 of the Neural RAM paper). With
     * probability 10 % it is any level, with 25 % a level up to the present one, and with 65 % the
     * present level or, increasingly rarely, a higher one. The present level rises with the step.
     */
    STEPS,
    /** Each step trains on a batch of every level. */
    ALL_LEVELS,
    /**
     * Each step trains on a batch of every level up to the seed's own stage. The stage rises when
     * the seed passes its own check at that stage.
     */
    ADAPTIVE,
    /**
     * Levels are drawn as with {@link #STEPS}, but the present level is the seed's own stage, which
     * rises when the seed passes its own check at that stage. As in the paper, difficulty rises as
     * the error falls.
     */
    ERROR;

    private boolean draws() {
      return this == STEPS || this == ERROR;
    }

    private boolean hasStages() {
      return this == ADAPTIVE || this == ERROR;
    }
  }

  /** What a level is drawn for. */
  public enum Draw {
    /** For the whole batch of a step. */
    BATCH,
    /** For each of a batch's examples. */
    EXAMPLE
  }

  /**
   * A seed's examples of one level in one step.
   *
   * @param count number of examples
   * @param share their weight in the seed's loss; the shares of a step sum to one
   */
  public record Part(Level level, int count, double share) {}

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
    if (evenWork && rule.draws() && draw == Draw.EXAMPLE) {
      throw new IllegalArgumentException(
          "evenWork needs batches of one level, but curriculum.draw is EXAMPLE. Set one of them"
              + " otherwise.");
    }
  }

  /** Returns a curriculum that draws one level for all seeds at each step. */
  public static Curriculum bySteps(List<Level> levels, int stepsPerLevel) {
    return new Curriculum(levels, Rule.STEPS, Draw.BATCH, stepsPerLevel, 1, false);
  }

  /** Returns a curriculum that trains on a batch of every level at each step. */
  public static Curriculum ofAllLevels(List<Level> levels, boolean evenWork) {
    return new Curriculum(levels, Rule.ALL_LEVELS, Draw.BATCH, 1, 1, evenWork);
  }

  /** Returns a curriculum in which each seed trains up to its own stage. */
  public static Curriculum adaptive(List<Level> levels, double promotion, boolean evenWork) {
    return new Curriculum(levels, Rule.ADAPTIVE, Draw.BATCH, 1, promotion, evenWork);
  }

  /** Returns the same curriculum with another condition of promotion. */
  Curriculum withPromotion(double other) {
    return new Curriculum(levels, rule, draw, stepsPerLevel, other, evenWork);
  }

  /** Returns the last level, the target of training. */
  public Level last() {
    return levels.get(levels.size() - 1);
  }

  /**
   * Returns what a seed trains on in a step, in order of difficulty.
   *
   * @param stage of the seed
   * @param batch examples of the last level per step
   */
  public List<Part> parts(int stage, long dataSeed, long step, int batch) {
    return switch (rule) {
      case STEPS ->
          drawn((int) Math.min(levels.size() - 1, step / stepsPerLevel), dataSeed, step, batch);
      case ERROR -> drawn(stage, dataSeed, step, batch);
      case ALL_LEVELS -> evenly(levels, batch);
      case ADAPTIVE -> evenly(levels.subList(0, stage + 1), batch);
    };
  }

  /** Whether a batch may hold examples of several levels. */
  boolean mixesBatches() {
    return rule.draws() && draw == Draw.EXAMPLE;
  }

  private List<Part> evenly(List<Level> trained, int batch) {
    return trained.stream()
        .map(level -> new Part(level, batchOf(level, batch), 1.0 / trained.size()))
        .toList();
  }

  private List<Part> drawn(int present, long dataSeed, long step, int batch) {
    var random = ExampleKey.of("curriculum").with(dataSeed).with(step).random();
    if (draw == Draw.BATCH) {
      var level = levels.get(drawOne(present, random));
      return List.of(new Part(level, batchOf(level, batch), 1));
    }
    int[] counts = new int[levels.size()];
    for (int i = 0; i < batch; i++) {
      counts[drawOne(present, random)]++;
    }
    return IntStream.range(0, counts.length)
        .filter(i -> counts[i] > 0)
        .mapToObj(i -> new Part(levels.get(i), counts[i], counts[i] / (double) batch))
        .toList();
  }

  /**
   * Returns the number of examples of a level per step.
   *
   * @param batch examples of the last level per step
   */
  private int batchOf(Level level, int batch) {
    double ratio = evenWork ? last().timeSteps() / (double) level.timeSteps() : 1;
    return (int) Math.round(batch * ratio * ratio);
  }

  /**
   * Returns the work of a training step of a seed, in batches of the last level. Work grows with
   * the square of the time steps.
   *
   * @param stage of the seed
   * @param batch examples of the last level per step
   */
  public double work(int stage, long dataSeed, long step, int batch) {
    return parts(stage, dataSeed, step, batch).stream()
        .mapToDouble(part -> work(part.level()) * (mixesBatches() ? part.share() : 1))
        .sum();
  }

  private double work(Level level) {
    double ratio = level.timeSteps() / (double) last().timeSteps();
    return evenWork ? 1 : ratio * ratio;
  }

  /** Returns the level whose check updates a seed's schedule state. */
  public Level checked(ScheduleState schedule) {
    return rule.hasStages() ? levels.get(schedule.stage()) : last();
  }

  /**
   * Whether a seed trains on all levels. Until then plateaus are expected and do not lower the
   * learning rate.
   */
  public boolean isComplete(ScheduleState schedule) {
    return !rule.hasStages() || schedule.stage() + 1 == levels.size();
  }

  /**
   * Returns the schedule state of a seed after it got this share of a check's examples right at its
   * stage.
   */
  public ScheduleState promoted(ScheduleState schedule, double exact) {
    boolean rises = rule.hasStages() && schedule.stage() + 1 < levels.size() && exact >= promotion;
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

  /**
   * Returns the schedule state of a seed after a window of training losses.
   *
   * @param learningRate before it was reduced
   */
  public ScheduleState windowEnded(
      ScheduleState schedule, double learningRate, ReduceOnPlateau reduceOnPlateau) {
    var windows = schedule.windows().ended(learningRate * schedule.rate());
    var ended = schedule.with(windows);
    return isComplete(ended) ? ended.afterWindow(reduceOnPlateau) : ended;
  }

  /** Returns the index of a drawn level. */
  private int drawOne(int present, SplittableRandom random) {
    int top = levels.size() - 1;
    double kind = random.nextDouble();
    if (kind < ANY) {
      return random.nextInt(levels.size());
    }
    if (kind < ANY + UP_TO_PRESENT) {
      return random.nextInt(present + 1);
    }
    int above = 0;
    while (present + above < top && random.nextBoolean()) {
      above++;
    }
    return present + above;
  }
}
