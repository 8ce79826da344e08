/**
 * Tasks of the Neural Programmer-Interpreter: worlds that programs act on, and traces of how they
 * do.
 *
 * <pre>
 * TraceTask ──example──▶ TraceExample ──frames()──▶ Frame: Step, Step, … of one call
 *     │                                              Step: what is observed ──▶ Call, and whether it is the last
 *     └─world(input)──▶ World ◀──act── Call of ACT
 * </pre>
 */
package org.seedbed.task.trace;
