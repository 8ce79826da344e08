/**
 * Restart search: many seeds of one experiment, trained as populations on Spark, pruned between
 * rungs, ranked, confirmed and stored.
 *
 * <pre>
 * Experiment ─▶ RestartSearch (driver) ──jobs──▶ StageRunner (driver) ─▶ PopulationTask (executor)
 *                 │    ▲                                                        │
 *                 │    └── RungRecord ◀─ Pruning ◀─ PopulationRecord ◀──────────┘ committed
 *                 └─▶ Leaderboard, BestInitializations
 * </pre>
 */
package org.seedbed.restart;
