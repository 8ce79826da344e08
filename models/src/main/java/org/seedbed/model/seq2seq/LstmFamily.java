package org.seedbed.model.seq2seq;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.DescribedFamily;
import org.seedbed.model.Engine;
import org.seedbed.model.Evaluator;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.SequenceExample;

/** LSTM sequence to sequence. */
public final class LstmFamily extends DescribedFamily<SequenceToSequenceSettings, SequenceExample> {
  public LstmFamily() {
    super(
        new Names("lstm", "LSTM sequence to sequence", "lstm"),
        SequenceToSequenceSettings.class,
        SequenceExample.class);
  }

  private static int symbols(Task<SequenceExample> task) {
    return task.level(task.shortestLength(), OptionalInt.empty()).modulus();
  }

  @Override
  public ParameterLayout layout(SequenceToSequenceSettings settings, Task<SequenceExample> task) {
    return SequenceToSequenceLayout.of(settings, symbols(task));
  }

  @Override
  public Set<Engine> engines(SequenceToSequenceSettings settings) {
    return EnumSet.allOf(Engine.class);
  }

  @Override
  public CompiledModel<SequenceExample> compiled(
      SequenceToSequenceSettings settings, Task<SequenceExample> task) {
    return new CompiledSequenceToSequence(settings, symbols(task));
  }

  @Override
  public Model<SequenceExample> model(
      SequenceToSequenceSettings settings, Task<SequenceExample> task, NDManager parent) {
    return new SequenceToSequence(settings, symbols(task), DataType.FLOAT32);
  }

  @Override
  public Evaluator<SequenceExample> evaluator(
      SequenceToSequenceSettings settings, Task<SequenceExample> task, int threads) {
    return new SequenceToSequenceEvaluator(settings, symbols(task), threads);
  }
}
