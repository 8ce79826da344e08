package org.seedbed.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Evaluator;
import org.seedbed.task.Level;

/**
 * A trained restart's run on every input of bounded size.
 *
 * @param smallest smallest modulus M that was checked
 * @param largest largest modulus M that was checked
 * @param length length of the longest inputs
 * @param inputs number of inputs that were checked, the wrong one included
 * @param counterexample the run on the first input that it gets wrong, as human-readable lines;
 *     empty if it is right on all
 */
public record ExhaustiveCheck(
    int smallest, int largest, int length, long inputs, Optional<String> counterexample) {
  /** Most inputs of a modulus, when the bound is not given. */
  public static final int FEW = 200_000;

  /** Most inputs of a modulus. */
  public static final int MOST = 2_000_000;

  private static final int SMALLEST = 4;
  private static final int CHUNK = 4096;

  /** Whether it was right on all inputs. */
  public boolean proved() {
    return counterexample.isEmpty();
  }

  /**
   * Runs a restart on every input with M up to a bound, smallest first, and stops at the first that
   * it gets wrong.
   *
   * @param bound largest M; empty for the largest with at most {@link #FEW} inputs
   * @return empty if the task cannot list its inputs
   * @throws IllegalArgumentException if no input fits the bound, or one M has more than {@link
   *     #MOST} inputs
   */
  public static <E> Optional<ExhaustiveCheck> of(
      ExperimentModel<E> experiment, float[] parameters, OptionalInt bound) {
    return of(experiment, parameters, bound, bound.isPresent() ? MOST : FEW);
  }

  /**
   * @param most inputs of one M
   */
  static <E> Optional<ExhaustiveCheck> of(
      ExperimentModel<E> experiment, float[] parameters, OptionalInt bound, int most) {
    var task = experiment.task();
    if (!task.listsExamples()) {
      return Optional.empty();
    }
    int smallest = SMALLEST;
    while (task.largestLevel(smallest).isEmpty()) {
      smallest++;
    }
    if (bound.isPresent() && bound.getAsInt() < smallest) {
      throw new IllegalArgumentException(
          "--modulus is %d, must be %d or more: no input of task '%s' is smaller"
              .formatted(bound.getAsInt(), smallest, task.name()));
    }
    var check = new ExhaustiveCheck(smallest, smallest - 1, 0, 0, Optional.empty());
    for (int modulus = smallest; modulus <= bound.orElse(Integer.MAX_VALUE); modulus++) {
      var level = experiment.extended(task.largestLevel(modulus).orElseThrow());
      var inputs = task.everyExample(level).limit(most + 1L).toList();
      if (inputs.size() > most) {
        if (bound.isEmpty() && modulus > smallest) {
          break;
        }
        throw new IllegalArgumentException(
            "Task '%s' has more than %,d inputs with M = %d. Give a smaller --modulus."
                .formatted(task.name(), most, modulus));
      }
      check = check.then(experiment.evaluator(), parameters, level, inputs);
      if (!check.proved()) {
        break;
      }
    }
    return Optional.of(check);
  }

  private <E> ExhaustiveCheck then(
      Evaluator<E> evaluator, float[] parameters, Level level, List<E> all) {
    for (int from = 0; from < all.size(); from += CHUNK) {
      var chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
      if (exact(evaluator, parameters, level, chunk) < chunk.size()) {
        int wrong =
            IntStream.range(0, chunk.size())
                .filter(i -> exact(evaluator, parameters, level, chunk.subList(i, i + 1)) == 0)
                .findFirst()
                .orElseThrow();
        return new ExhaustiveCheck(
            smallest,
            level.modulus(),
            level.length(),
            inputs + from + wrong + 1,
            Optional.of(evaluator.render(parameters, level, chunk.get(wrong))));
      }
    }
    return new ExhaustiveCheck(
        smallest, level.modulus(), level.length(), inputs + all.size(), Optional.empty());
  }

  private static <E> int exact(
      Evaluator<E> evaluator, float[] parameters, Level level, List<E> examples) {
    return evaluator.evaluate(List.of(parameters), level, examples).get(0).exact();
  }
}
