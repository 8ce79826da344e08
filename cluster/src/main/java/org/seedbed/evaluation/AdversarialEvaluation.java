package org.seedbed.evaluation;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import java.util.Locale;
import org.seedbed.experiment.ExperimentModel;

/** How a trained restart does on inputs that random tests miss. */
public final class AdversarialEvaluation {
  private AdversarialEvaluation() {}

  /**
   * One kind of input.
   *
   * @param kind such as {@code CARRY_CHAIN}
   * @param degree how hard it is within its kind; 0 for kinds without degrees
   * @param exact examples that were exactly right
   * @param examples that were evaluated
   */
  public record OnKind(String kind, @JsonAlias("chain") int degree, int exact, int examples) {
    /** The kind for people. */
    public String title() {
      return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * All kinds at a length.
   *
   * @param examples of each kind, where it has as many
   * @throws IllegalArgumentException when the task has no such inputs
   */
  public static <E> List<OnKind> at(
      ExperimentModel<E> experiment, float[] parameters, int length, int examples) {
    long dataSeed = experiment.experiment().dataSeed();
    var level = experiment.levelAt(length);
    var evaluator = experiment.evaluator();
    return experiment.task().adversarialSets(length, dataSeed, examples).stream()
        .map(
            set ->
                new OnKind(
                    set.kind(),
                    set.degree(),
                    evaluator.evaluate(List.of(parameters), level, set.examples()).get(0).exact(),
                    set.examples().size()))
        .toList();
  }
}
