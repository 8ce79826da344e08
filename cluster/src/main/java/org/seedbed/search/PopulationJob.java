package org.seedbed.search;

import java.io.Serializable;
import java.util.List;
import org.seedbed.files.CommittedFile;
import org.seedbed.record.PopulationRecord;

/**
 * What an executor is asked to do: train one population to the end of a stage.
 *
 * @param stage such as {@code rungs/01}
 * @param number of the population in the stage, from 0
 * @param seeds of its members, in order
 * @param sources states to take the members from; empty to start from the initializations
 * @param untilStep steps taken at the end of the stage
 * @param dataSeed of the training stream
 * @param dataset whether to read the experiment's dataset, rather than to generate in place
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

  /** A population of a rung, on the experiment's dataset if it has one. */
  static PopulationJob ofRung(
      String stage,
      int number,
      List<Long> seeds,
      List<Source> sources,
      long untilStep,
      long dataSeed) {
    return new PopulationJob(stage, number, seeds, sources, untilStep, dataSeed, true);
  }

  /** A population that starts from its initializations, under a data seed of its own. */
  static PopulationJob ofConfirmation(
      String stage, int number, List<Long> seeds, long untilStep, long dataSeed) {
    return new PopulationJob(stage, number, seeds, List.of(), untilStep, dataSeed, false);
  }

  /** A committed state of an earlier stage. */
  public record Source(String stage, int number, String file, long bytes, String sha256)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The state that a record commits. */
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
