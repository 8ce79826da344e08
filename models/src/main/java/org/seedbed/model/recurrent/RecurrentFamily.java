package org.seedbed.model.recurrent;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.Set;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.DescribedFamily;
import org.seedbed.model.Engine;
import org.seedbed.model.Evaluator;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Task;

/**
 * Model family of a recurrent network.
 *
 * @param <S> type of the settings
 * @param <E> type of the examples
 */
public abstract class RecurrentFamily<S extends Record, E> extends DescribedFamily<S, E> {
  protected RecurrentFamily(Names names, Class<S> settings, Class<E> examples) {
    super(names, settings, examples);
  }

  /**
   * Returns the network.
   *
   * @param inputs I, the number of rows of its input
   * @param outputs O, the number of rows of its output
   */
  protected abstract RecurrentNetwork network(S from, int inputs, int outputs);

  /** Returns how the examples of a task are read and answered. */
  protected abstract Transcription<E> transcription(S from, Task<E> task);

  /** Whether runs are evaluated discretized. */
  protected boolean evaluatesDiscretized(S from) {
    return false;
  }

  private RecurrentNetwork network(S from, Task<E> task) {
    var transcription = transcription(from, task);
    return network(from, transcription.inputs(), transcription.outputs());
  }

  @Override
  public final ParameterLayout layout(S from, Task<E> task) {
    return network(from, task).layout();
  }

  @Override
  public final Set<Engine> engines(S from) {
    return EnumSet.allOf(Engine.class);
  }

  @Override
  public final CompiledModel<E> compiled(S from, Task<E> task) {
    return new CompiledRecurrent<>(network(from, task), transcription(from, task));
  }

  @Override
  public final Model<E> model(S from, Task<E> task, NDManager parent) {
    return new RecurrentModel<>(network(from, task), transcription(from, task), DataType.FLOAT32);
  }

  @Override
  public final Evaluator<E> evaluator(S from, Task<E> task, int threads) {
    return new RecurrentEvaluator<>(
        network(from, task), transcription(from, task), evaluatesDiscretized(from));
  }
}
