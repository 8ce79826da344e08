/**
 * Restart search on Spark: many seeds of one experiment, trained as populations, pruned between
 * rungs, ranked, confirmed and stored.
 *
 * <pre>
 * RunSession ─▶ RestartSearch (driver) ──jobs──▶ StageRunner (driver) ─▶ PopulationTask (executor)
 *                 │    ▲                                                   │
 *                 │    └── RungDecision ◀─ PruningRule ◀─ records ◀────────┘ committed
 *                 └─▶ Leaderboard, BestInitializations
 * </pre>
 */
package org.seedbed.search;
