package org.seedbed.model.npi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.model.npi.Npi.TeacherForced;
import org.seedbed.model.population.Parameters;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.Step;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.VerificationSet;

/**
 * Verification of a seed on every frame that its task's program produces on any input.
 *
 * @param frames number of frames checked
 * @param steps number of steps in those frames
 * @param margin smallest lead of the right choice over the next best, in nats: the tolerance for
 *     rounding
 * @param counterexample step at which the seed deviates from the program; empty if the seed is
 *     proved right
 */
public record NpiVerification(
    int frames, long steps, double margin, Optional<Counterexample> counterexample) {
  /**
   * A step that a seed gets wrong.
   *
   * @param input input on which the program produces the frame
   * @param frame frame of the step
   * @param number index of the step in its frame, from 0
   * @param wrong number of frames of the set that the seed gets wrong
   */
  public record Counterexample(TraceExample input, Frame frame, int number, int wrong) {
    /** Returns the step: its observation and the program's call. */
    public Step step() {
      return frame.steps().get(number);
    }
  }

  /** Whether the seed is right on every input, by induction over calls. */
  public boolean proved() {
    return counterexample.isEmpty();
  }

  /**
   * Verifies one or more seeds.
   *
   * @return one verification per seed
   */
  public static List<NpiVerification> of(Npi npi, Parameters parameters, VerificationSet set) {
    return of(npi.teacherForced(parameters, List.copyOf(set.frames().keySet())), set);
  }

  /** Verifies seeds whose results on the set's frames are given. */
  static List<NpiVerification> of(List<TeacherForced> seeds, VerificationSet set) {
    return seeds.stream()
        .map(
            forced ->
                new NpiVerification(
                    set.frames().size(),
                    set.steps(),
                    forced.margin(),
                    counterexample(forced.wrong(), set)))
        .toList();
  }

  /** Returns the wrong frame that comes first in the set. */
  private static Optional<Counterexample> counterexample(
      Map<Frame, Integer> wrong, VerificationSet set) {
    return set.frames().entrySet().stream()
        .filter(entry -> wrong.containsKey(entry.getKey()))
        .findFirst()
        .map(
            first ->
                new Counterexample(
                    first.getValue(), first.getKey(), wrong.get(first.getKey()), wrong.size()));
  }
}
