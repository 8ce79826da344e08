package org.seedbed.task.trace;

/**
 * A call of a trace.
 *
 * @param depth number of frames on the stack, including the caller's, 1 or more
 * @param ends whether the caller's frame ends with it
 */
public record TracedCall(Call call, int depth, boolean ends) {
  TracedCall ending() {
    return new TracedCall(call, depth, true);
  }
}
