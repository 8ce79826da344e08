package org.seedbed.model.population;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything that a population needs to continue training, on the heap: one member per seed.
 * Immutable.
 */
public final class PopulationState {
  private final long step;
  private final List<Member> members;

  /**
   * One seed of a population.
   *
   * @param seed identifies the restart
   * @param divergedAt the step at which its loss or gradient was first not finite, or −1
   * @param schedule its schedule state
   * @param parameters its parameters {@code [P]}
   * @param firstMoment Adam's running mean of gradients {@code [P]}
   * @param secondMoment Adam's running mean of squared gradients, or AdaMax's decaying maximum
   *     {@code [P]}
   * @param best its best checkpoint; empty before the first, and where only the last state counts
   */
  @SuppressWarnings("ArrayRecordComponent") // Shared, never written: copies would double the heap.
  public record Member(
      long seed,
      long divergedAt,
      ScheduleState schedule,
      float[] parameters,
      float[] firstMoment,
      float[] secondMoment,
      Optional<Checkpoint> best) {
    /** A member without a best checkpoint. */
    public Member(
        long seed,
        long divergedAt,
        ScheduleState schedule,
        float[] parameters,
        float[] firstMoment,
        float[] secondMoment) {
      this(seed, divergedAt, schedule, parameters, firstMoment, secondMoment, Optional.empty());
    }

    /** Returns the member before its first step. */
    public static Member initial(long seed, ParameterLayout layout) {
      int size = layout.size();
      return new Member(
          seed,
          -1,
          ScheduleState.START,
          Initialization.of(seed, layout),
          new float[size],
          new float[size]);
    }

    public boolean diverged() {
      return divergedAt >= 0;
    }

    /** Returns the member parked at a step, or −1 to let it train on. */
    public Member parkedAt(long step) {
      return new Member(
          seed, divergedAt, schedule.parkedAt(step), parameters, firstMoment, secondMoment, best);
    }

    /** Returns the member with another best checkpoint. */
    public Member withBest(Optional<Checkpoint> other) {
      return new Member(seed, divergedAt, schedule, parameters, firstMoment, secondMoment, other);
    }

    /** Returns the member with the parameters that count as its result. */
    public Member ofKept() {
      return new Member(seed, divergedAt, schedule, kept(), firstMoment, secondMoment, best);
    }

    /**
     * Returns the parameters that count as the result of training: those of the best checkpoint,
     * but the last ones of a seed that is parked or has diverged, or has no checkpoint.
     */
    public float[] kept() {
      return schedule.parked() || diverged()
          ? parameters
          : best.map(Checkpoint::parameters).orElse(parameters);
    }
  }

  /**
   * @param step number of steps taken, 0 or more, the same for all members
   * @param members one per seed, at least one
   */
  public PopulationState(long step, List<Member> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a population has no members, must have 1 or more");
    }
    this.step = step;
    this.members = List.copyOf(members);
  }

  /** Returns the population of these seeds before its first step. */
  public static PopulationState initial(ParameterLayout layout, List<Long> seeds) {
    return new PopulationState(
        0, seeds.stream().map(seed -> Member.initial(seed, layout)).toList());
  }

  /** Number of steps taken. */
  public long step() {
    return step;
  }

  public List<Member> members() {
    return members;
  }

  /** K: number of seeds. */
  public int width() {
    return members.size();
  }

  public List<Long> seeds() {
    return members.stream().map(Member::seed).toList();
  }

  /** Returns the member of a seed. */
  public Member member(long seed) {
    return members.stream()
        .filter(member -> member.seed() == seed)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("seed " + seed + " is not in " + seeds()));
  }

  /** Returns a new population of the given seeds, taken from populations at the same step. */
  public static PopulationState pack(List<PopulationState> from, List<Long> seeds) {
    long step = from.get(0).step();
    if (from.stream().anyMatch(state -> state.step() != step)) {
      throw new IllegalArgumentException("populations at different steps cannot be packed");
    }
    return new PopulationState(
        step, seeds.stream().map(seed -> holding(from, seed).member(seed)).toList());
  }

  /**
   * Returns a population that trains parked seeds on, from the step at which they were parked.
   *
   * @param from populations that hold the seeds
   * @param seeds all parked at the same step
   */
  public static PopulationState ofParked(List<PopulationState> from, List<Long> seeds) {
    var parked = seeds.stream().map(seed -> holding(from, seed).member(seed)).toList();
    long step = parked.get(0).schedule().parkedAt();
    if (parked.stream().anyMatch(member -> member.schedule().parkedAt() != step)) {
      throw new IllegalArgumentException("seeds parked at different steps cannot train together");
    }
    return new PopulationState(step, parked.stream().map(member -> member.parkedAt(-1)).toList());
  }

  private static PopulationState holding(List<PopulationState> from, long seed) {
    return from.stream()
        .filter(state -> state.seeds().contains(seed))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no state holds seed " + seed));
  }

  /** Bitwise equality. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PopulationState that
        && step == that.step
        && width() == that.width()
        && IntStream.range(0, width()).allMatch(i -> same(members.get(i), that.members.get(i)));
  }

  private static boolean same(Member a, Member b) {
    return a.seed() == b.seed()
        && a.divergedAt() == b.divergedAt()
        && a.schedule().equals(b.schedule())
        && Arrays.equals(a.parameters(), b.parameters())
        && Arrays.equals(a.firstMoment(), b.firstMoment())
        && Arrays.equals(a.secondMoment(), b.secondMoment())
        && a.best().equals(b.best());
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(step) + seeds().hashCode();
  }
}
