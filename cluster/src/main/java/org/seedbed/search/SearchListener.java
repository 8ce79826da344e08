package org.seedbed.search;

import java.util.List;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.PopulationResult;
import org.seedbed.record.RungRecord;

/** Callbacks for a search's progress. Called on the driver, by one thread at a time. */
public interface SearchListener {
  /** Ignores all callbacks. */
  SearchListener SILENT = new SearchListener() {};

  /** Called with a one-line message for the log. */
  default void note(String line) {}

  /**
   * Called when slots and width have been chosen.
   *
   * @param slots number of populations that train concurrently
   * @param width maximum number of seeds per population
   */
  default void layoutDecided(int slots, int width) {}

  /** Called after each trial of a population width. */
  default void widthTried(WidthTrial trial) {}

  /**
   * Called when a stage starts.
   *
   * @param stage display name, such as {@code rung 1 of 3}
   * @param seeds number of seeds that take part
   * @param populations number of populations that hold them
   * @param seedSteps total steps of the stage, summed over seeds
   */
  default void stageStarts(String stage, int seeds, int populations, long seedSteps) {}

  /**
   * Called from time to time while populations train, by another thread than the other methods.
   *
   * @param seedSteps seed-steps that the populations now in training have taken in this stage
   */
  default void seedStepsInTraining(long seedSteps) {}

  /** Called for each committed population, including those that an earlier session committed. */
  default void populationDone(PopulationResult record, boolean resumed) {}

  /** Called when a rung has been committed. */
  default void rungDone(RungRecord rung) {}

  /** Called when the leaderboard has been written. */
  default void ranked(Leaderboard leaderboard) {}

  /** Returns a listener that calls several listeners in order. */
  static SearchListener all(List<SearchListener> listeners) {
    return new SearchListener() {
      @Override
      public void note(String line) {
        listeners.forEach(listener -> listener.note(line));
      }

      @Override
      public void layoutDecided(int slots, int width) {
        listeners.forEach(listener -> listener.layoutDecided(slots, width));
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
      public void seedStepsInTraining(long seedSteps) {
        listeners.forEach(listener -> listener.seedStepsInTraining(seedSteps));
      }

      @Override
      public void populationDone(PopulationResult record, boolean resumed) {
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
