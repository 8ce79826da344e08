package org.seedbed.search;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.seedbed.experiment.SearchSettings;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.RungRecord;
import org.seedbed.record.RungRecord.Standing;
import org.seedbed.record.SeedOutcome;
import org.seedbed.search.pruning.Rung;

/**
 * Decides which seeds continue after a rung. A pure function of the settings and of the outcomes of
 * this and earlier rungs.
 */
final class RungDecision {
  private RungDecision() {}

  /**
   * Returns the record of a rung, without committing it.
   *
   * @param rung from 0; no seed continues after the last
   * @param outcomes of all seeds that took part
   * @param earlier learning curves of each seed in earlier rungs, in order
   */
  static RungRecord of(
      SearchSettings search,
      int rung,
      List<SeedOutcome> outcomes,
      Map<Long, List<LearningCurve>> earlier) {
    boolean isLast = rung == search.rungs().size() - 1;
    var standings =
        outcomes.stream()
            .map(o -> new Standing(o.seed(), o.score(), o.diverged(), o.solved()))
            .toList();
    int steps = search.rungs().get(rung);
    if (isLast) {
      return new RungRecord(rung, steps, standings, List.of());
    }
    var candidates =
        outcomes.stream()
            .filter(outcome -> !outcome.diverged())
            .map(o -> candidate(o, earlier.getOrDefault(o.seed(), List.of())))
            .toList();
    var finished = new Rung(rung, steps, search.lastStep(), candidates);
    return new RungRecord(rung, steps, standings, search.pruning().survivors(finished));
  }

  private static Rung.Candidate candidate(SeedOutcome outcome, List<LearningCurve> earlier) {
    var history =
        Stream.concat(earlier.stream(), Stream.of(outcome.curve()))
            .flatMap(curve -> curve.points().stream())
            .toList();
    return new Rung.Candidate(
        outcome.seed(), outcome.score().exact(), outcome.score().loss(), history);
  }
}
