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
import org.seedbed.task.Task;
import org.seedbed.task.terpret.ChainExample;

/**
 * Model family of chains: two logits for each boolean but x₀, which is observed. Their softmax is
 * the boolean's distribution over 0 and 1.
 */
public final class ChainFamily extends DescribedFamily<ChainSettings, ChainExample> {
  public ChainFamily() {
    super(
        new Names("boolean-chain", "TerpreT boolean chain", "booleanChain"),
        ChainSettings.class,
        ChainExample.class);
  }

  static final String LOGITS = "booleans";

  @Override
  public ParameterLayout layout(ChainSettings settings, Task<ChainExample> task) {
    var example = task.example(0, task.level(1, OptionalInt.empty()), 0);
    var initial = new Initializer.LogExponential(settings.initialScale());
    return new ParameterLayout(
        List.of(new Parameter(LOGITS, List.of(example.length() - 1, 2), initial)));
  }

  @Override
  public Set<Engine> engines(ChainSettings settings) {
    return EnumSet.allOf(Engine.class);
  }

  @Override
  public CompiledModel<ChainExample> compiled(ChainSettings settings, Task<ChainExample> task) {
    return new CompiledChain(layout(settings, task).size() / 2);
  }

  @Override
  public Model<ChainExample> model(
      ChainSettings settings, Task<ChainExample> task, NDManager parent) {
    return new Chain(layout(settings, task), DataType.FLOAT32);
  }

  @Override
  public Evaluator<ChainExample> evaluator(
      ChainSettings settings, Task<ChainExample> task, int threads) {
    return new ChainEvaluator();
  }
}
