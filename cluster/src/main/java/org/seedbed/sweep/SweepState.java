package org.seedbed.sweep;

import java.util.ArrayList;
import java.util.BitSet;
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
  private final Map<Integer, Sums> sums = new HashMap<>();
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

  /** Results of one setting, summed over its seeds. */
  private static final class Sums {
    private final BitSet solved = new BitSet();
    private int tried;
    private int generalized;
    private int diverged;
    private int rounds;
    private long steps;
    private long exact;
  }

  /** Adds a population. */
  void add(SweepRecord record) {
    int longest =
        experiment.evaluation().lengths().stream().max(Comparator.naturalOrder()).orElse(0);
    for (int k = 0; k < record.outcomes().size(); k++) {
      var outcome = record.outcomes().get(k);
      var own = sums.computeIfAbsent(record.settings().get(k), s -> new Sums());
      own.tried++;
      own.steps += record.stepsOf(outcome);
      own.diverged += outcome.diverged() ? 1 : 0;
      // Whole examples, whose sum does not depend on the order of populations.
      own.exact +=
          outcome.diverged()
              ? 0
              : Math.round(outcome.score().exact() * experiment.evaluation().examples());
      if (outcome.solved()) {
        own.solved.set((int) (outcome.seed() - experiment.seeds().first()));
        own.generalized += outcome.generalizes() >= longest ? 1 : 0;
      }
    }
  }

  /**
   * Ends a round: returns its record.
   *
   * @param taking settings that took part
   */
  SweepRound end(int bracket, int round, List<Integer> taking) {
    taking.forEach(setting -> sums.get(setting).rounds = round + 1);
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
    var own = sums.get(setting);
    return new SettingResult(
        setting,
        own.tried,
        own.solved.cardinality(),
        own.generalized,
        own.diverged,
        own.steps * stepSeconds[setting] / own.tried,
        own.exact / ((double) own.tried * experiment.evaluation().examples()));
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
    return new SweepLeaderboard.Entry(
        rank,
        result.setting(),
        settings.get(result.setting()).values(),
        result,
        sums.get(result.setting()).rounds,
        result.share().low(),
        result.share().high(),
        result.costPerSolved(),
        result.costLow(),
        result.costHigh(),
        difference(result));
  }

  private Optional<SweepLeaderboard.Difference> difference(SettingResult result) {
    if (result.setting() == 0) {
      return Optional.empty();
    }
    var ofDefault = sums.get(0);
    var own = sums.get(result.setting());
    int common = Math.min(own.tried, ofDefault.tried);
    int both = 0;
    int onlyDefault = 0;
    int onlyOwn = 0;
    for (int i = 0; i < common; i++) {
      both += own.solved.get(i) && ofDefault.solved.get(i) ? 1 : 0;
      onlyDefault += !own.solved.get(i) && ofDefault.solved.get(i) ? 1 : 0;
      onlyOwn += own.solved.get(i) && !ofDefault.solved.get(i) ? 1 : 0;
    }
    var difference =
        PairedDifference.of(
            new PairedDifference.Pairs(
                both, onlyDefault, onlyOwn, common - both - onlyDefault - onlyOwn),
            0.05 / (settings.size() - 1));
    return Optional.of(
        new SweepLeaderboard.Difference(
            common, difference.difference(), difference.low(), difference.high()));
  }
}
