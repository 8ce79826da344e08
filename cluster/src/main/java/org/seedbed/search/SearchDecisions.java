package org.seedbed.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.SolvedRestarts;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.PopulationPlan;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.Ranking;
import org.seedbed.record.RungRecord;
import org.seedbed.record.SeedOutcome;

/**
 * The decisions of a search, from the outcomes of its populations: which seeds continue, how they
 * rank, which are confirmed. Pure: a search that runs and a check of its records get the same.
 */
final class SearchDecisions {
  private final Experiment experiment;
  private final Ranking ranking;
  private final RungDecision rungs;
  private final Set<Long> controls;
  private final Set<Long> prunedControls = new HashSet<>();
  private double coreSeconds;
  private boolean isStopped;
  private final Map<Long, PopulationRecord> latest = new HashMap<>();
  private final Map<Long, List<LearningCurve>> curves = new HashMap<>();

  SearchDecisions(Experiment experiment) {
    this.experiment = experiment;
    this.ranking = new Ranking(experiment);
    this.controls = experiment.controls();
    this.rungs = new RungDecision(experiment.search(), controls);
  }

  /** Returns the last population that trained a seed. */
  PopulationRecord latest(long seed) {
    return Optional.ofNullable(latest.get(seed)).orElseThrow();
  }

  /** Adds the populations of a rung, ordered by number, and decides which seeds continue. */
  RungRecord add(int rung, List<PopulationRecord> records) {
    records.forEach(record -> record.outcomes().forEach(o -> latest.put(o.seed(), record)));
    ranking.add(records);
    var outcomes = records.stream().flatMap(record -> record.outcomes().stream()).toList();
    var decided = rungs.of(rung, outcomes, new RungDecision.Earlier(prunedControls, curves));
    coreSeconds += coreSeconds(records);
    ranking.prune(decided);
    if (!experiment.search().hasRungs()) {
      pruneAtCutoffs();
    } else if (stops(ranking.solved(), coreSeconds)) {
      stopAfter(decided);
    }
    prunedControls.addAll(decided.controls());
    keepCurves(records, decided.alive());
    return decided;
  }

  /** Seeds of the control arm that a stopped search did not come to have no outcome. */
  private void pruneAtCutoffs() {
    controls.stream()
        .filter(latest::containsKey)
        .forEach(
            seed ->
                ranking.pruneAt(
                    seed,
                    experiment.search().cutoff(seed - experiment.seeds().first()).orElseThrow()));
  }

  private double coreSeconds(List<PopulationRecord> records) {
    return experiment.search().threads()
        * records.stream().mapToDouble(PopulationRecord::kernelSeconds).sum();
  }

  private boolean stops(int solved, double spent) {
    return experiment.search().stop().reached(solved, spent);
  }

  private void stopAfter(RungRecord decided) {
    ranking.endAt(decided.step());
    isStopped = true;
  }

  /**
   * Returns the confirmation of the best so far, after a rung; empty if the search does not stop
   * for so many confirmed, or has not solved as many.
   *
   * @param rung from 0
   */
  Optional<ConfirmationRounds> confirmationAfter(int rung) {
    var confirmed = experiment.search().stop().confirmed();
    boolean due =
        confirmed.isPresent()
            && !isStopped
            && rung < experiment.search().ends().size() - 1
            && ranking.solved() >= confirmed.getAsInt();
    return due ? Optional.of(confirmation(ranking.leaderboard())) : Optional.empty();
  }

  /** Stops the search after a rung if its confirmation found enough. */
  void stopIfConfirmed(ConfirmationRounds rounds, RungRecord decided) {
    long confirmed =
        rounds.ofCandidates().values().stream()
            .filter(result -> 2 * result.solved() > result.tried())
            .count();
    if (confirmed >= experiment.search().stop().confirmed().orElseThrow()) {
      stopAfter(decided);
    }
  }

  /** Whether the search stops after the rungs added so far, before its rungs end. */
  boolean isStopped() {
    return isStopped;
  }

  /**
   * Returns whether a search without rungs stops after its first populations.
   *
   * @param first records of the first populations of {@code planned}
   */
  boolean isEnough(List<PopulationRecord> first, List<PopulationPlan.Planned> planned) {
    var search = experiment.search();
    boolean mayStop = search.stop().mayStop() && !search.hasRungs();
    if (!mayStop || !planned.get(first.size() - 1).endsWave()) {
      return false;
    }
    int solved =
        first.stream()
            .mapToInt(r -> (int) r.outcomes().stream().filter(SeedOutcome::solved).count())
            .sum();
    return stops(solved, coreSeconds(first));
  }

  /** Adds the curves of a rung, only for the seeds that continue. */
  private void keepCurves(List<PopulationRecord> records, List<Long> alive) {
    curves.keySet().retainAll(new HashSet<>(alive));
    alive.forEach(seed -> curves.computeIfAbsent(seed, s -> new ArrayList<>()));
    for (var record : records) {
      for (var outcome : record.outcomes()) {
        var own = curves.get(outcome.seed());
        if (own != null) {
          own.add(outcome.curve());
        }
      }
    }
  }

  /**
   * Solved restarts that train on together.
   *
   * @param parkedAt step at which they were parked
   * @param seeds in order of their ranks
   */
  record Further(long parkedAt, List<Long> seeds) {}

  /**
   * Returns the best solved restarts that train on to the last step, by the step at which they were
   * parked. None goes on that is right as far as it was tested.
   */
  List<Further> further(Leaderboard leaderboard) {
    if (experiment.search().solved() != SolvedRestarts.TRAIN_BEST) {
      return List.of();
    }
    int longest = experiment.evaluation().lengths().stream().max(Integer::compare).orElse(0);
    var byStep = new TreeMap<Long, List<Long>>();
    leaderboard.best().stream()
        .filter(entry -> entry.outcome() == Leaderboard.Outcome.SOLVED)
        .filter(entry -> entry.steps() < experiment.search().lastStep())
        .filter(entry -> entry.generalizes() < longest || !entry.proved().orElse(true))
        .forEach(
            entry ->
                byStep.computeIfAbsent(entry.steps(), s -> new ArrayList<>()).add(entry.seed()));
    return byStep.entrySet().stream()
        .map(group -> new Further(group.getKey(), group.getValue()))
        .toList();
  }

  /** Adds the populations of restarts that trained on. */
  void addFurther(List<PopulationRecord> records) {
    for (var record : records) {
      ranking.addFurther(record).forEach(seed -> latest.put(seed, record));
    }
  }

  /** Returns the number of seeds that solved the task so far. */
  int solved() {
    return ranking.solved();
  }

  /** Returns the leaderboard before confirmation. */
  Leaderboard leaderboard() {
    return ranking.leaderboard();
  }

  /** Returns the confirmation of the best initializations of a leaderboard. */
  ConfirmationRounds confirmation(Leaderboard leaderboard) {
    var best =
        leaderboard.entries().stream()
            .filter(entry -> entry.outcome() == Leaderboard.Outcome.SOLVED)
            .limit(experiment.evaluation().top())
            .map(Leaderboard.Entry::seed)
            .toList();
    return new ConfirmationRounds(experiment, best);
  }
}
