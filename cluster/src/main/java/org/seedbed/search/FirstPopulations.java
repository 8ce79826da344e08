package org.seedbed.search;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.seedbed.record.PopulationRecord;

/**
 * The populations of a stage without a gap, however they arrive: the result is the same whatever
 * the order in which they end.
 */
final class FirstPopulations {
  private final Predicate<List<PopulationRecord>> enough;
  private final List<PopulationRecord> records = new ArrayList<>();
  private final TreeMap<Integer, PopulationRecord> later = new TreeMap<>();
  private int next;
  private boolean areEnough;

  /**
   * @param first number of the first population
   * @param enough told the first one, two, … records
   */
  FirstPopulations(int first, Predicate<List<PopulationRecord>> enough) {
    this.next = first;
    this.enough = enough;
  }

  void add(PopulationRecord record) {
    later.put(record.number(), record);
    while (!areEnough && later.containsKey(next)) {
      records.add(later.remove(next++));
      areEnough = enough.test(records);
    }
  }

  /** Whether the populations so far are enough. */
  boolean areEnough() {
    return areEnough;
  }

  /** Returns the first populations, ordered by number. */
  List<PopulationRecord> records() {
    return List.copyOf(records);
  }
}
