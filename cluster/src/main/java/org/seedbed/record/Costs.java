package org.seedbed.record;

import java.util.List;
import org.seedbed.files.SchemaVersion;

/**
 * What a search cost, apart from its results, since no two machines agree on it.
 *
 * @param wallSeconds of the driver, over all sessions of the search
 * @param sessions times that the search was started or resumed
 * @param kernelCoreSeconds spent in training and scoring, times the threads of a population
 * @param taskCoreSeconds spent in Spark tasks, times the threads of a population
 * @param coreSecondsPerSolvedSeed kernel core seconds by solved seeds; 0 where none solved
 */
@SchemaVersion(2)
public record Costs(
    double wallSeconds,
    int sessions,
    double kernelCoreSeconds,
    double taskCoreSeconds,
    double coreSecondsPerSolvedSeed) {
  /** Of one search. */
  public static Costs of(
      List<PopulationRecord> records, int threads, int solved, double wallSeconds, int sessions) {
    double kernel = threads * records.stream().mapToDouble(PopulationRecord::kernelSeconds).sum();
    double task = threads * records.stream().mapToDouble(PopulationRecord::wallSeconds).sum();
    return new Costs(wallSeconds, sessions, kernel, task, perSolved(kernel, solved));
  }

  /** Of several searches that solved so many seeds together. */
  public static Costs sum(List<Costs> parts, int solved) {
    double kernel = parts.stream().mapToDouble(Costs::kernelCoreSeconds).sum();
    return new Costs(
        parts.stream().mapToDouble(Costs::wallSeconds).sum(),
        parts.stream().mapToInt(Costs::sessions).sum(),
        kernel,
        parts.stream().mapToDouble(Costs::taskCoreSeconds).sum(),
        perSolved(kernel, solved));
  }

  private static double perSolved(double kernelCoreSeconds, int solved) {
    return solved == 0 ? 0 : kernelCoreSeconds / solved;
  }
}
