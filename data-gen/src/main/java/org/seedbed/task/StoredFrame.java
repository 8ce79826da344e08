package org.seedbed.task;

import java.util.List;

/**
 * A frame of a program's trace as datasets hold it, in integers.
 *
 * @param call that the frame carries out: program and arguments
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
          "a frame has %d observations and %d calls, must have as many"
              .formatted(observations.size(), calls.size()));
    }
  }
}
