package org.seedbed.model.terpret;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.seedbed.task.Level;

/**
 * A machine whose program is a set of discrete parameters. Its interpreter is written once, for any
 * {@link Algebra}: it runs on integers and on distributions.
 *
 * @param <E> type of the examples
 */
interface Machine<E> {
  /** Returns the parameters of a program, in the order in which they are stored. */
  List<ProgramParameter> parameters();

  /**
   * Variables at the start.
   *
   * @param count how many there are
   * @param values number of values of each
   */
  record Inputs(int count, int values) {}

  /** Returns the number and size of the inputs at a level. */
  Inputs inputs(Level level);

  /**
   * Runs a program.
   *
   * @param inputs as many as {@link #inputs} says
   * @param program values of each parameter, by name
   * @return the outputs
   */
  <V> List<V> run(Algebra<V> algebra, Level level, List<V> inputs, Map<String, List<V>> program);

  /** Returns the inputs of an example. */
  int[] input(E example);

  /** Marks an output of an example that is not observed. */
  int NOT_OBSERVED = -1;

  /** Returns the expected outputs of an example, or {@link #NOT_OBSERVED}. */
  int[] expected(E example);

  /**
   * Returns a program as human-readable lines.
   *
   * @param program values of each parameter, by name
   */
  String listing(Map<String, int[]> program);

  /** Returns outputs as one human-readable line. */
  String rendered(int[] outputs);

  /**
   * Renders cells and, as the last output, whether the machine has halted.
   *
   * @param text of a cell's value
   */
  static String cellsAndHalt(int[] outputs, IntFunction<String> text) {
    int cells = outputs.length - 1;
    return Arrays.stream(outputs, 0, cells).mapToObj(text).collect(Collectors.joining(" "))
        + (outputs[cells] == 1 ? ", halted" : ", still running");
  }
}
