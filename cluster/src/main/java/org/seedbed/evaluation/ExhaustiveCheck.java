package org.seedbed.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Evaluator;
import org.seedbed.task.Level;
import org.seedbed.task.Task;

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

  /** Where a check ends whose inputs hardly grow with M. */
  public static final int LARGEST = 64;

  private static final int CHUNK = 4096;

  /**
   * What to check.
   *
   * @param first smallest M; empty for the smallest that any input fits
   * @param last largest M; empty for the largest with at most {@link #FEW} inputs, up to {@link
   *     #LARGEST}, or first if that is greater
   * @param length length of the longest inputs, 1 or more; empty for the longest that fit each M
   */
  public record Bounds(OptionalInt first, OptionalInt last, OptionalInt length) {
    public static final Bounds NONE =
        new Bounds(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    public Bounds {
      if (length.isPresent() && length.getAsInt() < 1) {
        throw new IllegalArgumentException(
            "--length is %d, must be 1 or more".formatted(length.getAsInt()));
      }
      if (first.isPresent() && last.isPresent() && first.getAsInt() > last.getAsInt()) {
        throw new IllegalArgumentException(
            "--first-modulus is %d, above --modulus, which is %d"
                .formatted(first.getAsInt(), last.getAsInt()));
      }
    }

    private <E> Level level(Task<E> task, int modulus) {
      var longest = task.largestLevel(modulus).orElseThrow();
      return length.isPresent() && length.getAsInt() < longest.length()
          ? task.level(length.getAsInt(), OptionalInt.of(modulus))
          : longest;
    }
  }

  /** Whether it was right on all inputs. */
  public boolean proved() {
    return counterexample.isEmpty();
  }

  /**
   * Runs a restart on every input within bounds, smallest M first, and stops at the first that it
   * gets wrong.
   *
   * @return empty if the task cannot list its inputs
   * @throws IllegalArgumentException if no input fits the bounds, or one M has more than {@link
   *     #MOST} inputs
   */
  public static <E> Optional<ExhaustiveCheck> of(
      ExperimentModel<E> experiment, float[] parameters, Bounds bounds) {
    return of(experiment, parameters, bounds, bounds.last().isPresent() ? MOST : FEW);
  }

  /**
   * @param most inputs of one M
   */
  static <E> Optional<ExhaustiveCheck> of(
      ExperimentModel<E> experiment, float[] parameters, Bounds bounds, int most) {
    var task = experiment.task();
    if (!task.listsExamples()) {
      return Optional.empty();
    }
    int possible = SMALLEST;
    while (task.largestLevel(possible).isEmpty()) {
      possible++;
    }
    int smallest = bounds.first().orElse(possible);
    refuseBelow("--first-modulus", smallest, possible, task);
    refuseBelow("--modulus", bounds.last().orElse(smallest), possible, task);
    int last = bounds.last().orElse(Math.max(LARGEST, smallest));
    var check = new ExhaustiveCheck(smallest, smallest - 1, 0, 0, Optional.empty());
    for (int modulus = smallest; modulus <= last; modulus++) {
      var level = experiment.extended(bounds.level(task, modulus));
      var inputs = task.everyExample(level).limit(most + 1L).toList();
      if (inputs.size() > most) {
        if (bounds.last().isEmpty() && modulus > smallest) {
          break;
        }
        throw new IllegalArgumentException(
            "Task '%s' has more than %,d inputs with M = %d. Give a smaller --modulus or --length."
                .formatted(task.name(), most, modulus));
      }
      check = check.then(experiment.evaluator(), parameters, level, inputs);
      if (!check.proved()) {
        break;
      }
    }
    return Optional.of(check);
  }

  private static void refuseBelow(String option, int value, int possible, Task<?> task) {
    if (value < possible) {
      throw new IllegalArgumentException(
          "%s is %d, must be %d or more: no input of task '%s' is smaller"
              .formatted(option, value, possible, task.name()));
    }
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
