/**
 * Restart search on Spark. Trains many seeds of one experiment as populations, prunes them between
 * rungs, ranks them, and confirms and stores the best.
 *
 * <pre>
 * RunSession ─▶ RestartSearch (driver) ──jobs──▶ StageRunner (driver) ─▶ PopulationTask (executor)
 *                 │    ▲                                                   │
 *                 │    └── RungDecision ◀─ PruningRule ◀─ records ◀────────┘ committed
 *                 └─▶ Leaderboard, BestInitializations
 * </pre>
 */
package org.seedbed.search;
