package org.seedbed.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * @param pvalue probability of as much, or more, if it explained none
 * @param best its value, or the range of values, with the highest share of solved seeds
 */
public record KeyImportance(String key, int settings, double share, double pvalue, String best) {
  private static final int FEWEST_IN_A_GROUP = 8;
  private static final int MOST_GROUPS = 8;

  /**
   * The share of seeds that each setting solved in its first round, which drops none. All settings
   * train the same seeds, so that what a seed does for all of them is no noise.
   */
  static final class FirstRounds {
    private final Map<Integer, boolean[]> solved = new TreeMap<>();

    /**
     * Adds a setting.
     *
     * @param seeds of the round
     */
    void add(int setting, SettingResult.Sums sums, int seeds) {
      var own = new boolean[seeds];
      for (int i = 0; i < seeds; i++) {
        own[i] = sums.hasSolved(i);
      }
      solved.put(setting, own);
    }

    private boolean has(int setting) {
      return solved.containsKey(setting);
    }

    private double share(int setting) {
      return share(solved.get(setting));
    }

    private static double share(boolean[] own) {
      int count = 0;
      for (boolean one : own) {
        count += one ? 1 : 0;
      }
      return count / (double) own.length;
    }

    /**
     * Returns the variance of a setting's share: that of settings × seeds, without both effects.
     */
    private double noise() {
      int seeds = solved.values().iterator().next().length;
      int n = solved.size();
      if (n < 2 || seeds < 2) {
        return 0;
      }
      double[] ofSeed = new double[seeds];
      solved.values().forEach(own -> addTo(ofSeed, own, n));
      double mean = solved.values().stream().mapToDouble(FirstRounds::share).average().orElse(0);
      double squares = 0;
      for (var own : solved.values()) {
        double share = share(own);
        for (int i = 0; i < seeds; i++) {
          double apart = (own[i] ? 1 : 0) - share - ofSeed[i] + mean;
          squares += apart * apart;
        }
      }
      return squares / ((n - 1.0) * (seeds - 1)) / seeds;
    }

    private static void addTo(double[] ofSeed, boolean[] own, int n) {
      for (int i = 0; i < own.length; i++) {
        ofSeed[i] += own[i] ? 1.0 / n : 0;
      }
    }
  }

  /** Returns the importance of each key, largest first. */
  static List<KeyImportance> of(
      List<Dimension> dimensions, List<Setting> settings, FirstRounds first) {
    double noise = first.noise();
    var all = new ArrayList<KeyImportance>();
    for (var dimension : dimensions) {
      var tried =
          settings.stream()
              .filter(s -> s.values().containsKey(dimension.key()))
              .filter(s -> first.has(s.number()))
              .toList();
      if (tried.size() > 2) {
        all.add(of(dimension, tried, first, noise));
      }
    }
    all.sort(Comparator.comparingDouble(KeyImportance::share).reversed());
    return all;
  }

  private static KeyImportance of(
      Dimension dimension, List<Setting> tried, FirstRounds first, double noise) {
    var sorted =
        tried.stream()
            .sorted(Comparator.comparingDouble(setting -> position(dimension, setting)))
            .toList();
    int[] groups = groups(dimension, sorted);
    var observations =
        IntStream.range(0, groups.length)
            .mapToObj(
                i -> new MainEffect.Observation(groups[i], first.share(sorted.get(i).number())))
            .toList();
    var effect = MainEffect.of(observations, noise);
    return new KeyImportance(
        dimension.key(),
        tried.size(),
        effect.share(),
        effect.pvalue(),
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
