package org.seedbed.model.terpret;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.seedbed.model.terpret.DiscreteRun.Posed;
import org.seedbed.task.Level;

/**
 * Plain enumeration of a machine's programs, the rival of descent. A parameter gets a value when a
 * run first reads it, and its values are tried in order; parameters that no run has read are
 * undecided, so a program here stands for all that agree with it on what was read. Not thread-safe.
 *
 * @param <E> type of the examples
 */
public final class Enumeration<E> {
  private static final int UNDECIDED = -1;

  private final Machine<E> machine;
  private final DiscreteRun<E> run;
  private final Map<Level, DiscreteRun<E>> others = new HashMap<>();
  private final List<Posed> examples;
  private final int[] sizes;
  private final int[] values;
  private final int[] decided;
  private int decisions;
  private boolean begun;
  private long tried;

  /**
   * @param level level of the examples
   * @param examples that a program must get right
   */
  Enumeration(Machine<E> machine, Level level, List<E> examples) {
    this.machine = machine;
    this.run = new DiscreteRun<>(machine, level);
    this.examples = examples.stream().map(run::posed).toList();
    this.sizes =
        machine.parameters().stream()
            .flatMapToInt(
                parameter -> IntStream.generate(parameter::values).limit(parameter.count()))
            .toArray();
    this.values = new int[sizes.length];
    this.decided = new int[sizes.length];
    Arrays.fill(values, UNDECIDED);
  }

  /**
   * Returns the next program that is right on all examples, in the order of the enumeration; empty
   * if there is none left, or once {@code stops} says so.
   *
   * @return values of all parameters, −1 for those that no run has read
   */
  public Optional<int[]> next(BooleanSupplier stops) {
    while (!stops.getAsBoolean() && advance()) {
      tried++;
      if (examples.stream().allMatch(example -> run.isRight(this::read, example))) {
        return Optional.of(values.clone());
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether a program is right on other examples. Parameters that no run has read count as
   * 0.
   *
   * @param program values of all parameters, as {@link #next} returns them
   * @param level level of the examples
   */
  public boolean isRight(int[] program, Level level, List<E> other) {
    var at = others.computeIfAbsent(level, l -> new DiscreteRun<>(machine, l));
    return other.stream().allMatch(e -> at.isRight(i -> Math.max(program[i], 0), at.posed(e)));
  }

  /** Number of programs that were tried so far. */
  public long tried() {
    return tried;
  }

  /** Whether every program was tried. */
  public boolean isOver() {
    return begun && decisions == 0;
  }

  private int read(int parameter) {
    if (values[parameter] == UNDECIDED) {
      values[parameter] = 0;
      decided[decisions++] = parameter;
    }
    return values[parameter];
  }

  /** Goes on to the next program: the last decision that has another value takes it. */
  private boolean advance() {
    if (!begun) {
      begun = true;
      return true;
    }
    while (decisions > 0) {
      int last = decided[decisions - 1];
      if (values[last] + 1 < sizes[last]) {
        values[last]++;
        return true;
      }
      values[last] = UNDECIDED;
      decisions--;
    }
    return false;
  }
}
