package org.seedbed.experiment;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;
import java.util.OptionalInt;
import org.seedbed.search.pruning.PruningRule;

/**
 * How seeds are spread and pruned.
 *
 * @param rungs steps that a seed has taken at the end of each rung, rising
 * @param pruning rule between rungs, with its own settings
 * @param width most seeds of one population; empty to find out by a dry run
 * @param slots populations that train at the same time; empty for Spark's default parallelism
 * @param threads that one population's operations may use, 1 or more
 */
public record SearchSettings(
    List<Integer> rungs,
    @JsonSerialize(using = PruningRuleJson.Writer.class)
        @JsonDeserialize(using = PruningRuleJson.Reader.class)
        PruningRule pruning,
    OptionalInt width,
    OptionalInt slots,
    int threads) {
  public SearchSettings {
    rungs = List.copyOf(rungs);
    if (rungs.isEmpty()
        || !rungs.equals(rungs.stream().filter(s -> s > 0).sorted().distinct().toList())) {
      throw new IllegalArgumentException(
          "search.rungs are " + rungs + ", must be one or more rising numbers of steps");
    }
    width.ifPresent(value -> Checks.atLeastOne("search.width", value));
    slots.ifPresent(value -> Checks.atLeastOne("search.slots", value));
    Checks.atLeastOne("search.threads", threads);
  }

  /** Steps of a restart that is never pruned. */
  public int lastStep() {
    return rungs.get(rungs.size() - 1);
  }

  /** The same with the layout decided. */
  public SearchSettings withLayout(int decidedWidth, int decidedSlots) {
    return new SearchSettings(
        rungs, pruning, OptionalInt.of(decidedWidth), OptionalInt.of(decidedSlots), threads);
  }

  /** The same with what it leaves open of the layout taken from another. */
  public SearchSettings withLayoutOf(SearchSettings other) {
    return new SearchSettings(
        rungs,
        pruning,
        width.isPresent() ? width : other.width,
        slots.isPresent() ? slots : other.slots,
        threads);
  }
}
