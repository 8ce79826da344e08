package org.seedbed.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.Seeds;
import org.seedbed.files.SchemaVersion;
import org.seedbed.space.Sampling;
import org.seedbed.space.Setting;
import org.seedbed.space.Space;

/**
 * What a sweep tries: the content of {@code sweep.json}. Settings are drawn from it again whenever
 * they are needed.
 *
 * @param experiment as it was asked for, with its rungs and pruning, which a sweep does without
 * @param space section {@code space} of the file
 * @param sweep section {@code sweep} of the file, with every value
 * @param brackets number of settings of each bracket, which races apart from the others; the first
 *     has those of {@code sweep.settings}, each further one was added later
 */
@SchemaVersion(value = 3, remedy = "Restore it from a copy, or begin another sweep.")
public record SweepPlan(
    Experiment experiment, JsonNode space, SweepSettings sweep, List<Integer> brackets) {
  /** Most settings of a grid. */
  private static final int LARGEST_GRID = 1_000_000;

  public SweepPlan {
    brackets = List.copyOf(brackets);
  }

  /**
   * Returns a plan with one bracket.
   *
   * @throws IllegalArgumentException with a one-line message that names the key
   */
  static SweepPlan of(Experiment experiment, JsonNode space, SweepSettings sweep) {
    int most = sweep.method() == Sampling.GRID ? LARGEST_GRID : sweep.settings();
    int count = SpaceSection.read(space).settings(sweep.method(), most, sweep.seed()).size();
    return new SweepPlan(experiment, space, sweep, List.of(count));
  }

  /** Returns the space. */
  public Space readSpace() {
    return SpaceSection.read(space);
  }

  /** Returns all settings, in order: the default, then those of each bracket. */
  public List<Setting> settings() {
    var all = new ArrayList<Setting>();
    all.add(Setting.ofDefault());
    int count = brackets.stream().mapToInt(Integer::intValue).sum();
    all.addAll(readSpace().settings(sweep.method(), count, sweep.seed()));
    return all;
  }

  /**
   * Returns the settings of a bracket, after the default.
   *
   * @param all see {@link #settings}
   */
  List<Setting> ofBracket(int bracket, List<Setting> all) {
    int before = brackets.subList(0, bracket).stream().mapToInt(Integer::intValue).sum();
    return all.subList(1 + before, 1 + before + brackets.get(bracket));
  }

  /**
   * Returns the experiment file of a setting, ready for a search: with the rungs and pruning that
   * were asked for, on seeds that the sweep did not try.
   */
  String experiment(Setting setting) {
    var own = ExperimentFile.read(ExperimentFile.write(experiment), setting.values());
    var seeds = experiment.seeds();
    return ExperimentFile.write(
        own.withSeeds(new Seeds(seeds.first() + sweep.seeds(), seeds.count())));
  }

  /** Whether another plan begins as this one does, so that a sweep may go on with this one. */
  boolean extendsPlan(SweepPlan begun) {
    var now = sweep;
    var then = begun.sweep;
    return experiment.equals(begun.experiment)
        && space.equals(begun.space)
        && now.method() == then.method()
        && now.seed() == then.seed()
        && now.keep() == then.keep()
        && now.undecided() == then.undecided()
        && startsWith(now.rounds(), then.rounds())
        && startsWith(brackets, begun.brackets);
  }

  private static boolean startsWith(List<Integer> longer, List<Integer> shorter) {
    return longer.size() >= shorter.size() && longer.subList(0, shorter.size()).equals(shorter);
  }

  /**
   * Returns this plan with another bracket.
   *
   * @param count number of its settings
   * @throws IllegalArgumentException if the space has no more settings
   */
  public SweepPlan withSettings(int count) {
    int before = brackets.stream().mapToInt(Integer::intValue).sum();
    int found =
        sweep.method() == Sampling.GRID
            ? before
            : readSpace().settings(sweep.method(), before + count, sweep.seed()).size();
    if (found == before) {
      throw new IllegalArgumentException(
          "The space has no more settings than the %d of this sweep. Add seeds, or begin a sweep of a larger space."
              .formatted(before));
    }
    var more = new ArrayList<>(brackets);
    more.add(found - before);
    return new SweepPlan(experiment, space, sweep, more);
  }

  /**
   * Returns this plan with another round.
   *
   * @param seeds that a setting will have trained after it
   */
  public SweepPlan withRound(int seeds) {
    if (seeds <= sweep.seeds()) {
      throw new IllegalArgumentException(
          "%d seeds per setting are no more than the %d of this sweep. Give more."
              .formatted(seeds, sweep.seeds()));
    }
    var rounds = new ArrayList<>(sweep.rounds());
    rounds.add(seeds);
    return new SweepPlan(
        experiment,
        space,
        new SweepSettings(
            sweep.method(),
            sweep.settings(),
            sweep.seed(),
            rounds,
            sweep.keep(),
            sweep.undecided()),
        brackets);
  }
}
