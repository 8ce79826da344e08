package org.seedbed.model.population;

/**
 * How far one seed has come: everything that its own checks have settled. It depends on the seed's
 * own results alone, never on its neighbours'.
 *
 * @param stage highest level of the curriculum that it trains on, from 0
 * @param rate by which its learning rate is scaled, in (0, 1]
 * @param lowestLoss lowest loss of its checks since it trains on all levels
 * @param stalled checks since then
 */
public record ScheduleState(int stage, float rate, float lowestLoss, int stalled) {
  /** Before the first step. */
  public static final ScheduleState START = new ScheduleState(0, 1, Float.POSITIVE_INFINITY, 0);

  /** At another stage: what was reached at the last one no longer counts. */
  public ScheduleState atStage(int newStage) {
    return new ScheduleState(newStage, rate, Float.POSITIVE_INFINITY, 0);
  }

  /**
   * After a check.
   *
   * @param loss of the check
   * @param rule when and how the learning rate falls
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
   * Lowers a seed's learning rate when its checks no longer improve, once it trains on all levels.
   *
   * @param checks without a lower loss after which it falls, 1 or more
   * @param decay factor by which it falls, in (0, 1]; 1 for never
   * @param floor lowest factor that it ever gets, in (0, 1]
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
