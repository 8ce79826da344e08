package org.seedbed.model.population;

/**
 * Schedule state of one seed: everything that its checks update. It depends only on the seed's own
 * results, never on other members.
 *
 * @param stage highest level of the curriculum that it trains on, from 0
 * @param rate factor on its learning rate, in (0, 1]
 * @param lowestLoss lowest loss of its checks since it began to train on all levels
 * @param stalled checks since the lowest loss or the last reduction of the learning rate
 * @param parkedAt step at which it had solved the task and was parked, or −1
 */
public record ScheduleState(int stage, float rate, float lowestLoss, int stalled, long parkedAt) {
  /** State before the first step. */
  public static final ScheduleState START = new ScheduleState(0, 1, Float.POSITIVE_INFINITY, 0);

  /** A state of a seed that is not parked. */
  public ScheduleState(int stage, float rate, float lowestLoss, int stalled) {
    this(stage, rate, lowestLoss, stalled, -1);
  }

  /** Whether the seed was parked and takes no more steps. */
  public boolean parked() {
    return parkedAt >= 0;
  }

  /** Returns the state of a seed that is parked at a step, or −1 to let it train on. */
  public ScheduleState parkedAt(long step) {
    return new ScheduleState(stage, rate, lowestLoss, stalled, step);
  }

  /** Returns the state at another stage, with lowest loss and stalled checks reset. */
  public ScheduleState atStage(int newStage) {
    return new ScheduleState(newStage, rate, Float.POSITIVE_INFINITY, 0);
  }

  /**
   * Returns the state after a check.
   *
   * @param loss loss of the check
   * @param rule when and how to reduce the learning rate
   */
  public ScheduleState after(double loss, ReduceOnPlateau rule) {
    if (loss < lowestLoss) {
      return new ScheduleState(stage, rate, (float) loss, 0);
    }
    if (stalled + 1 < rule.checks()) {
      return new ScheduleState(stage, rate, lowestLoss, stalled + 1);
    }
    float slower = (float) Math.max(rule.floor(), rate * rule.decay());
    return new ScheduleState(stage, slower, lowestLoss, 0);
  }

  /**
   * Reduces a seed's learning rate when its checks stop improving, once it trains on all levels.
   *
   * @param checks number of checks without a lower loss before a reduction, 1 or more
   * @param decay factor of a reduction, in (0, 1]; 1 for none
   * @param floor lower bound of the factor on the learning rate, in (0, 1]
   */
  public record ReduceOnPlateau(int checks, double decay, double floor) {
    public static final ReduceOnPlateau NEVER = new ReduceOnPlateau(1, 1, 1);

    public ReduceOnPlateau {
      if (checks < 1) {
        throw new IllegalArgumentException("checks are " + checks + ", must be 1 or more");
      }
      share("decay", decay);
      share("floor", floor);
    }

    private static void share(String name, double value) {
      if (!(value > 0 && value <= 1)) {
        throw new IllegalArgumentException(name + " is " + value + ", must be in (0, 1]");
      }
    }
  }
}
