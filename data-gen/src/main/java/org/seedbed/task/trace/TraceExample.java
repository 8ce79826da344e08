package org.seedbed.task.trace;

import java.util.Arrays;
import java.util.List;

/**
 * One input of a task, with the trace that the task's own program makes of it. Immutable; the trace
 * is made when it is asked for.
 */
public final class TraceExample {
  private final TraceTask<?> task;
  private final int[] input;

  TraceExample(TraceTask<?> task, int[] input) {
    this.task = task;
    this.input = input.clone();
  }

  /** The input as the task encodes it. */
  int[] input() {
    return input.clone();
  }

  /** A world with this input, untouched. */
  public World world() {
    return task.world(input);
  }

  /** All frames of its trace, callees before their callers. */
  public List<Frame> frames() {
    return task.trace(input, false).frames();
  }

  /** The primitives of its trace, in order. */
  public List<Call> acts() {
    return task.trace(input, false).acts();
  }

  /** How long an interpreter may run on it: about twice as long as the task's program does. */
  public RunLimits limits() {
    return task.limits(input);
  }

  /** Number of elements that it has. */
  public int length() {
    return task.lengthOf(input);
  }

  /** Its trace for people: one call a line, indented by depth. */
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

  /** The input for people. */
  @Override
  public String toString() {
    return task.text(input);
  }
}
