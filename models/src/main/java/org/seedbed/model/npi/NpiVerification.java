package org.seedbed.model.npi;

import java.util.List;
import java.util.Optional;
import org.seedbed.model.population.Parameters;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.Step;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.VerificationSet;

/**
 * Checks a seed on every frame that its task's program makes on any input.
 *
 * @param frames that were checked
 * @param steps in them
 * @param margin least lead of a decision over the next best, in nats: how far rounding could go
 * @param counterexample where the seed does not do what the program does; empty if it is proved
 */
public record NpiVerification(
    int frames, long steps, double margin, Optional<Counterexample> counterexample) {
  /**
   * A step that a seed gets wrong.
   *
   * @param input on which the program makes the frame
   * @param frame that the step is of
   * @param number of the step in its frame, from 0
   * @param wrong frames of the set that the seed gets wrong
   */
  public record Counterexample(TraceExample input, Frame frame, int number, int wrong) {
    /** What is observed there, and what the program does. */
    public Step step() {
      return frame.steps().get(number);
    }
  }

  /** Whether the seed is right on every input, by induction over calls. */
  public boolean proved() {
    return counterexample.isEmpty();
  }

  /**
   * Checks one seed, or several at once.
   *
   * @return one verdict a seed
   */
  public static List<NpiVerification> of(Npi npi, Parameters parameters, VerificationSet set) {
    var frames = List.copyOf(set.frames().keySet());
    return npi.teacherForced(parameters, frames).stream()
        .map(
            forced ->
                new NpiVerification(
                    frames.size(),
                    set.steps(),
                    forced.margin(),
                    forced.wrong().entrySet().stream()
                        .findFirst()
                        .map(
                            wrong ->
                                new Counterexample(
                                    set.frames().get(wrong.getKey()),
                                    wrong.getKey(),
                                    wrong.getValue(),
                                    forced.wrong().size()))))
        .toList();
  }
}
