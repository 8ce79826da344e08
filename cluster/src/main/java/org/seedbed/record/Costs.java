package org.seedbed.record;

import java.util.List;
import org.seedbed.files.SchemaVersion;

/**
 * The costs of a search. Kept apart from its results, because they differ between machines.
 *
 * @param wallSeconds of the driver, over all sessions of the search
 * @param sessions number of times that the search was started or resumed
 * @param kernelCoreSeconds seconds spent in training and scoring, times the threads per population
 * @param taskCoreSeconds seconds spent in Spark tasks, times the threads per population
 * @param coreSecondsPerSolvedSeed kernel core seconds per solved seed; 0 if none solved
 */
@SchemaVersion(3)
public record Costs(
    double wallSeconds,
    int sessions,
    double kernelCoreSeconds,
    double taskCoreSeconds,
    double coreSecondsPerSolvedSeed) {
  /** Returns the costs of one search. */
  public static Costs of(
      List<PopulationRecord> records, int threads, int solved, double wallSeconds, int sessions) {
    double kernel = threads * records.stream().mapToDouble(PopulationRecord::kernelSeconds).sum();
    double task = threads * records.stream().mapToDouble(PopulationRecord::wallSeconds).sum();
    return new Costs(wallSeconds, sessions, kernel, task, perSolved(kernel, solved));
  }

  /** Sums the costs of several searches that together solved {@code solved} seeds. */
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
