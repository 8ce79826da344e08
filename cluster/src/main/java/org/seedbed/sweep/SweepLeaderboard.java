package org.seedbed.sweep;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.files.SchemaVersion;
import org.seedbed.space.Setting;

/**
 * The result of a sweep. It is a function of the records, so that it is the same after any
 * interruption.
 *
 * @param model name of the model family
 * @param task full name
 * @param brackets number of settings of each bracket, when the result was written
 * @param rounds seeds of a setting after each round, when the result was written
 * @param seedsTrained over all settings
 * @param entries best first: settings that were tried on the most seeds, then by what a solved seed
 *     costs. The default is tried on as many seeds as the last settings, however it does
 * @param importance of each key, by the first rounds
 */
@SchemaVersion(3)
public record SweepLeaderboard(
    String model,
    String task,
    List<Integer> brackets,
    List<Integer> rounds,
    long seedsTrained,
    List<Entry> entries,
    List<KeyImportance> importance) {
  public SweepLeaderboard {
    brackets = List.copyOf(brackets);
    rounds = List.copyOf(rounds);
    entries = List.copyOf(entries);
    importance = List.copyOf(importance);
  }

  static SweepLeaderboard of(
      Experiment experiment, SweepPlan plan, List<Entry> entries, List<KeyImportance> importance) {
    return new SweepLeaderboard(
        experiment.model(),
        experiment.task(),
        plan.brackets(),
        plan.sweep().rounds(),
        entries.stream().mapToLong(entry -> entry.result().tried()).sum(),
        entries,
        importance);
  }

  /**
   * A setting.
   *
   * @param rank from 1
   * @param setting its number; 0 is the default
   * @param values what it sets, by key
   * @param result over all its seeds
   * @param rounds that it took part in
   * @param shareLow lower end of the 95 % interval of the share of seeds that solve the task
   * @param shareHigh upper end
   * @param costPerSolved core-seconds per solved seed; empty if none was solved
   * @param costLow lower end of its 95 % interval
   * @param costHigh upper end; empty if none was solved
   * @param difference of its share from the default's; empty for the default itself
   */
  public record Entry(
      int rank,
      int setting,
      Map<String, String> values,
      SettingResult result,
      int rounds,
      double shareLow,
      double shareHigh,
      Optional<Double> costPerSolved,
      double costLow,
      Optional<Double> costHigh,
      Optional<Difference> difference) {
    static Entry of(
        int rank,
        Setting setting,
        SettingResult result,
        int rounds,
        Optional<Difference> difference) {
      return new Entry(
          rank,
          setting.number(),
          setting.values(),
          result,
          rounds,
          result.share().low(),
          result.share().high(),
          result.costPerSolved(),
          result.costLow(),
          result.costHigh(),
          difference);
    }
  }

  /**
   * The difference of a setting's share from that of the default, on the seeds that both trained.
   *
   * @param seeds that both trained
   * @param difference share of the setting minus that of the default
   * @param low lower end of the interval; the intervals of all settings hold together with 95 %
   *     confidence
   * @param high upper end
   */
  public record Difference(int seeds, double difference, double low, double high) {}

  /** Returns whether any seed of any setting solved the task. */
  public boolean hasSolved() {
    return entries.stream().anyMatch(entry -> entry.result().solved() > 0);
  }

  /** Returns the entry of the default. */
  public Entry ofDefault() {
    return entries.stream().filter(entry -> entry.setting() == 0).findFirst().orElseThrow();
  }
}
