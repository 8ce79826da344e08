package org.seedbed.model.terpret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.task.Level;
import org.seedbed.task.terpret.WiresExample;

/**
 * A Boolean circuit (Gaunt et al., TerpreT, 2016, section 4.2): gates in order, each of which reads
 * two wires and overwrites one. The inputs are on the first wires; the others start with 0. The
 * outputs are all wires.
 *
 * @param wires number of wires
 * @param gates number of gates
 */
record BooleanCircuit(int wires, int gates) implements Machine<WiresExample> {
  private static final String GATE = "gate";
  private static final String FIRST = "first-input";
  private static final String SECOND = "second-input";
  private static final String OUTPUT = "output";
  private static final List<String> KINDS = List.of("AND", "OR", "XOR", "NOT", "COPY");

  @Override
  public List<ProgramParameter> parameters() {
    return List.of(
        new ProgramParameter(GATE, gates, KINDS.size()),
        new ProgramParameter(FIRST, gates, wires),
        new ProgramParameter(SECOND, gates, wires),
        new ProgramParameter(OUTPUT, gates, wires));
  }

  @Override
  public Inputs inputs(Level level) {
    return new Inputs(wires, 2);
  }

  @Override
  public <V> List<V> run(
      Algebra<V> algebra, Level level, List<V> inputs, Map<String, List<V>> program) {
    var values = inputs;
    for (int g = 0; g < gates; g++) {
      V x = algebra.choose(program.get(FIRST).get(g), values);
      V y = algebra.choose(program.get(SECOND).get(g), values);
      V result = algebra.choose(program.get(GATE).get(g), results(algebra, x, y));
      V output = program.get(OUTPUT).get(g);
      var after = new ArrayList<V>();
      for (int wire = 0; wire < wires; wire++) {
        after.add(algebra.either(algebra.is(output, wire), result, values.get(wire)));
      }
      values = after;
    }
    return values;
  }

  /** Returns the result of each kind of gate. */
  private static <V> List<V> results(Algebra<V> algebra, V x, V y) {
    return List.of(
        algebra.either(x, y, algebra.constant(0, 2)),
        algebra.either(x, algebra.constant(1, 2), y),
        algebra.sum(x, y),
        algebra.rotate(x, 1),
        x);
  }

  @Override
  public int[] input(WiresExample example) {
    return onWires(example.inputs(), 0);
  }

  @Override
  public int[] expected(WiresExample example) {
    return onWires(example.outputs(), NOT_OBSERVED);
  }

  private int[] onWires(List<Integer> bits, int other) {
    if (bits.size() > wires) {
      throw new IllegalArgumentException(
          "wires is %d, must be %d or more for this task".formatted(wires, bits.size()));
    }
    return IntStream.range(0, wires).map(i -> i < bits.size() ? bits.get(i) : other).toArray();
  }

  @Override
  public String listing(Map<String, int[]> program) {
    var lines = new StringBuilder();
    for (int g = 0; g < gates; g++) {
      String kind = KINDS.get(program.get(GATE)[g]);
      boolean unary = kind.equals("NOT") || kind.equals("COPY");
      lines.append(
          "wire %d := %s wire %d%s%n"
              .formatted(
                  program.get(OUTPUT)[g],
                  kind,
                  program.get(FIRST)[g],
                  unary ? "" : ", wire " + program.get(SECOND)[g]));
    }
    return lines.toString();
  }

  @Override
  public String rendered(int[] outputs) {
    return Arrays.stream(outputs).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }
}
