package org.seedbed.search;

import java.io.Serializable;
import java.util.List;
import org.seedbed.files.CommittedFile;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.RunFolder;

/**
 * A job for an executor: train one population to the end of a stage.
 *
 * @param stage such as {@code rungs/01}
 * @param number of the population in the stage, from 0
 * @param seeds of its members, in order
 * @param sources states to load the members from; empty to start from the initializations
 * @param untilStep total steps at the end of the stage
 * @param dataSeed of the training stream
 * @param dataset whether to read the experiment's dataset instead of generating examples in place
 */
public record PopulationJob(
    String stage,
    int number,
    List<Long> seeds,
    List<Source> sources,
    long untilStep,
    long dataSeed,
    boolean dataset)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public PopulationJob {
    seeds = List.copyOf(seeds);
    sources = List.copyOf(sources);
  }

  /** Returns a job of a rung, which trains on the experiment's dataset if there is one. */
  static PopulationJob ofRung(
      String stage,
      int number,
      List<Long> seeds,
      List<Source> sources,
      long untilStep,
      long dataSeed) {
    return new PopulationJob(stage, number, seeds, sources, untilStep, dataSeed, true);
  }

  /** Returns a job that starts from the initializations, with its own data seed. */
  public static PopulationJob ofConfirmation(
      String stage, int number, List<Long> seeds, long untilStep, long dataSeed) {
    return new PopulationJob(stage, number, seeds, List.of(), untilStep, dataSeed, false);
  }

  /** Returns a job that trains solved restarts on, from the step at which they were parked. */
  static PopulationJob ofFurtherTraining(
      int number, List<Long> seeds, List<Source> sources, long untilStep, long dataSeed) {
    return new PopulationJob(RunFolder.FURTHER, number, seeds, sources, untilStep, dataSeed, true);
  }

  /** Whether its seeds had been parked and train on. */
  boolean isFurtherTraining() {
    return stage.equals(RunFolder.FURTHER);
  }

  /** A committed state of an earlier stage. */
  public record Source(String stage, int number, String file, long bytes, String sha256)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Returns the state that a record commits. */
    static Source of(PopulationRecord record) {
      var state = record.state();
      return new Source(
          record.stage(), record.number(), state.name(), state.bytes(), state.sha256());
    }

    CommittedFile committed() {
      return new CommittedFile(file, bytes, sha256);
    }
  }
}
