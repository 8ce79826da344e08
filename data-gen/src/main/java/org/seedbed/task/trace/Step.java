package org.seedbed.task.trace;

import java.util.List;

/**
 * One step of a frame.
 *
 * @param observation a value for each of the vocabulary's fields, before the call
 * @param call what is called then
 */
public record Step(List<Integer> observation, Call call) {
  public Step {
    observation = List.copyOf(observation);
  }
}
