/**
 * Sweeps: settings and seeds searched together. Each setting trains the same seeds on the same
 * data; settings ride in one population where they can; after each round, settings that cost too
 * much per solved seed are dropped.
 *
 * <pre>
 * Sweep (driver) ──SweepJob──▶ SweepTask (executor) ─▶ SweepRecord, committed
 *   ▲                                                    │
 *   └──────── Racing ─▶ SweepRound, committed ◀──────────┘
 * </pre>
 */
package org.seedbed.sweep;
