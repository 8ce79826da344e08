package org.seedbed.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Engine;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.space.Setting;
import org.seedbed.task.Level;

/**
 * Settings by the populations that they can train in: those that differ only in what each member
 * has for itself are of one group.
 */
final class SettingGroups {
  private final List<Experiment> experiments = new ArrayList<>();
  private final int[] groupOf;
  private final List<Integer> firsts = new ArrayList<>();
  private final List<Integer> kindOf = new ArrayList<>();
  private final Map<Kind, Integer> kinds = new LinkedHashMap<>();
  private final Map<Integer, Double> wholeWorks = new HashMap<>();

  /**
   * What a step on the last level costs depends on nothing else.
   *
   * @param model hyperparameters that members share
   * @param last level
   * @param batch examples
   * @param rule of the optimizer
   */
  private record Kind(Record model, Level last, int batch, AdamSettings.Rule rule) {}

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
      checkLevel(experiment, settings.get(i));
      var shared = experiment.shared();
      if (!known.containsKey(shared)) {
        known.put(shared, known.size());
        firsts.add(i);
        kindOf.add(kinds.computeIfAbsent(kind(shared), kind -> kinds.size()));
      }
      groupOf[i] = known.get(shared);
      experiments.add(experiment);
    }
  }

  /** All settings are judged alike: on the level that the default ends with. */
  private void checkLevel(Experiment experiment, Setting setting) {
    if (experiments.isEmpty()) {
      return;
    }
    var last = ExperimentModel.of(experiment).curriculum().last();
    var ofDefault = ExperimentModel.of(experiments.get(0)).curriculum().last();
    if (last.length() != ofDefault.length() || last.modulus() != ofDefault.modulus()) {
      throw new IllegalArgumentException(
          "Setting %d (%s) ends with length %d and M %d, the default with length %d and M %d. Settings are judged on their last level: let all end with the same one."
              .formatted(
                  setting.number(),
                  setting.text(),
                  last.length(),
                  last.modulus(),
                  ofDefault.length(),
                  ofDefault.modulus()));
    }
  }

  /** Engines that all settings train on. */
  Set<Engine> engines() {
    var engines = EnumSet.allOf(Engine.class);
    experiments.forEach(experiment -> engines.retainAll(ExperimentModel.of(experiment).engines()));
    return engines;
  }

  private static Kind kind(Experiment shared) {
    var training = shared.training();
    return new Kind(
        shared.settings(),
        ExperimentModel.of(shared).curriculum().last(),
        training.batch(),
        training.adam().rule());
  }

  private static Experiment experiment(String yaml, Setting setting) {
    try {
      var experiment = SweepFile.experiment(yaml, setting);
      ExperimentModel.of(experiment).checkSearch();
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

  /** Returns one experiment for each kind of step that may cost something of its own, in order. */
  List<Experiment> kinds() {
    return IntStream.range(0, kinds.size()).mapToObj(kind -> first(kindOf.indexOf(kind))).toList();
  }

  /**
   * Returns the work of a seed of a setting that trains to the last step, in steps on the last
   * level.
   */
  double wholeWork(int setting) {
    return wholeWorks.computeIfAbsent(of(setting), this::wholeWorkOfGroup);
  }

  private double wholeWorkOfGroup(int group) {
    var experiment = first(group);
    var curriculum = ExperimentModel.of(experiment).curriculum();
    int batch = experiment.training().batch();
    int stage = curriculum.levels().size() - 1;
    double work = 0;
    for (int step = 0; step < lastStep(group); step++) {
      work += curriculum.work(stage, experiment.dataSeed(), step, batch);
    }
    return work;
  }

  /** Returns the cost of a step on the last level, by group. */
  double ofGroup(StepCosts measured, int group) {
    return measured.coreSeconds().get(kindOf.get(group));
  }

  /** Returns the cost of a step on the last level, by setting. */
  double[] costs(StepCosts measured) {
    return Arrays.stream(groupOf).mapToDouble(group -> ofGroup(measured, group)).toArray();
  }
}
