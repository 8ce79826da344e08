package org.seedbed.model.terpret;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.Engine;
import org.seedbed.model.Evaluator;
import org.seedbed.model.Model;
import org.seedbed.model.ModelFamily;
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
public abstract class MachineFamily<S extends Record, E> implements ModelFamily<S, E> {
  private final Names names;
  private final Class<S> settings;
  private final Class<E> examples;

  /**
   * Names of a family.
   *
   * @param name see {@link ModelFamily#name}
   * @param title see {@link ModelFamily#title}
   * @param section see {@link ModelFamily#section}
   */
  record Names(String name, String title, String section) {}

  MachineFamily(Names names, Class<S> settings, Class<E> examples) {
    this.names = names;
    this.settings = settings;
    this.examples = examples;
  }

  /** Returns the machine with these settings. */
  abstract Machine<E> machine(S from);

  /** Returns how its program is searched. */
  abstract Descent descent(S from);

  @Override
  public final String name() {
    return names.name();
  }

  @Override
  public final String title() {
    return names.title();
  }

  @Override
  public final String section() {
    return names.section();
  }

  @Override
  public final Class<S> settings() {
    return settings;
  }

  @Override
  public final Class<E> examples() {
    return examples;
  }

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
