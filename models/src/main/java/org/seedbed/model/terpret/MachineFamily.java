package org.seedbed.model.terpret;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.DescribedFamily;
import org.seedbed.model.Engine;
import org.seedbed.model.Evaluator;
import org.seedbed.model.Model;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Level;
import org.seedbed.task.Task;

/**
 * Model family of a machine: a distribution over its values for each parameter of its program.
 *
 * @param <S> type of the settings
 * @param <E> type of the examples
 */
public abstract class MachineFamily<S extends Record, E> extends DescribedFamily<S, E> {
  MachineFamily(Names names, Class<S> settings, Class<E> examples) {
    super(names, settings, examples);
  }

  /** Returns the machine with these settings. */
  abstract Machine<E> machine(S from);

  /** Returns how its program is searched. */
  abstract Descent descent(S from);

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the machine is too small for the task
   */
  @Override
  public final ParameterLayout layout(S from, Task<E> task) {
    checkFits(machine(from), task);
    var initial = new Initializer.LogExponential(descent(from).initialScale());
    return new ParameterLayout(
        machine(from).parameters().stream()
            .map(
                parameter ->
                    new Parameter(
                        parameter.name(), List.of(parameter.count(), parameter.values()), initial))
            .toList());
  }

  private static <E> void checkFits(Machine<E> machine, Task<E> task) {
    var level = task.level(task.trainingLength(), OptionalInt.empty());
    var example = task.example(0, level, 0);
    machine.input(example);
    machine.expected(example);
  }

  @Override
  public final Set<Engine> engines(S from) {
    return EnumSet.allOf(Engine.class);
  }

  @Override
  public final CompiledModel<E> compiled(S from, Task<E> task) {
    return new CompiledMachine<>(machine(from), descent(from));
  }

  @Override
  public final Model<E> model(S from, Task<E> task, NDManager parent) {
    return new MachineModel<>(machine(from), descent(from), layout(from, task), DataType.FLOAT32);
  }

  @Override
  public final Evaluator<E> evaluator(S from, Task<E> task, int threads) {
    return new MachineEvaluator<>(machine(from), task);
  }

  /**
   * Returns the enumeration of the machine's programs.
   *
   * @param level level of the examples
   * @param right examples that a program must get right
   */
  public final Enumeration<E> enumeration(S from, Level level, List<E> right) {
    return new Enumeration<>(machine(from), level, right);
  }
}
