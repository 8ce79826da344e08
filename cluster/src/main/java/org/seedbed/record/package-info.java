/**
 * What a run leaves behind: immutable files under deterministic names, each committed by a record
 * that is written last with lengths and SHA-256. Readers trust only what is committed and verified.
 *
 * <pre>
 * RunFolder ── paths ──▶ StateFile, SafeTensors (states, parameters)
 *                        PopulationRecord ─▶ RungRecord ─▶ Ranking ─▶ Leaderboard, Card
 * </pre>
 */
package org.seedbed.record;
