/**
 * Models that train as populations: K seeds on stacked parameters {@code [K, …]}.
 *
 * <pre>
 * Curriculum ──level──▶ ExampleSource ──batch──▶ Model.losses [K] ──▶ PopulationTrainer ──▶ state
 * </pre>
 *
 * <p>Nothing here depends on Spark, files, clocks or metrics.
 */
package org.seedbed.model;
