package org.seedbed.model.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.recurrent.Lstm;
import org.seedbed.model.recurrent.RecurrentNetwork;
import org.seedbed.model.recurrent.VectorAlgebra;
import org.seedbed.model.stack.NeuralStackSettings.Memory;

/**
 * An LSTM that puts values into a stack or queue and takes them from it, each with a strength in
 * (0, 1) (Grefenstette et al., 2015, eq. 1 to 6). The LSTM's input is joined by what was last read.
 *
 * @param inputs I
 * @param outputs O
 */
record NeuralStack(NeuralStackSettings settings, int inputs, int outputs)
    implements RecurrentNetwork {
  static final String GATES = "gates";
  static final String VALUE = "value";
  static final String PUSH = "push";
  static final String POP = "pop";
  static final String OUTPUT = "output";

  @Override
  public ParameterLayout layout() {
    int h = settings.hiddenSize();
    var popWeights = Initializer.glorot(h, 1);
    return new ParameterLayout(
        List.of(
            Lstm.parameter(GATES, inputs + settings.valueSize(), h),
            Parameter.dense(VALUE, h, settings.valueSize()),
            Parameter.dense(PUSH, h, 1),
            new Parameter(
                POP,
                List.of(1, h + 1),
                new Initializer.WithColumn(h + 1, h, settings.popBias(), popWeights)),
            Parameter.dense(OUTPUT, h, outputs)));
  }

  @Override
  public <V> Run<V> start(VectorAlgebra<V> algebra) {
    return new MemoryRun<>(settings, algebra);
  }

  private static final class MemoryRun<V> implements Run<V> {
    private final VectorAlgebra<V> algebra;
    private final boolean takesLast;
    private final Lstm<V> lstm;
    private final List<V> values = new ArrayList<>();
    private Optional<V> strengths = Optional.empty(); // [values]
    private V read;

    MemoryRun(NeuralStackSettings settings, VectorAlgebra<V> algebra) {
      this.algebra = algebra;
      this.takesLast = settings.memory() == Memory.STACK;
      this.lstm = new Lstm<>(algebra, GATES, settings.hiddenSize());
      this.read = algebra.constant(new float[settings.valueSize()]);
    }

    @Override
    public V next(V input) {
      var hidden = lstm.next(algebra.join(List.of(input, read)));
      var push = algebra.sigmoid(algebra.dense(PUSH, hidden));
      var pop = algebra.sigmoid(algebra.dense(POP, hidden));
      values.add(algebra.tanh(algebra.dense(VALUE, hidden)));
      var now =
          strengths
              .map(before -> algebra.join(List.of(afterTaking(before, pop), push)))
              .orElse(push);
      strengths = Optional.of(now);
      read = algebra.choose(reached(now), values);
      return algebra.dense(OUTPUT, hidden);
    }

    /** max(0, s[i] − max(0, pop − Σ s[j])), over the j that are taken before i. */
    private V afterTaking(V s, V pop) {
      var wanted = algebra.repeated(pop, algebra.rows(s));
      return algebra.relu(
          algebra.subtract(s, algebra.relu(algebra.subtract(wanted, takenBefore(s)))));
    }

    /** min(s[i], max(0, 1 − Σ s[j])), over the j that are taken before i. */
    private V reached(V s) {
      return algebra.smaller(s, algebra.relu(algebra.affine(takenBefore(s), -1, 1)));
    }

    private V takenBefore(V s) {
      return takesLast ? algebra.sumAbove(s) : algebra.sumBelow(s);
    }
  }
}
