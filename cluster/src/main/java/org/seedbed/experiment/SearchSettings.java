package org.seedbed.experiment;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;
import java.util.OptionalInt;
import org.seedbed.search.pruning.ControlArm;
import org.seedbed.search.pruning.NoPruning;
import org.seedbed.search.pruning.PruningRule;
import org.seedbed.task.Bounds;

/**
 * How seeds are distributed over populations and pruned.
 *
 * @param rungs total steps at the end of each rung, in increasing order
 * @param pruning rule between rungs, with its own settings
 * @param control share of the seeds that are controls, 0 … 1; 0 for no control arm, see {@link
 *     ControlArm}
 * @param solved what becomes of a restart that has solved the task
 * @param stop when the search stops before its rungs end
 * @param width maximum number of seeds per population; empty to find it by a dry run
 * @param slots number of populations that train concurrently; empty for the number of tasks that
 *     Spark runs concurrently
 * @param threads per population, 1 or more
 */
public record SearchSettings(
    List<Integer> rungs,
    @JsonSerialize(using = PruningRuleJson.Writer.class)
        @JsonDeserialize(using = PruningRuleJson.Reader.class)
        PruningRule pruning,
    double control,
    SolvedRestarts solved,
    StopSettings stop,
    OptionalInt width,
    OptionalInt slots,
    int threads) {
  public SearchSettings {
    rungs = List.copyOf(rungs);
    if (rungs.isEmpty()
        || !rungs.equals(rungs.stream().filter(s -> s > 0).sorted().distinct().toList())) {
      throw new IllegalArgumentException(
          "search.rungs are " + rungs + ", must be one or more increasing numbers of steps");
    }
    Bounds.check("the number of search.rungs", rungs.size(), 1, 1000);
    Bounds.check(control >= 0 && control <= 1, "search.control", control, "in [0, 1]");
    if (stop.confirmed().isPresent() && !pruning.hasRungs()) {
      throw new IllegalArgumentException(
          "search.stop.confirmed is %d, but rule '%s' has no rungs to confirm after. Give search.stop.solved, or another search.pruning.rule"
              .formatted(stop.confirmed().getAsInt(), pruning.name()));
    }
    width.ifPresent(value -> Bounds.check("search.width", value, 1, 65_536));
    slots.ifPresent(value -> Bounds.check("search.slots", value, 1, 1_000_000));
    Bounds.check("search.threads", threads, 1, 1024);
  }

  /** Returns the total steps of a restart that is never pruned. */
  public int lastStep() {
    return rungs.get(rungs.size() - 1);
  }

  /** Whether a rule decides at rungs, see {@link PruningRule#hasRungs}. */
  public boolean hasRungs() {
    return pruning.hasRungs();
  }

  /**
   * Returns the total steps at which populations end and the rule decides. A rule that needs no
   * rungs has one end, the last step.
   */
  public List<Integer> ends() {
    return hasRungs() ? rungs : List.of(lastStep());
  }

  /** Returns the step at which restart number {@code index} ends, if the rule needs no rungs. */
  public OptionalInt cutoff(long index) {
    var cutoff = pruning.cutoff(index);
    return cutoff.isPresent()
        ? OptionalInt.of((int) Math.min(lastStep(), cutoff.getAsLong()))
        : OptionalInt.empty();
  }

  /** Returns these settings with the given layout. */
  public SearchSettings withLayout(int decidedWidth, int decidedSlots) {
    return withLayout(OptionalInt.of(decidedWidth), OptionalInt.of(decidedSlots));
  }

  /** Returns these settings with other rungs and another rule between them. */
  public SearchSettings with(List<Integer> otherRungs, PruningRule rule) {
    return new SearchSettings(otherRungs, rule, control, solved, stop, width, slots, threads);
  }

  /** Returns these settings with one rung and no pruning; solved restarts are parked. */
  public SearchSettings unpruned() {
    return new SearchSettings(
        List.of(lastStep()),
        new NoPruning(),
        0,
        SolvedRestarts.PARK,
        StopSettings.NEVER,
        width,
        slots,
        threads);
  }

  /** Returns these settings with the given layout; empty parts are left open. */
  public SearchSettings withLayout(OptionalInt otherWidth, OptionalInt otherSlots) {
    return new SearchSettings(
        rungs, pruning, control, solved, stop, otherWidth, otherSlots, threads);
  }

  /** Returns these settings, with width and slots taken from another where they are empty. */
  SearchSettings withLayoutOf(SearchSettings other) {
    return withLayout(
        width.isPresent() ? width : other.width, slots.isPresent() ? slots : other.slots);
  }

  /**
   * Returns these settings without control arm and parking if a search was begun without both, as
   * all were before there were control arms.
   */
  SearchSettings controlledAs(SearchSettings begun) {
    boolean former = begun.control == 0 && begun.solved == SolvedRestarts.TRAIN;
    return new SearchSettings(
        rungs,
        pruning,
        former ? begun.control : control,
        former ? begun.solved : solved,
        stop,
        width,
        slots,
        threads);
  }
}
