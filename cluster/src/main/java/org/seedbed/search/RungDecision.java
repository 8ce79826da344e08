package org.seedbed.search;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 *
 * @param search settings of the search
 * @param controlArm seeds that the rule does not stop
 */
record RungDecision(SearchSettings search, Set<Long> controlArm) {
  /**
   * What earlier rungs leave to decide from.
   *
   * @param pruned seeds that the rule pruned, and that train on as controls
   * @param curves learning curves of each seed, in order
   */
  record Earlier(Set<Long> pruned, Map<Long, List<LearningCurve>> curves) {}

  /**
   * Returns the record of a rung, without committing it.
   *
   * @param rung from 0; no seed continues after the last
   * @param outcomes of all seeds that took part
   */
  RungRecord of(int rung, List<SeedOutcome> outcomes, Earlier earlier) {
    int steps = search.ends().get(rung);
    var standings =
        outcomes.stream()
            .map(o -> new Standing(o.seed(), o.score(), o.diverged(), o.solved()))
            .toList();
    var parked = outcomes.stream().filter(this::parks).map(SeedOutcome::seed).toList();
    if (rung == search.ends().size() - 1) {
      return new RungRecord(rung, steps, standings, List.of(), List.of(), parked);
    }
    var inTraining =
        outcomes.stream().filter(outcome -> !outcome.diverged() && !parks(outcome)).toList();
    var candidates =
        inTraining.stream()
            .filter(outcome -> !earlier.pruned().contains(outcome.seed()))
            .map(o -> candidate(o, earlier.curves().getOrDefault(o.seed(), List.of())))
            .toList();
    var survivors =
        search.pruning().survivors(new Rung(rung, steps, search.lastStep(), candidates));
    var ranked = new HashSet<>(survivors);
    // A seed that solved the task before it was pruned has nothing more to tell.
    var controls =
        inTraining.stream()
            .filter(outcome -> !outcome.solved() || earlier.pruned().contains(outcome.seed()))
            .map(SeedOutcome::seed)
            .filter(seed -> !ranked.contains(seed) && controlArm.contains(seed))
            .toList();
    return new RungRecord(rung, steps, standings, survivors, controls, parked);
  }

  private boolean parks(SeedOutcome outcome) {
    return search.solved().parks() && outcome.solved();
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
