package org.seedbed.model.population;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything that a population needs to go on training, on the heap: rows of K seeds, each a lane.
 * Immutable.
 */
public final class PopulationState {
  private final long step;
  private final List<Lane> lanes;

  /**
   * One seed of a population.
   *
   * @param seed names the restart
   * @param divergedAt the step at which its loss or gradient was first not finite, or −1
   * @param pace how far it has come
   * @param row its parameters {@code [P]}
   * @param firstMoment Adam's running mean of gradients {@code [P]}
   * @param secondMoment Adam's running mean of squared gradients, or AdaMax's decaying maximum
   *     {@code [P]}
   */
  @SuppressWarnings("ArrayRecordComponent") // Shared, never written: copies would double the heap.
  public record Lane(
      long seed,
      long divergedAt,
      Pace pace,
      float[] row,
      float[] firstMoment,
      float[] secondMoment) {
    /** The seed before its first step. */
    public static Lane initial(long seed, ParameterLayout layout) {
      int size = layout.size();
      return new Lane(
          seed, -1, Pace.START, Initialization.of(seed, layout), new float[size], new float[size]);
    }

    public boolean diverged() {
      return divergedAt >= 0;
    }
  }

  /**
   * @param step number of steps taken, 0 or more, the same for all lanes
   * @param lanes one a seed, at least one
   */
  public PopulationState(long step, List<Lane> lanes) {
    if (lanes.isEmpty()) {
      throw new IllegalArgumentException("a population has no lanes, must have 1 or more");
    }
    this.step = step;
    this.lanes = List.copyOf(lanes);
  }

  /** The population of these seeds before its first step. */
  public static PopulationState initial(ParameterLayout layout, List<Long> seeds) {
    return new PopulationState(0, seeds.stream().map(seed -> Lane.initial(seed, layout)).toList());
  }

  /** Number of steps taken. */
  public long step() {
    return step;
  }

  public List<Lane> lanes() {
    return lanes;
  }

  /** K: number of seeds. */
  public int width() {
    return lanes.size();
  }

  public List<Long> seeds() {
    return lanes.stream().map(Lane::seed).toList();
  }

  /** The lane of a seed. */
  public Lane lane(long seed) {
    return lanes.stream()
        .filter(lane -> lane.seed() == seed)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("seed " + seed + " is not in " + seeds()));
  }

  /** A new population of the given seeds, taken from several that are at the same step. */
  public static PopulationState pack(List<PopulationState> from, List<Long> seeds) {
    long step = from.get(0).step();
    if (from.stream().anyMatch(state -> state.step() != step)) {
      throw new IllegalArgumentException("populations at different steps cannot be packed");
    }
    var lanes = new ArrayList<Lane>();
    for (long seed : seeds) {
      lanes.add(
          from.stream()
              .filter(state -> state.seeds().contains(seed))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no state holds seed " + seed))
              .lane(seed));
    }
    return new PopulationState(step, lanes);
  }

  /** Bit for bit equality. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PopulationState that
        && step == that.step
        && width() == that.width()
        && IntStream.range(0, width()).allMatch(i -> same(lanes.get(i), that.lanes.get(i)));
  }

  private static boolean same(Lane a, Lane b) {
    return a.seed() == b.seed()
        && a.divergedAt() == b.divergedAt()
        && a.pace().equals(b.pace())
        && Arrays.equals(a.row(), b.row())
        && Arrays.equals(a.firstMoment(), b.firstMoment())
        && Arrays.equals(a.secondMoment(), b.secondMoment());
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(step) + seeds().hashCode();
  }
}
