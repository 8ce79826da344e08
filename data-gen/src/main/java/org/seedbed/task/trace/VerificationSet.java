package org.seedbed.task.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every frame that a recursive task's program makes on any input, each with an input that makes it:
 * if a network does in each of these frames what the program does, then by induction over calls it
 * does so on every input (Cai, Shin and Song, ICLR 2017, section 3.4).
 *
 * @param task whose frames
 * @param frames with the first input that was found to make each
 */
public record VerificationSet(TraceTask<?> task, Map<Frame, TraceExample> frames) {
  /** Sets never change, and take seconds to enumerate. */
  private static final Map<TraceTask<?>, VerificationSet> KNOWN = new ConcurrentHashMap<>();

  public VerificationSet {
    frames = Collections.unmodifiableMap(frames);
  }

  /**
   * The frames of a task.
   *
   * @throws IllegalArgumentException when the task is not recursive: its frames grow with the input
   */
  public static VerificationSet of(TraceTask<?> task) {
    if (!task.recursive()) {
      throw new IllegalArgumentException(
          "Task '%s' cannot be verified: its frames grow with the input. '%s%s' can."
              .formatted(task.name(), task.name(), TraceTask.RECURSIVE));
    }
    return KNOWN.computeIfAbsent(task, VerificationSet::enumerated);
  }

  private static VerificationSet enumerated(TraceTask<?> task) {
    var frames = new LinkedHashMap<Frame, TraceExample>();
    task.verificationExamples()
        .forEach(example -> example.frames().forEach(frame -> frames.putIfAbsent(frame, example)));
    return new VerificationSet(task, frames);
  }

  /** Number of steps in all frames. */
  public long steps() {
    return frames.keySet().stream().mapToLong(frame -> frame.steps().size()).sum();
  }
}
