package org.seedbed.model.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.recurrent.RecurrentNetwork;
import org.seedbed.model.recurrent.VectorAlgebra;

/**
 * A recurrent network with S stacks of numbers (Joulin and Mikolov, 2015, section 3.2). Hidden
 * units h = sigmoid(W·[input, top cells of all stacks, perhaps h of the step before]); each stack's
 * action is softmax(A·h), what it pushes sigmoid(D·h). Empty cells hold −1.
 *
 * @param inputs I
 * @param outputs O
 */
record StackRnn(StackRnnSettings settings, int inputs, int outputs) implements RecurrentNetwork {
  static final String HIDDEN = "hidden";
  static final String ACTIONS = "actions";
  static final String PUSHED = "pushed";
  static final String OUTPUT = "output";

  private static final float EMPTY = -1;

  @Override
  public ParameterLayout layout() {
    int h = settings.hiddenSize();
    int stacks = settings.stacks();
    int seen = inputs + settings.topCells() * stacks + (settings.recurrent() ? h : 0);
    return new ParameterLayout(
        List.of(
            Parameter.dense(HIDDEN, seen, h),
            Parameter.dense(ACTIONS, h, stacks * settings.actions().size()),
            Parameter.dense(PUSHED, h, stacks),
            Parameter.dense(OUTPUT, h, outputs)));
  }

  @Override
  public Optional<Decisions> decisions() {
    return Optional.of(new Decisions("stack", settings.actions()));
  }

  @Override
  public <V> Run<V> start(VectorAlgebra<V> algebra) {
    return new StacksRun<>(this, algebra);
  }

  private static final class StacksRun<V> implements Run<V> {
    private final StackRnn network;
    private final VectorAlgebra<V> algebra;
    private V cells; // [depth, S]
    private V hidden;

    StacksRun(StackRnn network, VectorAlgebra<V> algebra) {
      this.network = network;
      this.algebra = algebra;
      var settings = network.settings();
      float[] empty = new float[settings.topCells() * settings.stacks()];
      Arrays.fill(empty, EMPTY);
      this.cells = algebra.constant(empty);
      this.hidden = algebra.constant(new float[settings.hiddenSize()]);
    }

    @Override
    public V next(V input) {
      var settings = network.settings();
      var seen = new ArrayList<V>();
      seen.add(input);
      seen.add(algebra.range(cells, 0, settings.topCells() * settings.stacks()));
      if (settings.recurrent()) {
        seen.add(hidden);
      }
      hidden = algebra.sigmoid(algebra.dense(HIDDEN, algebra.join(seen)));
      var actions = algebra.decisions(algebra.dense(ACTIONS, hidden), settings.actions().size());
      var pushed = algebra.sigmoid(algebra.dense(PUSHED, hidden));
      cells = algebra.afterActions(cells, actions, pushed, EMPTY);
      return algebra.dense(OUTPUT, hidden);
    }
  }
}
