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
import org.seedbed.model.stack.NeuralStackSettings.End;
import org.seedbed.model.stack.NeuralStackSettings.Memory;

/**
 * An LSTM that puts values into a stack, a queue or a double-ended queue and takes them from it,
 * each with a strength in (0, 1) (Grefenstette et al., 2015, sections 3.1 to 3.3). The LSTM's input
 * is joined by what was last read. Without a memory, it is the LSTM alone.
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
    int puts = settings.memory().puts().size();
    int takes = settings.memory().takes().size();
    var gates = Lstm.parameter(GATES, inputs + takes * settings.valueSize(), h);
    var output = Parameter.dense(OUTPUT, h, outputs);
    if (settings.memory() == Memory.NONE) {
      return new ParameterLayout(List.of(gates, output));
    }
    var popWeights = Initializer.glorot(h, takes);
    return new ParameterLayout(
        List.of(
            gates,
            Parameter.dense(VALUE, h, puts * settings.valueSize()),
            Parameter.dense(PUSH, h, puts),
            new Parameter(
                POP,
                List.of(takes, h + 1),
                new Initializer.WithColumn(h + 1, h, settings.popBias(), popWeights)),
            output));
  }

  @Override
  public <V> Run<V> start(VectorAlgebra<V> algebra) {
    if (settings.memory() == Memory.NONE) {
      var lstm = new Lstm<>(algebra, GATES, settings.hiddenSize());
      return input -> algebra.dense(OUTPUT, lstm.next(input));
    }
    return new MemoryRun<>(settings, algebra);
  }

  private static final class MemoryRun<V> implements Run<V> {
    private final VectorAlgebra<V> algebra;
    private final Memory memory;
    private final Lstm<V> lstm;
    private final List<V> values = new ArrayList<>(); // From the bottom to the top.
    private Optional<V> strengths = Optional.empty(); // [values]
    private V reads; // Of all ends that are taken from.

    MemoryRun(NeuralStackSettings settings, VectorAlgebra<V> algebra) {
      this.algebra = algebra;
      this.memory = settings.memory();
      this.lstm = new Lstm<>(algebra, GATES, settings.hiddenSize());
      this.reads = algebra.constant(new float[memory.takes().size() * settings.valueSize()]);
    }

    @Override
    public V next(V input) {
      var hidden = lstm.next(algebra.join(List.of(input, reads)));
      var push = algebra.sigmoid(algebra.dense(PUSH, hidden));
      var pop = algebra.sigmoid(algebra.dense(POP, hidden));
      var value = algebra.tanh(algebra.dense(VALUE, hidden));
      int takes = memory.takes().size();
      for (int k = 0; k < takes; k++) {
        var end = memory.takes().get(k);
        var strength = part(pop, k, takes);
        strengths = strengths.map(before -> afterTaking(before, strength, end));
      }
      int puts = memory.puts().size();
      for (int k = 0; k < puts; k++) {
        put(memory.puts().get(k), part(value, k, puts), part(push, k, puts));
      }
      var now = strengths.orElseThrow();
      reads = joined(memory.takes().stream().map(end -> read(now, end)).toList());
      return algebra.dense(OUTPUT, hidden);
    }

    /** Part {@code k} of a vector of {@code parts} equal parts. */
    private V part(V all, int k, int parts) {
      int size = algebra.rows(all) / parts;
      return parts == 1 ? all : algebra.range(all, k * size, size);
    }

    private V joined(List<V> parts) {
      return parts.size() == 1 ? parts.get(0) : algebra.join(parts);
    }

    private void put(End end, V value, V strength) {
      values.add(end == End.TOP ? values.size() : 0, value);
      strengths =
          Optional.of(
              strengths
                  .map(
                      before ->
                          algebra.join(
                              end == End.TOP
                                  ? List.of(before, strength)
                                  : List.of(strength, before)))
                  .orElse(strength));
    }

    /** max(0, s[i] − max(0, pop − Σ s[j])), over the j that are taken before i. */
    private V afterTaking(V s, V pop, End end) {
      var wanted = algebra.repeated(pop, algebra.rows(s));
      return algebra.relu(
          algebra.subtract(s, algebra.relu(algebra.subtract(wanted, takenBefore(s, end)))));
    }

    /** Σᵢ min(s[i], max(0, 1 − Σ s[j]))·value[i], over the j that are taken before i. */
    private V read(V s, End end) {
      var reached = algebra.smaller(s, algebra.relu(algebra.affine(takenBefore(s, end), -1, 1)));
      return algebra.choose(reached, values);
    }

    private V takenBefore(V s, End end) {
      return end == End.TOP ? algebra.sumAbove(s) : algebra.sumBelow(s);
    }
  }
}
