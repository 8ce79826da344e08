/**
 * The files of a run. They are immutable and have deterministic names. A record with length and
 * SHA-256, written last, commits each state. Readers use only committed and verified files.
 *
 * <pre>
 * RunFolder ── paths ──▶ StateFile, SafeTensors (states, parameters)
 *                        PopulationRecord ─▶ RungRecord ─▶ Ranking ─▶ Leaderboard, Card
 * </pre>
 */
package org.seedbed.record;
