/**
 * Tasks of the Neural Programmer-Interpreter: worlds that programs act on, and traces of those
 * programs.
 *
 * <pre>
 * TraceTask ──example──▶ TraceExample ──frames()──▶ Frame: Step, Step, … of one call
 *     │                                              Step: observation ──▶ Call; the last step ends the frame
 *     └─world(input)──▶ World ◀──act── Call of ACT
 * </pre>
 */
package org.seedbed.task.trace;
