package org.seedbed.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.seedbed.experiment.Experiment;
import org.seedbed.record.PopulationPlan;
import org.seedbed.space.Setting;

/**
 * Packs the seeds of a round into populations. Depends only on the plan and on what a step was
 * measured to cost, not on the machine.
 *
 * @param experiment the default setting, with its layout
 * @param settings by number
 * @param costs see {@link StepCosts}
 */
record SweepJobs(
    Experiment experiment, List<Setting> settings, SettingGroups groups, StepCosts costs) {
  /** A seed under a setting. */
  private record Member(int setting, long seed) {}

  /**
   * Returns the jobs of a round, the costliest first.
   *
   * @param taking settings that take part, in order
   * @param from seeds that they have trained
   * @param to seeds that they train to
   */
  List<SweepJob> of(String stage, List<Integer> taking, int from, int to) {
    var members = new LinkedHashMap<Integer, List<Member>>();
    for (int setting : taking) {
      var own = members.computeIfAbsent(groups.of(setting), group -> new ArrayList<>());
      LongStream.range(from, to)
          .forEach(i -> own.add(new Member(setting, experiment.seeds().first() + i)));
    }
    int width = experiment.search().width().orElseThrow();
    int slots = experiment.search().slots().orElseThrow();
    int slotsOfOne = Math.max(1, (slots + members.size() - 1) / members.size());
    var packed = new ArrayList<Map.Entry<Integer, List<Member>>>();
    members.forEach(
        (group, all) ->
            PopulationPlan.pack(all, width, slotsOfOne)
                .forEach(population -> packed.add(Map.entry(group, population))));
    packed.sort(Comparator.comparingDouble(one -> -cost(one.getKey(), one.getValue().size())));
    var jobs = new ArrayList<SweepJob>();
    packed.forEach(one -> jobs.add(job(stage, jobs.size(), one.getKey(), one.getValue())));
    return jobs;
  }

  private double cost(int group, int members) {
    return groups.ofGroup(costs, group) * groups.lastStep(group) * members;
  }

  private SweepJob job(String stage, int number, int group, List<Member> members) {
    return new SweepJob(
        stage,
        number,
        members.stream().map(Member::setting).distinct().map(settings::get).toList(),
        members.stream().map(Member::setting).toList(),
        members.stream().map(Member::seed).toList(),
        groups.lastStep(group));
  }
}
