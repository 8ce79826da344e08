package org.seedbed.model.npi;

import java.util.Collection;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.seedbed.task.trace.Call;
import org.seedbed.task.trace.Vocabulary;
import org.seedbed.task.trace.Vocabulary.Field;

/**
 * Rows of the network's inputs: the values of each field of an observation, the values of each
 * argument of the running program, and a row of ones.
 */
final class OneHotInputs {
  private final int[] fields;
  private final int[] arguments;
  private final int ofArguments;

  OneHotInputs(Vocabulary vocabulary) {
    this.fields = starts(vocabulary.fields().stream().map(Field::values).toList());
    this.arguments = startsOfArguments(vocabulary);
    this.ofArguments = fields[fields.length - 1];
  }

  /**
   * Returns the first row of each argument, counted over all arguments, and where the last ends.
   */
  static int[] startsOfArguments(Vocabulary vocabulary) {
    return starts(vocabulary.arguments().stream().map(Collection::size).toList());
  }

  private static int[] starts(List<Integer> rows) {
    int[] starts = new int[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      starts[i + 1] = starts[i] + rows.get(i);
    }
    return starts;
  }

  /**
   * Writes a column.
   *
   * @param observation value of each field
   * @param running the call that runs
   * @param inputs {@code [I+1, size]}, zero in this column
   */
  void write(IntUnaryOperator observation, Call running, float[] inputs, int column, int size) {
    for (int i = 0; i + 1 < fields.length; i++) {
      inputs[(fields[i] + observation.applyAsInt(i)) * size + column] = 1;
    }
    for (int i = 0; i < Call.ARGUMENTS; i++) {
      inputs[(ofArguments + arguments[i] + running.argument(i)) * size + column] = 1;
    }
    int one = ofArguments + arguments[Call.ARGUMENTS];
    inputs[one * size + column] = 1;
  }
}
