package org.seedbed.evaluation;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import java.util.Locale;
import org.seedbed.experiment.ExperimentModel;

/** Evaluates trained restarts on adversarial inputs, which random tests miss. */
public final class AdversarialEvaluation {
  private AdversarialEvaluation() {}

  /**
   * The result on one kind of input.
   *
   * @param kind such as {@code CARRY_CHAIN}
   * @param degree difficulty within the kind; 0 for kinds without degrees
   * @param exact number of examples answered exactly right
   * @param examples number of examples evaluated
   */
  public record OnKind(String kind, @JsonAlias("chain") int degree, int exact, int examples) {
    /** Returns the kind in lower case, for display. */
    public String title() {
      return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * Evaluates parameters on all kinds of input at one length.
   *
   * @param examples maximum number of examples per kind
   * @throws IllegalArgumentException if the task has no adversarial inputs
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
