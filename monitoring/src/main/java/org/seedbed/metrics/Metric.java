package org.seedbed.metrics;

import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.List;

/**
 * The catalogue: every metric of Seedbed, named once. Names and units are those of Prometheus'
 * practice: base units, {@code _total} for what only grows. No label ever holds a seed; every
 * metric but {@link #BUILD} carries the {@link RunLabels} beside its own labels.
 */
public enum Metric {
  RUN(
      Kind.INFO,
      Role.BOTH,
      "seedbed_run",
      "The run that this process works for: 1, with what it is in the labels.",
      "verb"),
  BUILD(
      Kind.INFO,
      Role.BOTH,
      "seedbed_build",
      "The Seedbed that runs: 1, with its version and commit in the labels.",
      "version",
      "commit"),
  JOB_RUNNING(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_job_running",
      "1 while the verb of the label works, 0 when it has ended.",
      "verb"),

  RUNG(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_rung",
      "Rung that the search is at, from 1; 0 before the first."),
  RUNGS(Kind.GAUGE, Role.DRIVER, "seedbed_rungs", "Rungs of the search."),
  SEEDS_ALIVE(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_seeds_alive",
      "Seeds that take part in the present stage, or have survived the last rung."),
  STAGE_SEED_STEPS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_stage_seed_steps",
      "Seed-steps of the present stage by state: planned, or done.",
      "state"),
  SLOTS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_slots",
      "Populations that train at the same time, at most."),
  POPULATION_WIDTH(
      Kind.GAUGE, Role.DRIVER, "seedbed_population_width", "Most seeds of one population."),
  POPULATIONS_OPEN(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_populations_open",
      "Populations of the present stage that are not committed yet."),
  POPULATIONS_COMMITTED(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_populations_committed_total",
      "Populations committed, by origin: trained now, or resumed from an earlier driver.",
      "origin"),
  RESTARTS(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_restarts_total",
      "Restarts at the end of a rung by outcome: solved (and not pruned), survived, pruned, diverged or"
          + " finished (unsolved at the last rung).",
      "rung",
      "outcome"),
  SOLVED(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_solved_restarts_total",
      "Restarts that solved the task on held-out examples, each counted once."),
  FIRST_SOLUTION(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_time_to_first_solution_seconds",
      "Seconds from this driver's start to the commit of the first solved restart; NaN until then."),
  RUNG_EXACT(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_rung_exact_ratio",
      "Share of held-out examples that a rung's restarts get right, by quantile over its committed"
          + " restarts (1 is the best).",
      "rung",
      "quantile"),
  RUNG_LOSS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_rung_loss",
      "Loss on held-out examples, by quantile over a rung's committed restarts (0 is the best).",
      "rung",
      "quantile"),

  RUNGS_WITHOUT_PROGRESS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_rungs_without_progress",
      "Rungs in a row whose best loss is no lower than the best before them."),

  STEP_DURATION(
      Kind.HISTOGRAM,
      Role.EXECUTOR,
      "seedbed_training_step_duration_seconds",
      "Seconds of one training step of a whole population."),
  SEED_STEPS(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_seed_steps_total",
      "Training steps, counted for each seed of a population."),
  POPULATIONS_TRAINING(
      Kind.GAUGE,
      Role.EXECUTOR,
      "seedbed_populations_training",
      "Populations that this process trains now."),

  CHECKPOINT_BYTES(
      Kind.COUNTER, Role.BOTH, "seedbed_checkpoint_bytes_total", "Bytes of committed states."),
  CHECKPOINT_DURATION(
      Kind.HISTOGRAM,
      Role.BOTH,
      "seedbed_checkpoint_duration_seconds",
      "Seconds that writing a state takes."),
  LAST_CHECKPOINT(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_last_checkpoint_timestamp_seconds",
      "Unix time of the last commit that the driver saw, or of its start."),

  GENERATED_EXAMPLES(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_generated_examples_total",
      "Examples written to datasets."),
  GENERATED_BYTES(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_generated_bytes_total",
      "Bytes of the datasets' files written."),
  GENERATION_PLANNED(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_generation_planned_examples",
      "Examples that the dataset will have."),
  READ_STALLS(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_dataset_read_stalls_total",
      "Batches for which training waited longer than 0.1 s on a dataset."),
  READ_SECONDS(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_dataset_read_seconds_total",
      "Seconds that training waited for batches of a dataset."),

  DATA_PARALLEL_ITERATIONS(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_data_parallel_iterations_total",
      "Iterations that each worker of a data-parallel training has made."),
  AVERAGING_DURATION(
      Kind.HISTOGRAM,
      Role.DRIVER,
      "seedbed_data_parallel_averaging_duration_seconds",
      "Seconds from one averaging to the next: the iterations between, their communication and the"
          + " averaging."),
  DATA_PARALLEL_WORKERS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_data_parallel_workers",
      "Workers of the data-parallel training."),
  DATA_PARALLEL_LOSS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_data_parallel_loss",
      "Mean of the workers' losses at the last averaging."),
  DATA_PARALLEL_EXACT(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_data_parallel_exact_ratio",
      "Share of held-out examples that the averaged parameters get right."),

  EXECUTORS(Kind.GAUGE, Role.DRIVER, "seedbed_executors", "Executors that are there."),
  EXECUTORS_LOST(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_executors_lost_total",
      "Executors that went, by cause: idle (given back), decommissioned or failed.",
      "cause"),
  TASK_FAILURES(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_task_failures_total",
      "Tasks that failed, and were tried again unless too often."),
  STORAGE_FREE(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_storage_free_bytes",
      "Bytes free where the run's folder is; none for an object store."),
  STORAGE_SIZE(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_storage_size_bytes",
      "Bytes of the storage that the run's folder is on."),
  NATIVE_MEMORY(
      Kind.GAUGE,
      Role.BOTH,
      "seedbed_native_memory_bytes",
      "Memory outside the JVM by library. pytorch is what is resident and neither the JVM's nor nd4j's,"
          + " its libraries' code included: PyTorch does not count its memory on CPUs.",
      "library"),
  GPUS(Kind.GAUGE, Role.EXECUTOR, "seedbed_gpus", "GPUs that this process can use."),
  GPU_MEMORY(
      Kind.GAUGE,
      Role.EXECUTOR,
      "seedbed_gpu_memory_bytes",
      "Memory of a GPU by state: used, by whomever, or total.",
      "device",
      "state");

  /** What a metric is to Prometheus. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    INFO
  }

  /** Which processes have a metric; one that is both driver and executor has all. */
  public enum Role {
    DRIVER,
    EXECUTOR,
    BOTH
  }

  private final Kind kind;
  private final Role role;
  private final String id;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> labels;

  Metric(Kind kind, Role role, String id, String help, String... labels) {
    this.kind = kind;
    this.role = role;
    this.id = id;
    this.help = help;
    this.labels = List.of(labels);
  }

  public Kind kind() {
    return kind;
  }

  public Role role() {
    return role;
  }

  /**
   * As a scrape shows it; a histogram's series add {@code _bucket}, {@code _sum}, {@code _count}.
   */
  public String exposedName() {
    return kind == Kind.INFO ? id + "_info" : id;
  }

  /** As client_java wants it, without the suffix of its kind. */
  String baseName() {
    return PrometheusNaming.sanitizeMetricName(id);
  }

  public String help() {
    return help;
  }

  /** Labels beside the {@link RunLabels}. */
  public List<String> labels() {
    return labels;
  }

  /** Upper bounds of a histogram, in seconds. */
  double[] buckets() {
    return switch (this) {
      case STEP_DURATION, CHECKPOINT_DURATION ->
          new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};
      case AVERAGING_DURATION ->
          new double[] {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300};
      default -> throw new IllegalStateException(this + " is no histogram");
    };
  }
}
