package org.seedbed.sweep;

import java.util.List;
import org.seedbed.space.Sampling;
import org.seedbed.task.Bounds;

/**
 * How a sweep draws and races its settings: the section {@code sweep} of its file.
 *
 * @param method how settings are drawn from the space
 * @param settings number of settings beside the default, at most; a grid and an ablation have their
 *     own number
 * @param seed of the draw
 * @param rounds seeds that a setting has trained after each round, in increasing order
 * @param keep share of a round's settings that continue for certain, in (0, 1]
 * @param undecided share of a round's settings that continue at most, no less than {@code keep}:
 *     those beyond {@code keep} whose cost may be as low as the last certain one's
 */
public record SweepSettings(
    Sampling method, int settings, long seed, List<Integer> rounds, double keep, double undecided) {
  /** What a file leaves out. */
  public static final SweepSettings DEFAULTS =
      new SweepSettings(Sampling.SOBOL, 64, 1, List.of(4, 8, 16), 0.5, 0.75);

  public SweepSettings {
    rounds = List.copyOf(rounds);
    Bounds.check("sweep.settings", settings, 1, 1_000_000);
    if (rounds.isEmpty()
        || !rounds.equals(rounds.stream().filter(n -> n > 0).sorted().distinct().toList())) {
      throw new IllegalArgumentException(
          "sweep.rounds are " + rounds + ", must be one or more increasing numbers of seeds");
    }
    Bounds.check(keep > 0 && keep <= 1, "sweep.keep", keep, "in (0, 1]");
    Bounds.check(
        undecided >= keep && undecided <= 1, "sweep.undecided", undecided, "from sweep.keep to 1");
  }

  /** Returns these settings with other numbers of settings and seeds. */
  SweepSettings with(int otherSettings, List<Integer> otherRounds) {
    return new SweepSettings(
        method, Math.max(1, otherSettings), seed, otherRounds, keep, undecided);
  }

  /** Returns the seeds that a setting has trained after all rounds. */
  public int seeds() {
    return rounds.get(rounds.size() - 1);
  }
}
