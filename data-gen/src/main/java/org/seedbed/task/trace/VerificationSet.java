package org.seedbed.task.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every frame that a recursive task's program can make, each with an input that produces it. If a
 * network behaves like the program in each of these frames, then by induction over calls it does so
 * on every input (Cai, Shin and Song, ICLR 2017, section 3.4).
 *
 * @param task task of the frames
 * @param frames each frame with the first input found to produce it
 */
public record VerificationSet(TraceTask<?> task, Map<Frame, TraceExample> frames) {
  /** Cache: sets never change and take seconds to enumerate. */
  private static final Map<TraceTask<?>, VerificationSet> KNOWN = new ConcurrentHashMap<>();

  public VerificationSet {
    frames = Collections.unmodifiableMap(frames);
  }

  /**
   * Returns the frames of a task.
   *
   * @throws IllegalArgumentException if the task is not recursive, because its frames then grow
   *     with the input
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

  /** Returns the total number of steps in all frames. */
  public long steps() {
    return frames.keySet().stream().mapToLong(frame -> frame.steps().size()).sum();
  }
}
