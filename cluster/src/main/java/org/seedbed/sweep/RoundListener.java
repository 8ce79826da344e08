package org.seedbed.sweep;

/** Callbacks on the rounds of a sweep, on the driver. */
public interface RoundListener {
  /**
   * Called when a round starts.
   *
   * @param bracket from 0
   * @param round from 0
   * @param rounds number of rounds of the bracket
   * @param settings number of settings that take part
   */
  default void roundStarts(int bracket, int round, int rounds, int settings) {}

  /** Called when a round has been committed. */
  default void roundDone(SweepRound round) {}

  /** Called when the result has been written. */
  default void swept(SweepLeaderboard leaderboard) {}
}
