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
  private final SettingGroups groups;
  private final double[] stepSeconds;
  private final Map<Integer, SettingResult.Sums> sums = new HashMap<>();
  private final Map<Integer, Integer> rounds = new HashMap<>();
  private final KeyImportance.FirstRounds firstRounds = new KeyImportance.FirstRounds();

  SweepState(Experiment experiment, SweepPlan plan, SettingGroups groups, StepCosts costs) {
    this.experiment = experiment;
    this.plan = plan;
    this.groups = groups;
    this.stepSeconds = groups.costs(costs);
  }

  /** Adds a population. */
  void add(SweepRecord record) {
    for (int k = 0; k < record.outcomes().size(); k++) {
      sums.computeIfAbsent(record.settings().get(k), setting -> new SettingResult.Sums(experiment))
          .add(record.outcomes().get(k), record.work().get(k));
    }
  }

  /**
   * Ends a round: returns its record.
   *
   * @param taking settings that took part
   */
  SweepRound end(int bracket, int round, List<Integer> taking) {
    taking.forEach(setting -> rounds.put(setting, round + 1));
    int seeds = plan.sweep().rounds().get(round);
    if (round == 0) {
      taking.forEach(setting -> firstRounds.add(setting, sums.get(setting), seeds));
    }
    var results = taking.stream().map(this::result).toList();
    return new SweepRound(
        bracket, round, seeds, results, Racing.of(plan.sweep()).continuing(results));
  }

  private SettingResult result(int setting) {
    return sums.get(setting).result(setting, stepSeconds[setting], groups.wholeWork(setting));
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
    return SweepLeaderboard.of(
        experiment,
        plan,
        entries,
        KeyImportance.of(plan.readSpace().dimensions(), plan.settings(), firstRounds));
  }

  private SweepLeaderboard.Entry entry(int rank, SettingResult result) {
    Setting setting = plan.settings().get(result.setting());
    return SweepLeaderboard.Entry.of(
        rank, setting, result, rounds.get(result.setting()), difference(result));
  }

  private Optional<SweepLeaderboard.Difference> difference(SettingResult result) {
    if (result.setting() == 0) {
      return Optional.empty();
    }
    var pairs = sums.get(0).paired(sums.get(result.setting()));
    var difference = PairedDifference.of(pairs, 0.05 / (plan.settings().size() - 1));
    return Optional.of(
        new SweepLeaderboard.Difference(
            pairs.all(), difference.difference(), difference.low(), difference.high()));
  }
}
