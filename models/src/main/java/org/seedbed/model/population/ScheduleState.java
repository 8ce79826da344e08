package org.seedbed.model.population;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seedbed.task.Bounds;

/**
 * Schedule state of one seed: everything that its checks and its training losses update. It depends
 * only on the seed's own results, never on other members.
 *
 * @param stage highest level of the curriculum that it trains on, from 0
 * @param rate factor on its learning rate, in (0, 1]
 * @param lowestLoss lowest loss of its checks since it began to train on all levels
 * @param stalled checks since the lowest loss or the last reduction of the learning rate
 * @param parkedAt step at which it had solved the task and was parked, or −1
 * @param windows means of its training loss
 */
public record ScheduleState(
    int stage, float rate, float lowestLoss, int stalled, long parkedAt, TrainingWindows windows) {
  /** State before the first step. */
  public static final ScheduleState START = new ScheduleState(0, 1, Float.POSITIVE_INFINITY, 0);

  /** A state of a seed that is not parked, without training losses. */
  public ScheduleState(int stage, float rate, float lowestLoss, int stalled) {
    this(stage, rate, lowestLoss, stalled, -1, TrainingWindows.NONE);
  }

  /** Whether the seed was parked and takes no more steps. */
  public boolean parked() {
    return parkedAt >= 0;
  }

  /** Returns the state of a seed that is parked at a step, or −1 to let it train on. */
  public ScheduleState parkedAt(long step) {
    return new ScheduleState(stage, rate, lowestLoss, stalled, step, windows);
  }

  /** Returns the state with other training losses. */
  public ScheduleState with(TrainingWindows other) {
    return new ScheduleState(stage, rate, lowestLoss, stalled, parkedAt, other);
  }

  /**
   * Returns the state at another stage, with lowest loss, stalled checks and training losses reset.
   */
  public ScheduleState atStage(int newStage) {
    return new ScheduleState(
        newStage, rate, Float.POSITIVE_INFINITY, 0, parkedAt, windows.withoutLosses());
  }

  /**
   * Returns the state after a check.
   *
   * @param loss loss of the check
   * @param rule when and how to reduce the learning rate
   */
  public ScheduleState after(double loss, ReduceOnPlateau rule) {
    boolean lower = loss < lowestLoss;
    boolean reduces = !lower && rule.of() == Plateau.CHECKS && stalled + 1 >= rule.checks();
    return new ScheduleState(
        stage,
        reduces ? rule.reduced(rate) : rate,
        lower ? (float) loss : lowestLoss,
        lower || reduces ? 0 : stalled + 1,
        parkedAt,
        windows);
  }

  /** Returns the state after a window of training losses. */
  public ScheduleState afterWindow(ReduceOnPlateau rule) {
    return windows.shows(rule.of(), rule.checks())
        ? new ScheduleState(stage, rule.reduced(rate), lowestLoss, stalled, parkedAt, windows)
        : this;
  }

  /**
   * Means of a seed's training loss over windows of steps.
   *
   * @param steps taken in the present window
   * @param lossSum sum of their losses
   * @param costSum sum of their unweighted costs, see {@link StepLoss}
   * @param means mean loss of each of the last windows, newest last; at most {@link #MOST}
   * @param costBound bound of the weight of the cost: learning rate × mean loss ÷ mean cost of the
   *     last window (as in the code of the diagonal Neural GPU); infinite before the first
   */
  public record TrainingWindows(
      int steps, float lossSum, float costSum, List<Float> means, float costBound) {
    /** Before the first step. */
    public static final TrainingWindows NONE =
        new TrainingWindows(0, 0, 0, List.of(), Float.POSITIVE_INFINITY);

    /** Number of windows that are remembered. */
    public static final int MOST = 8;

    private static final float LEAST_BOUND = 1e-20f;

    public TrainingWindows {
      means = List.copyOf(means);
    }

    private TrainingWindows withoutLosses() {
      return new TrainingWindows(0, 0, 0, List.of(), costBound);
    }

    /** Returns the mean loss of the last window; empty before the first has ended. */
    public Optional<Float> lastMean() {
      return means.isEmpty() ? Optional.empty() : Optional.of(means.get(means.size() - 1));
    }

    /** Returns the windows after one more step. */
    public TrainingWindows plus(StepLoss loss) {
      return new TrainingWindows(
          steps + 1,
          lossSum + (float) loss.loss(),
          costSum + (float) loss.cost().orElse(0),
          means,
          costBound);
    }

    /**
     * Returns the windows after the end of the present one.
     *
     * @param learningRate at present
     */
    public TrainingWindows ended(double learningRate) {
      var all = new ArrayList<>(means);
      all.add(lossSum / steps);
      double bound = costSum > 0 ? learningRate * lossSum / costSum : Double.POSITIVE_INFINITY;
      return new TrainingWindows(
          0,
          0,
          0,
          all.subList(Math.max(0, all.size() - MOST), all.size()),
          (float) Math.max(LEAST_BOUND, bound));
    }

    /** Whether the last windows show a plateau, according to {@code count} of them. */
    private boolean shows(Plateau plateau, int count) {
      int last = means.size() - 1;
      if (plateau == Plateau.CHECKS || last < count) {
        return false;
      }
      return plateau == Plateau.WINDOWS
          ? means.subList(last + 1 - count, last + 1).stream()
              .allMatch(mean -> mean > means.get(last - count))
          : means.subList(last - count, last).stream().allMatch(mean -> mean < means.get(last));
    }
  }

  /** What counts as a plateau. */
  public enum Plateau {
    /** The loss of {@code checks} checks in a row is no lower than the lowest before. */
    CHECKS,
    /**
     * The mean training losses of the last {@code checks} windows all exceed that of the window
     * before them (the code of the diagonal Neural GPU, with two).
     */
    WINDOWS,
    /**
     * The mean training loss of the last window exceeds those of all {@code checks} windows before
     * it (the code of the original Neural GPU, with three).
     */
    LAST_WINDOW
  }

  /**
   * Reduces a seed's learning rate when it stops improving, once it trains on all levels.
   *
   * @param of what counts as a plateau
   * @param checks number of checks, or of windows, that it takes, 1 or more; at most 7 windows
   * @param decay factor of a reduction, in (0, 1]; 1 for none
   * @param floor lower bound of the factor on the learning rate, in (0, 1]
   */
  public record ReduceOnPlateau(Plateau of, int checks, double decay, double floor) {
    public static final ReduceOnPlateau NEVER = new ReduceOnPlateau(Plateau.CHECKS, 1, 1, 1);

    public ReduceOnPlateau {
      int most = of == Plateau.CHECKS ? Integer.MAX_VALUE : TrainingWindows.MOST - 1;
      Bounds.check("checks", checks, 1, most);
      share("decay", decay);
      share("floor", floor);
    }

    private float reduced(float rate) {
      return (float) Math.max(floor, rate * decay);
    }

    private static void share(String name, double value) {
      Bounds.check(value > 0 && value <= 1, name, value, "in (0, 1]");
    }
  }
}
