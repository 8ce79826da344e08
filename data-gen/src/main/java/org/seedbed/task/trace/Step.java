package org.seedbed.task.trace;

import java.util.List;

/**
 * One step of a frame.
 *
 * @param observation one value per field of the vocabulary, observed before the call
 * @param call the call made next
 */
public record Step(List<Integer> observation, Call call) {
  public Step {
    observation = List.copyOf(observation);
  }
}
