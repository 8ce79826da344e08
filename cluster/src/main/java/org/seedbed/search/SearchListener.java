package org.seedbed.search;

import java.util.List;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RungRecord;

/** Hears how a search goes on. Called on the driver, by one thread at a time. */
public interface SearchListener {
  /** Hears nothing. */
  SearchListener SILENT = new SearchListener() {};

  /** Something that a reader of the log wants to know, in one line. */
  default void note(String line) {}

  /**
   * The layout stands.
   *
   * @param slots populations that train at the same time
   * @param width most seeds of one
   */
  default void settled(int slots, int width) {}

  /** The width of populations is being tried out. */
  default void widthTried(WidthTrial trial) {}

  /**
   * A stage begins.
   *
   * @param stage what the reader knows it by, such as {@code rung 1 of 3}
   * @param seeds that take part
   * @param populations that they are spread over
   * @param seedSteps that the stage will take, counted for each seed
   */
  default void stageStarts(String stage, int seeds, int populations, long seedSteps) {}

  /** A population is committed, either just now or by an earlier run of the same search. */
  default void populationDone(PopulationRecord record, boolean resumed) {}

  /** A rung is committed. */
  default void rungDone(RungRecord rung) {}

  /** The leaderboard stands. */
  default void ranked(Leaderboard leaderboard) {}

  /** Several listeners as one. */
  static SearchListener all(List<SearchListener> listeners) {
    return new SearchListener() {
      @Override
      public void note(String line) {
        listeners.forEach(listener -> listener.note(line));
      }

      @Override
      public void settled(int slots, int width) {
        listeners.forEach(listener -> listener.settled(slots, width));
      }

      @Override
      public void widthTried(WidthTrial trial) {
        listeners.forEach(listener -> listener.widthTried(trial));
      }

      @Override
      public void stageStarts(String stage, int seeds, int populations, long seedSteps) {
        listeners.forEach(l -> l.stageStarts(stage, seeds, populations, seedSteps));
      }

      @Override
      public void populationDone(PopulationRecord record, boolean resumed) {
        listeners.forEach(listener -> listener.populationDone(record, resumed));
      }

      @Override
      public void rungDone(RungRecord rung) {
        listeners.forEach(listener -> listener.rungDone(rung));
      }

      @Override
      public void ranked(Leaderboard leaderboard) {
        listeners.forEach(listener -> listener.ranked(leaderboard));
      }
    };
  }
}
