package org.seedbed.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.seedbed.space.Choices;
import org.seedbed.space.Dimension;
import org.seedbed.space.Setting;
import org.seedbed.statistics.MainEffect;

/**
 * How much a key matters for the share of seeds that solve the task, over the settings that set it.
 *
 * @param key dotted
 * @param settings that set it
 * @param share of the variance between settings that it explains by itself, 0 … 1
 * @param low lower end of the 95 % interval
 * @param high upper end
 * @param best its value, or the range of values, with the highest share of solved seeds
 */
public record KeyImportance(
    String key, int settings, double share, double low, double high, String best) {
  private static final int FEWEST_IN_A_GROUP = 8;
  private static final int MOST_GROUPS = 8;

  /**
   * Returns the importance of each key, largest first.
   *
   * @param results of each setting in its first round, which drops none, by number
   */
  static List<KeyImportance> of(
      List<Dimension> dimensions, List<Setting> settings, Map<Integer, SettingResult> results) {
    var all = new ArrayList<KeyImportance>();
    for (var dimension : dimensions) {
      var tried =
          settings.stream()
              .filter(s -> s.values().containsKey(dimension.key()))
              .filter(s -> results.containsKey(s.number()))
              .toList();
      if (tried.size() > 2) {
        all.add(of(dimension, tried, results));
      }
    }
    all.sort(Comparator.comparingDouble(KeyImportance::share).reversed());
    return all;
  }

  private static KeyImportance of(
      Dimension dimension, List<Setting> tried, Map<Integer, SettingResult> results) {
    var sorted =
        tried.stream()
            .sorted(Comparator.comparingDouble(setting -> position(dimension, setting)))
            .toList();
    int[] groups = groups(dimension, sorted);
    var observations =
        IntStream.range(0, groups.length)
            .mapToObj(i -> observation(groups[i], results.get(sorted.get(i).number())))
            .toList();
    var effect = MainEffect.of(observations);
    return new KeyImportance(
        dimension.key(),
        tried.size(),
        effect.share(),
        effect.low(),
        effect.high(),
        best(dimension, sorted, observations));
  }

  private static double position(Dimension dimension, Setting setting) {
    return dimension.domain().position(setting.values().get(dimension.key()));
  }

  /** Each choice is a group; values of a range are cut into groups of as many settings. */
  private static int[] groups(Dimension dimension, List<Setting> sorted) {
    int n = sorted.size();
    if (dimension.domain() instanceof Choices choices) {
      return sorted.stream()
          .mapToInt(s -> choices.values().indexOf(s.values().get(dimension.key())))
          .toArray();
    }
    int count = Math.max(2, Math.min(MOST_GROUPS, n / FEWEST_IN_A_GROUP));
    int[] groups = new int[n];
    for (int i = 0; i < n; i++) {
      boolean tied =
          i > 0 && position(dimension, sorted.get(i)) == position(dimension, sorted.get(i - 1));
      groups[i] = tied ? groups[i - 1] : (int) ((long) i * count / n);
    }
    return groups;
  }

  private static MainEffect.Observation observation(int group, SettingResult result) {
    double n = result.tried();
    double p = result.solved() / n;
    return new MainEffect.Observation(group, p, n > 1 ? p * (1 - p) / (n - 1) : 0);
  }

  private static String best(
      Dimension dimension, List<Setting> sorted, List<MainEffect.Observation> observations) {
    int best = -1;
    double most = -1;
    int groups = 1 + observations.stream().mapToInt(MainEffect.Observation::group).max().orElse(0);
    for (int g = 0; g < groups; g++) {
      int group = g;
      double mean =
          observations.stream()
              .filter(o -> o.group() == group)
              .mapToDouble(MainEffect.Observation::response)
              .average()
              .orElse(-1);
      if (mean > most) {
        most = mean;
        best = g;
      }
    }
    int of = best;
    var values =
        IntStream.range(0, sorted.size())
            .filter(i -> observations.get(i).group() == of)
            .mapToObj(i -> sorted.get(i).values().get(dimension.key()))
            .toList();
    String first = values.get(0);
    String last = values.get(values.size() - 1);
    return first.equals(last) ? first : first + " to " + last;
  }
}
