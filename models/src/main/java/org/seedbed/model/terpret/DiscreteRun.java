package org.seedbed.model.terpret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.task.Level;

/**
 * A machine's run on integers at one level, for any program. A variable is computed only if an
 * output depends on it, so a run reads only the parameters that matter on its input. Not
 * thread-safe.
 *
 * @param <E> type of the examples
 */
final class DiscreteRun<E> {
  private static final int UNKNOWN = -1;

  private final Machine<E> machine;
  private final int firstParameter;
  private final int[] outputs;
  private final Variable[] all;
  private final int[] values;
  private int[] waiting = new int[64];

  DiscreteRun(Machine<E> machine, Level level) {
    this.machine = machine;
    var variables = new Variables();
    var inputs = new ArrayList<Integer>();
    var ofInputs = machine.inputs(level);
    for (int i = 0; i < ofInputs.count(); i++) {
      inputs.add(variables.given(ofInputs.values()));
    }
    this.firstParameter = inputs.size();
    Map<String, List<Integer>> program = new HashMap<>();
    for (var parameter : machine.parameters()) {
      var all = new ArrayList<Integer>();
      for (int i = 0; i < parameter.count(); i++) {
        all.add(variables.given(parameter.values()));
      }
      program.put(parameter.name(), all);
    }
    this.outputs =
        machine.run(variables, level, inputs, program).stream()
            .mapToInt(Integer::intValue)
            .toArray();
    this.all = variables.all.toArray(new Variable[0]);
    this.values = new int[all.length];
  }

  /** Source of a program's parameters. */
  interface Parameters {
    /** Returns the value of parameter {@code index}, counted over all kinds. */
    int value(int index);
  }

  /**
   * An example as runs take it.
   *
   * @param inputs as many as the machine has
   * @param expected outputs, or {@link Machine#NOT_OBSERVED}
   */
  @SuppressWarnings("ArrayRecordComponent") // Never written after the constructor.
  record Posed(int[] inputs, int[] expected) {}

  /** Returns an example as runs take it. */
  Posed posed(E example) {
    return new Posed(machine.input(example), machine.expected(example));
  }

  /** Returns the outputs of a program. */
  int[] outputs(Parameters program, Posed example) {
    start(example);
    int[] found = new int[outputs.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = value(outputs[i], program);
    }
    return found;
  }

  /** Returns the number of observed outputs that a program gets wrong. */
  int wrong(Parameters program, Posed example) {
    int[] found = outputs(program, example);
    int[] expected = example.expected();
    int wrong = 0;
    for (int i = 0; i < found.length; i++) {
      wrong += expected[i] != Machine.NOT_OBSERVED && expected[i] != found[i] ? 1 : 0;
    }
    return wrong;
  }

  /**
   * Returns whether a program gets every observed output right. The last output is looked at first,
   * and the run ends with the first that is wrong.
   */
  boolean isRight(Parameters program, Posed example) {
    start(example);
    int[] expected = example.expected();
    for (int i = outputs.length - 1; i >= 0; i--) {
      if (expected[i] != Machine.NOT_OBSERVED && expected[i] != value(outputs[i], program)) {
        return false;
      }
    }
    return true;
  }

  private void start(Posed example) {
    Arrays.fill(values, UNKNOWN);
    System.arraycopy(example.inputs(), 0, values, 0, example.inputs().length);
  }

  /** Computes a variable and those that it depends on; a long run would overflow the call stack. */
  private int value(int output, Parameters program) {
    int top = 0;
    waiting[top++] = output;
    while (top > 0) {
      int at = waiting[top - 1];
      int next = values[at] == UNKNOWN ? compute(at, program) : UNKNOWN;
      if (next == UNKNOWN) {
        top--;
      } else {
        if (top == waiting.length) {
          waiting = Arrays.copyOf(waiting, 2 * top);
        }
        waiting[top++] = next;
      }
    }
    return values[output];
  }

  /** Computes a variable, or returns the one that must be computed before. */
  private int compute(int at, Parameters program) {
    var variable = all[at];
    if (variable.kind() == Kind.GIVEN) {
      values[at] = program.value(at - firstParameter);
      return UNKNOWN;
    }
    int[] arguments = variable.arguments();
    if (variable.kind() == Kind.CONSTANT) {
      values[at] = arguments[0];
      return UNKNOWN;
    }
    int first = values[arguments[0]];
    if (first == UNKNOWN) {
      return arguments[0];
    }
    if (variable.kind().isUnary) {
      values[at] = ofOne(variable, first);
      return UNKNOWN;
    }
    int other = variable.kind() == Kind.CHOICE ? arguments[1 + first] : arguments[1];
    int second = values[other];
    if (second == UNKNOWN) {
      return other;
    }
    values[at] = ofTwo(variable, first, second);
    return UNKNOWN;
  }

  private static int ofOne(Variable variable, int value) {
    int argument = variable.arguments()[1];
    return variable.kind() == Kind.ROTATION
        ? Math.floorMod(value + argument, variable.size())
        : truth(value == argument);
  }

  private static int ofTwo(Variable variable, int first, int second) {
    return switch (variable.kind()) {
      case SUM -> (first + second) % variable.size();
      case DIFFERENCE -> Math.floorMod(first - second, variable.size());
      case LESS -> truth(first < second);
      default -> second;
    };
  }

  private static int truth(boolean holds) {
    return holds ? 1 : 0;
  }

  /** Kinds of variables. */
  private enum Kind {
    GIVEN(false),
    CONSTANT(false),
    ROTATION(true),
    EQUALITY(true),
    SUM(false),
    DIFFERENCE(false),
    LESS(false),
    CHOICE(false);

    /** Whether it depends on one other variable. */
    final boolean isUnary;

    Kind(boolean isUnary) {
      this.isUnary = isUnary;
    }
  }

  /**
   * A variable.
   *
   * @param arguments of a constant, its value; of a rotation or an equality, a variable and a
   *     number; of a choice, the index and the options; else two variables
   */
  @SuppressWarnings("ArrayRecordComponent") // Never written after the constructor.
  private record Variable(Kind kind, int size, int[] arguments) {}

  /** All variables of a run, by number. */
  private static final class Variables implements Algebra<Integer> {
    final List<Variable> all = new ArrayList<>();
    private final Map<List<Integer>, Integer> constants = new HashMap<>();

    private Integer add(Kind kind, int size, int... arguments) {
      all.add(new Variable(kind, size, arguments));
      return all.size() - 1;
    }

    Integer given(int size) {
      return add(Kind.GIVEN, size);
    }

    @Override
    public Integer constant(int value, int size) {
      return constants.computeIfAbsent(
          List.of(value, size), key -> add(Kind.CONSTANT, size, value));
    }

    @Override
    public Integer choose(Integer index, List<Integer> options) {
      int[] arguments = new int[1 + options.size()];
      arguments[0] = index;
      for (int i = 0; i < options.size(); i++) {
        arguments[1 + i] = options.get(i);
      }
      return add(Kind.CHOICE, size(options.get(0)), arguments);
    }

    @Override
    public Integer rotate(Integer v, int by) {
      return add(Kind.ROTATION, size(v), v, by);
    }

    @Override
    public Integer is(Integer v, int value) {
      return add(Kind.EQUALITY, 2, v, value);
    }

    @Override
    public Integer sum(Integer a, Integer b) {
      return add(Kind.SUM, size(a), a, b);
    }

    @Override
    public Integer difference(Integer a, Integer b) {
      return add(Kind.DIFFERENCE, size(a), a, b);
    }

    @Override
    public Integer less(Integer a, Integer b, int size) {
      return add(Kind.LESS, size, a, b);
    }

    @Override
    public int size(Integer v) {
      return all.get(v).size();
    }
  }
}
