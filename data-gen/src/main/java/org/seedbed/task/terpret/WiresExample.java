package org.seedbed.task.terpret;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The bits on the first wires of a circuit before and after.
 *
 * @param inputs bits before, one or more
 * @param outputs bits after, one or more
 */
public record WiresExample(List<Integer> inputs, List<Integer> outputs) {
  public WiresExample {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  @Override
  public String toString() {
    return text(inputs) + " → " + text(outputs);
  }

  private static String text(List<Integer> bits) {
    return bits.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
