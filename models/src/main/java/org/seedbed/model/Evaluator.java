package org.seedbed.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.seedbed.task.Level;

/**
 * Evaluates trained parameters of a model on a task. Parameters are flat vectors {@code [P]}, one
 * per seed.
 *
 * @param <E> type of the examples
 */
public interface Evaluator<E> {
  /**
   * Evaluates each seed on the same examples, at any length.
   *
   * @param parameters parameters of K seeds
   * @return K evaluations, in order
   */
  List<Evaluation> evaluate(List<float[]> parameters, Level level, List<E> examples);

  /** Renders one seed's run on an example as human-readable lines. */
  String render(float[] parameters, Level level, E example);

  /** Describes in one sentence what {@link #render} shows. */
  default String renderingNote() {
    return "A held-out example.";
  }

  /**
   * Returns the form in which parameters are evaluated, if it differs from the form in which they
   * are trained.
   */
  default Optional<String> form() {
    return Optional.empty();
  }

  /**
   * Returns the evaluator of discretized runs, in which every decision is for its most probable
   * option. Returns empty if runs cannot be discretized.
   */
  default Optional<Evaluator<E>> discretized() {
    return Optional.empty();
  }

  /**
   * Returns the level of the rendered example if the user gives none. It should be short enough to
   * read.
   */
  default Level displayLevel(Level last) {
    return last;
  }

  /**
   * Verifies whether each seed is right on every input of the task. Returns empty if the task
   * cannot be verified.
   *
   * @param parameters parameters of K seeds
   * @return K verifications, or empty
   */
  default Optional<List<Verification>> verify(List<float[]> parameters) {
    return Optional.empty();
  }

  /**
   * Verifies as {@link #verify} does, in 64-bit floats. Returns empty if the task cannot be
   * verified so.
   *
   * @param parameters parameters of K seeds
   * @return K verifications, or empty
   */
  default Optional<List<Verification>> verifyInDouble(List<float[]> parameters) {
    return Optional.empty();
  }

  /**
   * Result of evaluating one seed.
   *
   * @param exact number of examples that were exactly right
   * @param outputs how many outputs of all examples were wrong; empty if an answer has no parts
   * @param rightBeforeError share of an answer's outputs before its first wrong one, 0 … 1; 1 for a
   *     right answer; mean over the examples; empty if outputs come in no order
   * @param failures number of failed examples by kind of failure; empty if there is only one kind
   */
  record Evaluation(
      int exact,
      Optional<Outputs> outputs,
      Optional<Double> rightBeforeError,
      Map<String, Integer> failures) {
    public Evaluation {
      failures = Map.copyOf(new TreeMap<>(failures));
    }

    /** Returns an evaluation with {@code exact} right examples and only one kind of failure. */
    public static Evaluation of(long exact) {
      return new Evaluation(Math.toIntExact(exact), Optional.empty(), Optional.empty(), Map.of());
    }

    /**
     * Returns an evaluation by the wrong outputs of each example.
     *
     * @param wrong number of wrong outputs of each example
     * @param all number of outputs of all examples
     */
    public static Evaluation of(int[] wrong, long all) {
      return new Evaluation(
          Outputs.exact(wrong), Optional.of(Outputs.of(wrong, all)), Optional.empty(), Map.of());
    }

    /**
     * Returns an evaluation by the outputs of each example in their order.
     *
     * @param right whether each output of an example is right; one example or more
     */
    public static Evaluation inOrder(List<List<Boolean>> right) {
      int[] wrong = right.stream().mapToInt(own -> Collections.frequency(own, false)).toArray();
      double before =
          right.stream()
              .filter(own -> own.contains(false))
              .mapToDouble(own -> own.indexOf(false) / (double) own.size())
              .sum();
      var evaluation = of(wrong, right.stream().mapToLong(List::size).sum());
      double shares = evaluation.exact() + before;
      return new Evaluation(
          evaluation.exact(),
          evaluation.outputs(),
          Optional.of(shares / right.size()),
          evaluation.failures());
    }
  }

  /**
   * The parts of which answers consist: cells of a memory, or symbols of a sequence.
   *
   * @param wrong number of wrong outputs
   * @param all number of outputs
   */
  record Outputs(long wrong, long all) {
    /** Answers without parts. */
    public static final Outputs NONE = new Outputs(0, 0);

    /**
     * Returns the sum over examples.
     *
     * @param wrong number of wrong outputs of each example
     * @param all number of outputs of all examples
     */
    public static Outputs of(int[] wrong, long all) {
      return new Outputs(Arrays.stream(wrong).asLongStream().sum(), all);
    }

    /**
     * Returns the number of examples without a wrong output.
     *
     * @param wrong number of wrong outputs of each example
     */
    public static int exact(int[] wrong) {
      return (int) Arrays.stream(wrong).filter(count -> count == 0).count();
    }

    /** Returns these and others. */
    public Outputs plus(Outputs other) {
      return new Outputs(wrong + other.wrong, all + other.all);
    }

    /** Returns the share that is wrong, 0 … 1; 0 if there are none. */
    public double error() {
      return all == 0 ? 0 : wrong / (double) all;
    }
  }

  /**
   * Result of verifying one seed on every input.
   *
   * @param checked human-readable description of what was checked
   * @param margin smallest lead of the right choice over the next best, in nats
   * @param counterexample human-readable lines; empty if the seed is proved right
   */
  record Verification(String checked, double margin, Optional<String> counterexample) {
    /** Whether the seed is right on every input. */
    public boolean proved() {
      return counterexample.isEmpty();
    }
  }
}
