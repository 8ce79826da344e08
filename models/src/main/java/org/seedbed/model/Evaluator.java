package org.seedbed.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.seedbed.task.Level;

/**
 * Judges trained parameters of a model on a task. Parameters are flat vectors {@code [P]}, one per
 * seed.
 *
 * @param <E> type of the examples
 */
public interface Evaluator<E> {
  /**
   * How each seed does on the same examples, at any length.
   *
   * @param parameters of K seeds
   * @return K evaluations, in order
   */
  List<Evaluation> evaluate(List<float[]> parameters, Level level, List<E> examples);

  /** What one seed makes of an example, lines for people to read. */
  String render(float[] parameters, Level level, E example);

  /** What {@link #render} shows, one sentence. */
  default String renderingNote() {
    return "A held-out example.";
  }

  /** The form in which parameters are evaluated, where it is not the one they are trained in. */
  default Optional<String> form() {
    return Optional.empty();
  }

  /** The level of the example that is rendered where a user gives none: short enough to be read. */
  default Level displayLevel(Level last) {
    return last;
  }

  /**
   * Whether each seed is right on every input of the task; empty where that cannot be verified.
   *
   * @param parameters of K seeds
   * @return K verifications, or empty
   */
  default Optional<List<Verification>> verify(List<float[]> parameters) {
    return Optional.empty();
  }

  /**
   * How one seed did.
   *
   * @param exact examples that were exactly right
   * @param failures number of the others that went wrong in each way, where there are several ways
   */
  record Evaluation(int exact, Map<String, Integer> failures) {
    public Evaluation {
      failures = Map.copyOf(new TreeMap<>(failures));
    }

    /** So many examples were right, and there is one way to be wrong. */
    public static Evaluation of(long exact) {
      return new Evaluation(Math.toIntExact(exact), Map.of());
    }
  }

  /**
   * Whether one seed is right on every input.
   *
   * @param checked what was looked at, for people
   * @param margin least lead of a decision over the next best, in nats
   * @param counterexample lines for people; empty where the seed is proved right
   */
  record Verification(String checked, double margin, Optional<String> counterexample) {
    /** Whether the seed is right on every input. */
    public boolean proved() {
      return counterexample.isEmpty();
    }
  }
}
