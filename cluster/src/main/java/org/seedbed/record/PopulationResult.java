package org.seedbed.record;

import java.util.List;

/** What a population has come to, for those who watch. */
public interface PopulationResult {
  /** Number of the population in its stage. */
  int number();

  /** One per member, in order. */
  List<SeedOutcome> outcomes();

  /** Returns the steps that were taken, summed over members. */
  long seedSteps();

  /** Returns the steps if no member had been parked, summed over members. */
  long plannedSeedSteps();
}
