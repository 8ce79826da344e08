package org.seedbed.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.Seeds;
import org.seedbed.files.SchemaVersion;
import org.seedbed.space.Sampling;
import org.seedbed.space.Setting;
import org.seedbed.space.Space;

/**
 * What a sweep tries: the content of {@code sweep.json}.
 *
 * @param experiment as it was asked for, with its rungs and pruning, which a sweep does without
 * @param space section {@code space} of the file
 * @param sweep section {@code sweep} of the file, with every value
 * @param brackets number of settings of each bracket, which races apart from the others; those
 *     beyond the first were added later
 * @param settings the default, then those of each bracket, by number
 */
@SchemaVersion(value = 3, remedy = "Restore it from a copy, or begin another sweep.")
public record SweepPlan(
    Experiment experiment,
    JsonNode space,
    SweepSettings sweep,
    List<Integer> brackets,
    List<Setting> settings) {
  /** Most settings of a grid. */
  private static final int LARGEST_GRID = 1_000_000;

  public SweepPlan {
    brackets = List.copyOf(brackets);
    settings = List.copyOf(settings);
    int count = 1 + brackets.stream().mapToInt(Integer::intValue).sum();
    if (settings.size() != count) {
      throw new IllegalArgumentException(
          "%d settings, must be %d by the brackets".formatted(settings.size(), count));
    }
  }

  /**
   * Returns a plan with one bracket.
   *
   * @throws IllegalArgumentException with a one-line message that names the key
   */
  static SweepPlan of(Experiment experiment, JsonNode space, SweepSettings sweep) {
    var settings = drawn(experiment, space, sweep);
    return new SweepPlan(experiment, space, sweep, List.of(settings.size() - 1), settings);
  }

  private static List<Setting> drawn(Experiment experiment, JsonNode space, SweepSettings sweep) {
    int most = sweep.method() == Sampling.GRID ? LARGEST_GRID : sweep.settings();
    var drawn = SpaceSection.read(space).settings(sweep.method(), most, sweep.seed());
    var all = new ArrayList<Setting>();
    all.add(Setting.ofDefault());
    if (sweep.method() == Sampling.ABLATION) {
      // A key's list may name the default's own value.
      String yaml = ExperimentFile.write(experiment);
      for (var setting : drawn) {
        if (!ExperimentFile.read(yaml, setting.values()).equals(experiment)) {
          all.add(Setting.of(all.size(), setting.values()));
        }
      }
    } else {
      all.addAll(drawn);
    }
    return all;
  }

  /** Returns the space. */
  public Space readSpace() {
    return SpaceSection.read(space);
  }

  /** Returns the settings of the first round of a bracket; the default is of the first bracket. */
  List<Integer> ofBracket(int bracket) {
    int before = brackets.subList(0, bracket).stream().mapToInt(Integer::intValue).sum();
    int from = bracket == 0 ? 0 : 1 + before;
    return IntStream.range(from, 1 + before + brackets.get(bracket)).boxed().toList();
  }

  /**
   * Returns the plan with which a sweep goes on that was begun with another: with the settings and
   * rounds of both. Settings that only this plan has become a bracket of their own.
   *
   * @throws IllegalArgumentException if they do not begin alike; the message names what differs
   */
  SweepPlan goingOn(SweepPlan begun) {
    checkSame("space", space, begun.space);
    checkSame("sweep.method", sweep.method(), begun.sweep.method());
    checkSame("sweep.seed", sweep.seed(), begun.sweep.seed());
    checkSame("sweep.keep", sweep.keep(), begun.sweep.keep());
    checkSame("sweep.undecided", sweep.undecided(), begun.sweep.undecided());
    var rounds = longer("sweep.rounds", sweep.rounds(), begun.sweep.rounds());
    var all = longer("the settings", settings, begun.settings);
    var more = new ArrayList<>(begun.brackets);
    if (all.size() > begun.settings.size()) {
      more.add(all.size() - begun.settings.size());
    }
    return new SweepPlan(
        begun.experiment, space, begun.sweep.with(all.size() - 1, rounds), more, all);
  }

  private static void checkSame(String what, Object now, Object then) {
    if (!now.equals(then)) {
      throw other(what, now, then);
    }
  }

  private static IllegalArgumentException other(String what, Object now, Object then) {
    return new IllegalArgumentException(
        "The sweep was begun with another value of %s: %s (now %s). Give the same file, or another --out."
            .formatted(what, then, now));
  }

  /** Returns the longer one of two lists, of which one begins with the other. */
  private static <T> List<T> longer(String what, List<T> now, List<T> then) {
    int common = Math.min(now.size(), then.size());
    if (!now.subList(0, common).equals(then.subList(0, common))) {
      throw other(what, now, then);
    }
    return now.size() > then.size() ? now : then;
  }

  /**
   * Returns this plan with more settings or rounds, or as it is if it has as many.
   *
   * @param total number of settings beside the default, in all; empty for those that it has
   * @param seeds that a setting which is not dropped has trained in the end; empty for those of its
   *     last round
   * @throws IllegalArgumentException if that is less than it has, or the space has no more
   */
  public SweepPlan extended(OptionalInt total, OptionalInt seeds) {
    int has = settings.size() - 1;
    int wanted = total.orElse(has);
    if (wanted < has) {
      throw new IllegalArgumentException(
          "%d settings are fewer than the %d of this sweep. Give their number in all."
              .formatted(wanted, has));
    }
    if (seeds.isPresent() && seeds.getAsInt() < sweep.seeds()) {
      throw new IllegalArgumentException(
          "%d seeds are fewer than the %d of this sweep's settings. Give their number in all."
              .formatted(seeds.getAsInt(), sweep.seeds()));
    }
    var rounds = new ArrayList<>(sweep.rounds());
    seeds.stream().filter(n -> n > sweep.seeds()).forEach(rounds::add);
    var longer = sweep.with(wanted, rounds);
    var all = wanted == has ? settings : drawn(experiment, space, longer);
    var asked =
        new SweepPlan(
            experiment, space, longer, wanted == has ? brackets : List.of(all.size() - 1), all);
    if (asked.settings.size() - 1 < wanted) {
      throw new IllegalArgumentException(
          "The space has %d settings, not %d. Add seeds, or begin a sweep of a larger space."
              .formatted(asked.settings.size() - 1, wanted));
    }
    return asked.goingOn(this);
  }

  /**
   * Returns this plan as it was.
   *
   * @param then its brackets
   * @param rounds its rounds
   * @throws IllegalArgumentException if it never was so
   */
  SweepPlan at(List<Integer> then, List<Integer> rounds) {
    longer("the brackets", brackets, then);
    longer("sweep.rounds", sweep.rounds(), rounds);
    int count = 1 + then.stream().mapToInt(Integer::intValue).sum();
    return new SweepPlan(
        experiment, space, sweep.with(count - 1, rounds), then, settings.subList(0, count));
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
}
