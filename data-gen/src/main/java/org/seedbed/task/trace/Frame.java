package org.seedbed.task.trace;

import java.util.List;

/**
 * The steps of one call, from its beginning to its end. Frames are independent sequences: a callee
 * starts with a new hidden state, and its caller's hidden state is kept until it returns. The frame
 * ends after the call of its last step (algorithm 1 of Reed and de Freitas, ICLR 2016).
 *
 * @param call the call that the frame executes
 * @param steps one or more
 */
public record Frame(Call call, List<Step> steps) {
  public Frame {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException(
          "a frame of " + call + " has no steps, must have 1 or more");
    }
  }
}
