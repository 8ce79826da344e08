package org.seedbed.metrics;

import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.List;

/**
 * The catalogue of all Seedbed metrics. Names and units follow Prometheus conventions: base units,
 * and {@code _total} for counters. No label ever holds a seed. Every metric except {@link #BUILD}
 * carries the {@link RunLabels} in addition to its own labels.
 */
public enum Metric {
  RUN(
      Kind.INFO,
      Role.BOTH,
      "seedbed_run",
      "Run that this process belongs to: always 1, described by the labels.",
      "verb"),
  BUILD(
      Kind.INFO,
      Role.BOTH,
      "seedbed_build",
      "Running Seedbed build: always 1, with its version and commit in the labels.",
      "version",
      "commit"),
  JOB_RUNNING(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_job_running",
      "1 while the command of the verb label is running, 0 after it has ended.",
      "verb"),

  RUNG(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_rung",
      "Current rung of the search, counted from 1; 0 before the first rung."),
  RUNGS(Kind.GAUGE, Role.DRIVER, "seedbed_rungs", "Number of rungs of the search."),
  SEEDS_ALIVE(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_seeds_alive",
      "Seeds in the current stage, or seeds that survived the last rung."),
  STAGE_SEED_STEPS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_stage_seed_steps",
      "Seed-steps of the current stage, by state: planned or done.",
      "state"),
  SLOTS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_slots",
      "Maximum number of populations that train at the same time."),
  POPULATION_WIDTH(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_population_width",
      "Maximum number of seeds per population."),
  POPULATIONS_OPEN(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_populations_open",
      "Populations of the current stage that are not committed yet."),
  POPULATIONS_COMMITTED(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_populations_committed_total",
      "Committed populations, by origin: trained by this driver, or resumed from an earlier one.",
      "origin"),
  RESTARTS(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_restarts_total",
      "Restarts at the end of a rung, by outcome: solved (and not pruned), survived, pruned, diverged or"
          + " finished (unsolved at the last rung).",
      "rung",
      "outcome"),
  SOLVED(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_solved_restarts_total",
      "Restarts that solved the task on held-out examples, each counted once."),
  SHARE_OF_TASK(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_share_of_task_ratio",
      "Share of all restarts that would solve the task if none were pruned, once the search has ended:"
          + " estimate, and low and high end of its 95 % interval. Without a control arm there is no"
          + " estimate (NaN), and low and high are those of a lower and an upper bound.",
      "value"),
  SWEEP_SETTINGS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_sweep_settings",
      "Settings of a sweep by state: racing in the current round, or dropped by this driver.",
      "state"),
  SWEEP_ROUND(
      Kind.GAUGE, Role.DRIVER, "seedbed_sweep_round", "Round of a sweep's bracket, from 1."),
  SWEEP_COST(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_sweep_core_seconds_per_solved_seed",
      "Core-seconds per solved seed after the last round, of the best setting and of the default;"
          + " NaN if none was solved.",
      "setting"),
  SWEEP_SHARE(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_sweep_share_solved_ratio",
      "Share of seeds solved after the last round, by the best setting and by the default.",
      "setting"),
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
  RUNG_WRONG_OUTPUTS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_rung_wrong_outputs_ratio",
      "Share of wrong outputs (symbols of a sequence, cells of a memory) on held-out examples of each of"
          + " evaluation.checkLengths, by quantile over a rung's committed restarts (0 is the best).",
      "rung",
      "length",
      "quantile"),

  RUNGS_WITHOUT_PROGRESS(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_rungs_without_progress",
      "Consecutive rungs whose best loss is not lower than the best loss before them."),

  STEP_DURATION(
      Kind.HISTOGRAM,
      Role.EXECUTOR,
      "seedbed_training_step_duration_seconds",
      "Duration of one training step of a population in seconds."),
  SEED_STEPS(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_seed_steps_total",
      "Training steps, counted once per seed of a population."),
  POPULATIONS_TRAINING(
      Kind.GAUGE,
      Role.EXECUTOR,
      "seedbed_populations_training",
      "Populations that this process is training."),

  CHECKPOINT_BYTES(
      Kind.COUNTER, Role.BOTH, "seedbed_checkpoint_bytes_total", "Bytes of committed checkpoints."),
  CHECKPOINT_DURATION(
      Kind.HISTOGRAM,
      Role.BOTH,
      "seedbed_checkpoint_duration_seconds",
      "Duration of writing a checkpoint in seconds."),
  LAST_CHECKPOINT(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_last_checkpoint_timestamp_seconds",
      "Unix time of the last commit that the driver saw, or of its start if there is none."),

  GENERATED_EXAMPLES(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_generated_examples_total",
      "Examples written to datasets."),
  GENERATED_BYTES(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_generated_bytes_total",
      "Bytes written to the files of datasets."),
  GENERATION_PLANNED(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_generation_planned_examples",
      "Examples that the dataset will have."),
  READ_STALLS(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_dataset_read_stalls_total",
      "Dataset batches for which training waited longer than 0.1 s."),
  READ_SECONDS(
      Kind.COUNTER,
      Role.EXECUTOR,
      "seedbed_dataset_read_seconds_total",
      "Seconds that training waited for dataset batches."),

  DATA_PARALLEL_ITERATIONS(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_data_parallel_iterations_total",
      "Iterations that each worker of the data-parallel training has completed."),
  AVERAGING_DURATION(
      Kind.HISTOGRAM,
      Role.DRIVER,
      "seedbed_data_parallel_averaging_duration_seconds",
      "Seconds from one averaging to the next, including the iterations between them, communication and"
          + " the averaging."),
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

  EXECUTORS(
      Kind.GAUGE, Role.DRIVER, "seedbed_executors", "Executors that are currently registered."),
  EXECUTORS_LOST(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_executors_lost_total",
      "Removed executors, by cause: idle (released), decommissioned or failed.",
      "cause"),
  TASK_FAILURES(
      Kind.COUNTER,
      Role.DRIVER,
      "seedbed_task_failures_total",
      "Failed task attempts. Spark retries a task up to its failure limit."),
  STORAGE_FREE(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_storage_free_bytes",
      "Free bytes of the storage of the run's folder; stays 0 for an object store."),
  STORAGE_SIZE(
      Kind.GAUGE,
      Role.DRIVER,
      "seedbed_storage_size_bytes",
      "Total bytes of the storage of the run's folder; stays 0 for an object store."),
  NATIVE_MEMORY(
      Kind.GAUGE,
      Role.BOTH,
      "seedbed_native_memory_bytes",
      "Memory outside the JVM, by library. PyTorch does not count its CPU memory, so pytorch is the"
          + " resident memory minus that of the JVM and nd4j. It includes the code of its libraries.",
      "library"),
  GPUS(Kind.GAUGE, Role.EXECUTOR, "seedbed_gpus", "GPUs that this process can use."),
  GPU_MEMORY(
      Kind.GAUGE,
      Role.EXECUTOR,
      "seedbed_gpu_memory_bytes",
      "Memory of a GPU, by state: used (by any process) or total.",
      "device",
      "state");

  /** The Prometheus type of a metric. */
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    INFO
  }

  /**
   * The processes that have a metric; a process that is both driver and executor has all metrics.
   */
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
   * Returns the name that a scrape shows; a histogram's series add {@code _bucket}, {@code _sum},
   * {@code _count}.
   */
  public String exposedName() {
    return kind == Kind.INFO ? id + "_info" : id;
  }

  /** Returns the name that client_java expects, without the suffix of the kind. */
  String baseName() {
    return PrometheusNaming.sanitizeMetricName(id);
  }

  public String help() {
    return help;
  }

  /** Returns the labels in addition to the {@link RunLabels}. */
  public List<String> labels() {
    return labels;
  }

  /** Returns the upper bounds of a histogram's buckets, in seconds. */
  double[] buckets() {
    return switch (this) {
      case STEP_DURATION, CHECKPOINT_DURATION ->
          new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30};
      case AVERAGING_DURATION ->
          new double[] {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300};
      default -> throw new IllegalStateException(this + " is not a histogram");
    };
  }
}
