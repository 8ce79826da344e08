package org.seedbed.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.space.Setting;

/**
 * Settings by the populations that they can train in: those that differ only in what each member
 * has for itself are of one group.
 */
final class SettingGroups {
  private final List<Experiment> experiments = new ArrayList<>();
  private final int[] groupOf;
  private final List<Integer> firsts = new ArrayList<>();

  /**
   * @param yaml the default setting, with every value
   * @param settings by number
   * @throws IllegalArgumentException if a setting is no valid experiment; the message names it
   */
  SettingGroups(String yaml, List<Setting> settings) {
    groupOf = new int[settings.size()];
    Map<Experiment, Integer> known = new LinkedHashMap<>();
    for (int i = 0; i < groupOf.length; i++) {
      var experiment = experiment(yaml, settings.get(i));
      var shared = experiment.shared();
      if (!known.containsKey(shared)) {
        known.put(shared, known.size());
        firsts.add(i);
      }
      groupOf[i] = known.get(shared);
      experiments.add(experiment);
    }
  }

  private static Experiment experiment(String yaml, Setting setting) {
    try {
      var experiment = SweepFile.experiment(yaml, setting);
      ExperimentModel.of(experiment).layout();
      return experiment;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Setting %d (%s): %s".formatted(setting.number(), setting.text(), e.getMessage()), e);
    }
  }

  /** Number of groups. */
  int count() {
    return firsts.size();
  }

  /** Returns the group of a setting. */
  int of(int setting) {
    return groupOf[setting];
  }

  /** Returns the experiment of a group's first setting. */
  Experiment first(int group) {
    return experiments.get(firsts.get(group));
  }

  /** Returns the total steps of a group's seeds. */
  int lastStep(int group) {
    return first(group).search().lastStep();
  }

  /** Returns the cost of a step by setting. */
  double[] costs(StepCosts measured) {
    double[] costs = new double[groupOf.length];
    for (int i = 0; i < costs.length; i++) {
      costs[i] = measured.coreSeconds().get(groupOf[i]);
    }
    return costs;
  }
}
