package org.seedbed.task.trace;

import java.util.List;

/**
 * What one call does, from when it begins to its end: a sequence on its own, for the state of a
 * callee starts from nothing and that of its caller waits. The last step's call is made, then the
 * frame ends (algorithm 1 of Reed and de Freitas, ICLR 2016).
 *
 * @param call that is carried out
 * @param steps one or more
 */
public record Frame(Call call, List<Step> steps) {
  public Frame {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a frame of " + call + " has no steps, must have one");
    }
  }
}
