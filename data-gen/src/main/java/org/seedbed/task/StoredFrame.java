package org.seedbed.task;

import java.util.List;

/**
 * A frame of a program's trace as stored in datasets, encoded as integers.
 *
 * @param call the call that the frame executes: program and arguments
 * @param observations one list per step
 * @param calls one list per step, as long as {@code call}
 */
public record StoredFrame(
    List<Integer> call, List<List<Integer>> observations, List<List<Integer>> calls) {
  public StoredFrame {
    call = List.copyOf(call);
    observations = List.copyOf(observations);
    calls = List.copyOf(calls);
    if (observations.size() != calls.size()) {
      throw new IllegalArgumentException(
          "a frame has %d observations and %d calls, must be equal"
              .formatted(observations.size(), calls.size()));
    }
  }
}
