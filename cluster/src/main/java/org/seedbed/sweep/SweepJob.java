package org.seedbed.sweep;

import java.io.Serializable;
import java.util.List;
import org.seedbed.space.Setting;

/**
 * A job for an executor: train one population of a round.
 *
 * @param stage such as {@code brackets/00/rounds/01}
 * @param number of the population in the stage, from 0
 * @param settings of its members, each once
 * @param ofMembers number of each member's setting
 * @param seeds of its members
 * @param untilStep total steps of a seed that does not solve the task
 */
public record SweepJob(
    String stage,
    int number,
    List<Setting> settings,
    List<Integer> ofMembers,
    List<Long> seeds,
    int untilStep)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public SweepJob {
    settings = List.copyOf(settings);
    ofMembers = List.copyOf(ofMembers);
    seeds = List.copyOf(seeds);
  }

  /** Returns whether a record is of this job. */
  boolean isOf(SweepRecord record) {
    return record.stage().equals(stage)
        && record.number() == number
        && record.step() == untilStep
        && record.settings().equals(ofMembers)
        && record.outcomes().stream().map(outcome -> outcome.seed()).toList().equals(seeds);
  }
}
