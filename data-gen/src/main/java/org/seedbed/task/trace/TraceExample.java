package org.seedbed.task.trace;

import java.util.Arrays;
import java.util.List;

/**
 * An input of a task and the trace of the task's program on it. Immutable; the trace is computed on
 * demand.
 */
public final class TraceExample {
  private final TraceTask<?> task;
  private final int[] input;

  TraceExample(TraceTask<?> task, int[] input) {
    this.task = task;
    this.input = input.clone();
  }

  /** Returns the input as the task encodes it. */
  int[] input() {
    return input.clone();
  }

  /** Returns a new world with this input. */
  public World world() {
    return task.world(input);
  }

  /** Returns all frames of the trace, callees before their callers. */
  public List<Frame> frames() {
    return task.trace(input, false).frames();
  }

  /** Returns the calls of the trace, in order. */
  public List<TracedCall> calls() {
    return task.trace(input, false).calls();
  }

  /** Returns the primitives of the trace, in order. */
  public List<Call> acts() {
    return calls().stream().map(TracedCall::call).filter(Call::isAct).toList();
  }

  /** Returns the limits of an interpreter run: about twice what the task's program needs. */
  public RunLimits limits() {
    return task.limits(input);
  }

  /** Returns the number of elements of the input. */
  public int length() {
    return task.lengthOf(input);
  }

  /** Returns the trace as text: one call per line, indented by depth. */
  public String tree() {
    return task.trace(input, true).tree();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TraceExample that
        && task == that.task
        && Arrays.equals(input, that.input);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(input);
  }

  /** Returns the input as text. */
  @Override
  public String toString() {
    return task.text(input);
  }
}
