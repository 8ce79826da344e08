package org.seedbed.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Evaluator.Evaluation;
import org.seedbed.model.Evaluator.Outputs;
import org.seedbed.model.HeldOut;
import org.seedbed.task.Level;

/** Evaluates how trained restarts generalize to held-out examples of given lengths. */
public final class Generalization {
  private Generalization() {}

  /**
   * The result at one length.
   *
   * @param length of the examples
   * @param modulus M of a memory, or number of symbols of a sequence
   * @param exact number of examples answered exactly right
   * @param examples number of examples evaluated
   * @param error share of wrong outputs, cells of a memory or symbols of a sequence, 0 … 1; empty
   *     if answers have no such parts, and in records of earlier versions
   * @param rightBeforeError share of an answer's outputs before its first wrong one, 0 … 1; 1 for a
   *     right answer; mean over the examples; empty if outputs come in no order, and in records of
   *     earlier versions
   * @param failures number of wrong examples by kind of failure; empty if there is only one kind
   */
  public record AtLength(
      int length,
      int modulus,
      int exact,
      int examples,
      Optional<Double> error,
      Optional<Double> rightBeforeError,
      Map<String, Integer> failures) {
    public AtLength {
      error = error == null ? Optional.empty() : error;
      rightBeforeError = rightBeforeError == null ? Optional.empty() : rightBeforeError;
      failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    public boolean perfect() {
      return exact == examples;
    }
  }

  /**
   * Returns, for each seed, the longest of the experiment's lengths up to which every example was
   * right; 0 for none. Evaluates all seeds at once.
   *
   * @param parameters one flat vector per seed
   */
  public static List<Integer> longest(
      ExperimentModel<?> experiment, List<float[]> parameters, long dataSeed) {
    var evaluation = experiment.experiment().evaluation();
    var longest = new ArrayList<>(Collections.nCopies(parameters.size(), 0));
    var perfect = new ArrayList<Integer>();
    for (int k = 0; k < parameters.size(); k++) {
      perfect.add(k);
    }
    for (int length : evaluation.lengths()) {
      if (perfect.isEmpty()) {
        break;
      }
      var candidates = perfect.stream().map(parameters::get).toList();
      var results = at(experiment, candidates, dataSeed, length, evaluation.lengthExamples());
      var stillPerfect = new ArrayList<Integer>();
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).perfect()) {
          longest.set(perfect.get(i), length);
          stillPerfect.add(perfect.get(i));
        }
      }
      perfect = stillPerfect;
    }
    return longest;
  }

  /** Evaluates one seed at each of {@code lengths}, on {@code examples} examples per length. */
  public static List<AtLength> at(
      ExperimentModel<?> experiment, float[] parameters, List<Integer> lengths, int examples) {
    return lengths.stream().map(length -> at(experiment, parameters, length, examples)).toList();
  }

  /** Evaluates one seed at one length. */
  public static AtLength at(
      ExperimentModel<?> experiment, float[] parameters, int length, int examples) {
    long dataSeed = experiment.experiment().dataSeed();
    return at(experiment, List.of(parameters), dataSeed, length, examples).get(0);
  }

  private static <E> List<AtLength> at(
      ExperimentModel<E> experiment,
      List<float[]> parameters,
      long dataSeed,
      int length,
      int examples) {
    var level = experiment.levelAt(length);
    var heldOut =
        new HeldOut<>(experiment.task(), dataSeed).examples("lengths", level, 0, examples);
    List<Evaluation> results = experiment.evaluator().evaluate(parameters, level, heldOut);
    return results.stream().map(r -> atLength(level, length, examples, r)).toList();
  }

  private static AtLength atLength(Level level, int length, int examples, Evaluation result) {
    return new AtLength(
        length,
        level.modulus(),
        result.exact(),
        examples,
        result.outputs().map(Outputs::error),
        result.rightBeforeError(),
        result.failures());
  }
}
