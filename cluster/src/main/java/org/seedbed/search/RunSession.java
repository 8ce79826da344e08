package org.seedbed.search;

import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.ConfirmationRule;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentDifferences;
import org.seedbed.files.FolderLease;
import org.seedbed.model.Engine;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RunSeries;

/**
 * A run folder opened for a search. Opening checks that the folder is free or holds the same
 * search, and that no other driver is using it. Must be closed. Runs on the driver.
 *
 * <pre>{@code
 * try (var session = RunSession.open(run, experiment, resume, System.out::println)) {
 *   session.search(spark, listener).run();
 * }
 * }</pre>
 */
public final class RunSession implements AutoCloseable {
  private final RunFolder run;
  private final Experiment experiment;
  private final FolderLease lease;

  private RunSession(RunFolder run, Experiment experiment, FolderLease lease) {
    this.run = run;
    this.experiment = experiment;
    this.lease = lease;
  }

  /**
   * Opens the folder of a single search.
   *
   * @param resume whether to continue a search that is already there
   * @param waiting called with the reason when opening has to wait
   * @throws IllegalArgumentException if the folder holds something else or another experiment
   * @throws FolderLease.HeldException if another driver is using the folder
   */
  public static RunSession open(
      RunFolder run, Experiment experiment, boolean resume, FolderLease.Waiting waiting)
      throws IOException {
    boolean occupied = run.isOccupied();
    if (occupied && !resume) {
      throw refused(run, "is occupied. Give another --out, or --resume to continue it.");
    }
    if (!RunSeries.begun(run).isEmpty()) {
      throw refused(
          run, "is a series of searches. Give --fresh-seeds to continue it, or another --out.");
    }
    if (occupied && !run.exists(run.experiment())) {
      throw refused(
          run, "is occupied, but is not a run: it has no experiment.yaml. Give another --out.");
    }
    if (occupied) {
      checkSame(run, experiment, RunRecords.experiment(run));
    }
    return leased(run, experiment, waiting);
  }

  private static RunSession leased(
      RunFolder run, Experiment experiment, FolderLease.Waiting waiting) throws IOException {
    var lease = FolderLease.take(run, FolderLease.Timing.DEFAULT, waiting);
    return new RunSession(run.guardedBy(lease.claim()), experiment, lease);
  }

  /**
   * Opens the folder of a series of searches.
   *
   * @throws IllegalArgumentException if the folder holds a single search or another experiment
   * @throws FolderLease.HeldException if another driver is using the folder
   */
  public static RunSession openSeries(
      RunFolder folder, Experiment experiment, FolderLease.Waiting waiting) throws IOException {
    var begun = RunSeries.begun(folder);
    if (begun.isEmpty() && folder.exists(folder.experiment())) {
      throw refused(
          folder, "is a run, and no series. Leave --fresh-seeds out, or give another --out.");
    }
    if (!begun.isEmpty()) {
      var earlier = RunRecords.experiment(begun.get(begun.size() - 1));
      checkSame(folder, experiment.withSeeds(earlier.seeds()), earlier);
    }
    if (begun.isEmpty() && !RunSeries.isFree(folder)) {
      throw refused(folder, "is occupied, but is no series of searches. Give another --out.");
    }
    return leased(folder, experiment, waiting);
  }

  private static IllegalArgumentException refused(RunFolder run, String why) {
    return new IllegalArgumentException("Output folder " + run.root() + " " + why);
  }

  /**
   * Refuses to continue with another experiment. A layout left open may have been decided since,
   * and a run stays on the engine that it was begun with.
   */
  private static void checkSame(RunFolder run, Experiment asked, Experiment begun) {
    var decided = asked.asBegun(begun);
    if (!decided.equals(begun)) {
      throw new IllegalArgumentException(
          "Run %s was begun with another experiment: %s. Give the same options, or --experiment %s, or another --out."
              .formatted(
                  run.root(), ExperimentDifferences.between(begun, decided), run.experiment()));
    }
  }

  /** Starts or resumes the folder's search. It fails if another driver takes over the folder. */
  public RestartSearch search(JavaSparkContext spark, SearchListener listener) throws IOException {
    // Another driver may have started it while this one waited for the lease.
    if (!run.exists(run.experiment())) {
      return RestartSearch.start(spark, experiment, run, listener);
    }
    var begun = RunRecords.experiment(run);
    checkSame(run, experiment, begun);
    if (!experiment.controlledAs(begun).equals(experiment)) {
      listener.note(
          begun.evaluation().confirmation() == ConfirmationRule.WITHOUT_CONTROL
              ? "The run goes on without a control, as it was begun before there were any."
              : "The run goes on by last states, as it was begun.");
    }
    if (experiment.engine().isPresent() && !experiment.engine().equals(begun.engine())) {
      listener.note(
          "The run stays on engine %s, with which it was begun."
              .formatted(begun.engine().map(Engine::toString).orElse("auto")));
    }
    return RestartSearch.resume(spark, run, listener);
  }

  /** Begins or continues the folder's training of initializations crossed with data seeds. */
  public CrossedTraining cross(JavaSparkContext spark, SearchListener listener) throws IOException {
    if (run.exists(run.experiment())) {
      checkSame(run, experiment, RunRecords.experiment(run));
    }
    return CrossedTraining.open(spark, experiment, run, listener);
  }

  /** Returns the folder, which checks before every commit that this driver still holds it. */
  public RunFolder folder() {
    return run;
  }

  @Override
  public void close() throws IOException {
    lease.close();
  }
}
