package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.LstmLayer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/**
 * An LSTM cell (Hochreiter and Schmidhuber, 1997, with forget gates) and a dense output layer.
 * Gates stand in the order input, forget, output, candidate; forget biases start at zero.
 */
record LstmController(int registers, int hidden, int outputs) implements Controller {
  private static final String GATES = "controller/gates";
  private static final String OUTPUT = "controller/output";

  @Override
  public List<Parameter> parameters() {
    int inputs = registers + hidden;
    return List.of(
        new Parameter(GATES, List.of(4 * hidden, inputs + 1), Initializer.glorot(inputs, hidden)),
        new Parameter(OUTPUT, List.of(outputs, hidden + 1), Initializer.glorot(hidden, outputs)));
  }

  @Override
  public Run begin(Parameters parameters, int batch, Optional<TrainingStep> dropout) {
    return new LstmRun(parameters, batch);
  }

  @Override
  public Supplier<IntegerRun> onIntegers(Function<String, float[]> parameters) {
    var gates = new DenseOnIntegers(4 * hidden, registers + hidden, parameters.apply(GATES));
    var output = new DenseOnIntegers(outputs, hidden, parameters.apply(OUTPUT));
    return () -> new LstmOnIntegers(gates, output, hidden);
  }

  private final class LstmRun implements Run {
    private final NDArray gates;
    private final NDArray output;
    private final NDArray one;
    private NDArray state; // [K, H, B]
    private NDArray cell; // [K, H, B]

    LstmRun(Parameters parameters, int batch) {
      NDManager manager = parameters.manager();
      gates = parameters.get(GATES);
      output = parameters.get(OUTPUT);
      one = manager.ones(new Shape(parameters.width(), 1, batch), gates.getDataType());
      state = manager.zeros(new Shape(parameters.width(), hidden, batch), gates.getDataType());
      cell = state;
    }

    @Override
    public NDArray logits(NDArray zeros) {
      try (NDArray input = Tensors.join(1, zeros, state, one);
          NDArray sums = Tensors.dense(gates, input)) {
        var next = LstmLayer.next(sums, Optional.of(cell));
        state = next.shown();
        cell = next.cell();
      }
      try (NDArray stateAndOne = Tensors.join(1, state, one)) {
        return Tensors.dense(output, stateAndOne);
      }
    }
  }

  private static final class LstmOnIntegers implements IntegerRun {
    private final DenseOnIntegers gates;
    private final DenseOnIntegers output;
    private final double[] state;
    private final double[] cell;

    LstmOnIntegers(DenseOnIntegers gates, DenseOnIntegers output, int hidden) {
      this.gates = gates;
      this.output = output;
      this.state = new double[hidden];
      this.cell = new double[hidden];
    }

    @Override
    public double[] logits(boolean[] zeros) {
      int hidden = state.length;
      double[] input = new double[zeros.length + hidden];
      for (int r = 0; r < zeros.length; r++) {
        input[r] = zeros[r] ? 1 : 0;
      }
      System.arraycopy(state, 0, input, zeros.length, hidden);
      double[] sums = gates.apply(input);
      for (int h = 0; h < hidden; h++) {
        double in = sigmoid(sums[h]);
        double forget = sigmoid(sums[hidden + h]);
        double out = sigmoid(sums[2 * hidden + h]);
        cell[h] = forget * cell[h] + in * Math.tanh(sums[3 * hidden + h]);
        state[h] = out * Math.tanh(cell[h]);
      }
      return output.apply(state);
    }

    private static double sigmoid(double x) {
      return 1 / (1 + Math.exp(-x));
    }
  }
}
