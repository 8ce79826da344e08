package org.seedbed.restart;

import java.util.List;
import org.seedbed.restart.Experiment.SearchSettings;
import org.seedbed.restart.RungRecord.Standing;
import org.seedbed.restart.pruning.MedianPruning;
import org.seedbed.restart.pruning.NoPruning;
import org.seedbed.restart.pruning.Pruning;
import org.seedbed.restart.pruning.SuccessiveHalving;

/** Decides who goes on after a rung. Pure: a function of the settings and the rung's outcomes. */
final class RungDecision {
  private RungDecision() {}

  /**
   * The record of a rung, yet to be committed.
   *
   * @param rung from 0; nobody goes on after the last
   * @param outcomes of all seeds that took part
   */
  static RungRecord of(SearchSettings search, int rung, List<SeedOutcome> outcomes) {
    boolean isLast = rung == search.rungs().size() - 1;
    var candidates =
        outcomes.stream()
            .filter(outcome -> !outcome.diverged())
            .map(o -> new Pruning.Standing(o.seed(), o.score().exact(), o.score().loss()))
            .toList();
    return new RungRecord(
        rung,
        search.rungs().get(rung),
        outcomes.stream()
            .map(o -> new Standing(o.seed(), o.score(), o.diverged(), o.solved()))
            .toList(),
        isLast ? List.of() : rule(search).survivors(candidates));
  }

  private static Pruning rule(SearchSettings search) {
    return switch (search.pruning()) {
      case NONE -> new NoPruning();
      case SUCCESSIVE_HALVING -> new SuccessiveHalving(search.keep());
      case MEDIAN -> new MedianPruning();
    };
  }
}
