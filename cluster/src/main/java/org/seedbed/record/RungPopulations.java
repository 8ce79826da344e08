package org.seedbed.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.seedbed.experiment.Experiment;

/** Finds the population of a seed in a rung without reading the records of all populations. */
final class RungPopulations {
  private final RunFolder run;
  private final int rung;
  private final Map<Long, Integer> numbers = new HashMap<>();

  /**
   * @param alive seeds that take part in the rung, in order
   */
  RungPopulations(RunFolder run, Experiment experiment, int rung, List<Long> alive) {
    this.run = run;
    this.rung = rung;
    var planned = PopulationPlan.of(experiment, rung, alive);
    for (int number = 0; number < planned.size(); number++) {
      for (long seed : planned.get(number).seeds()) {
        numbers.put(seed, number);
      }
    }
  }

  /** Returns the committed record of the population that holds a seed. */
  Optional<PopulationRecord> holding(long seed) throws IOException {
    return holding(Set.of(seed)).stream().filter(record -> record.has(seed)).findFirst();
  }

  /** Returns the committed records of the populations that hold any of the seeds, each once. */
  List<PopulationRecord> holding(Set<Long> seeds) throws IOException {
    var needed = new TreeSet<Integer>();
    for (long seed : seeds) {
      Optional.ofNullable(numbers.get(seed)).ifPresent(needed::add);
    }
    var records = new ArrayList<PopulationRecord>();
    for (int number : needed) {
      var path = run.population(RunFolder.rungStage(rung), number);
      if (run.exists(path)) {
        records.add(run.readJson(path, PopulationRecord.class));
      }
    }
    return records;
  }
}
