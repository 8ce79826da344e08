package org.seedbed.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.space.Setting;
import org.seedbed.statistics.PairedDifference;

/**
 * What a sweep knows, from the records of its populations: results, decisions, ranks. Pure: a sweep
 * that runs and a check of its records get the same.
 */
final class SweepState {
  private final Experiment experiment;
  private final SweepPlan plan;
  private final List<Setting> settings;
  private final double[] stepSeconds;
  private final Map<Integer, SettingResult.Sums> sums = new HashMap<>();
  private final Map<Integer, Integer> rounds = new HashMap<>();
  private final Map<Integer, SettingResult> first = new HashMap<>();

  /**
   * @param settings all of the plan, by number
   * @param stepSeconds core-seconds of a step of a seed, by setting
   */
  SweepState(Experiment experiment, SweepPlan plan, List<Setting> settings, double[] stepSeconds) {
    this.experiment = experiment;
    this.plan = plan;
    this.settings = settings;
    this.stepSeconds = stepSeconds.clone();
  }

  /** Adds a population. */
  void add(SweepRecord record) {
    for (int k = 0; k < record.outcomes().size(); k++) {
      var outcome = record.outcomes().get(k);
      sums.computeIfAbsent(record.settings().get(k), setting -> new SettingResult.Sums(experiment))
          .add(outcome, record.stepsOf(outcome));
    }
  }

  /**
   * Ends a round: returns its record.
   *
   * @param taking settings that took part
   */
  SweepRound end(int bracket, int round, List<Integer> taking) {
    taking.forEach(setting -> rounds.put(setting, round + 1));
    var results = taking.stream().map(this::result).toList();
    if (round == 0) {
      results.forEach(result -> first.put(result.setting(), result));
    }
    return new SweepRound(
        bracket,
        round,
        plan.sweep().rounds().get(round),
        results,
        Racing.of(plan.sweep()).continuing(results));
  }

  private SettingResult result(int setting) {
    return sums.get(setting).result(setting, stepSeconds[setting]);
  }

  /** Returns the result of all rounds. */
  SweepLeaderboard leaderboard() {
    var ranked =
        sums.keySet().stream()
            .map(this::result)
            .sorted(
                Comparator.comparing((SettingResult result) -> -result.tried())
                    .thenComparing(SettingResult.ORDER))
            .toList();
    var entries = new ArrayList<SweepLeaderboard.Entry>();
    ranked.forEach(result -> entries.add(entry(entries.size() + 1, result)));
    return new SweepLeaderboard(
        experiment.model(),
        experiment.task(),
        settings.size(),
        ranked.stream().mapToLong(SettingResult::tried).sum(),
        entries,
        KeyImportance.of(plan.readSpace().dimensions(), settings, first));
  }

  private SweepLeaderboard.Entry entry(int rank, SettingResult result) {
    return SweepLeaderboard.Entry.of(
        rank,
        settings.get(result.setting()),
        result,
        rounds.get(result.setting()),
        difference(result));
  }

  private Optional<SweepLeaderboard.Difference> difference(SettingResult result) {
    if (result.setting() == 0) {
      return Optional.empty();
    }
    var pairs = sums.get(0).paired(sums.get(result.setting()));
    var difference = PairedDifference.of(pairs, 0.05 / (settings.size() - 1));
    return Optional.of(
        new SweepLeaderboard.Difference(
            pairs.all(), difference.difference(), difference.low(), difference.high()));
  }
}
