package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.LstmLayer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/**
 * Input layers, an LSTM cell (Hochreiter and Schmidhuber, 1997, with forget gates) and a dense
 * output layer. The gates are in the order input, forget, output, candidate. Biases are initialized
 * like weights; forget biases get no offset.
 */
record LstmController(InputLayers inputLayers, int hiddenSize, int outputs) implements Controller {
  static final String GATES = "controller/gates";
  static final String OUTPUT = "controller/output";

  @Override
  public List<Parameter> parameters() {
    int inputs = inputLayers.outputs() + hiddenSize;
    var own =
        Stream.of(
            new Parameter(
                GATES, List.of(4 * hiddenSize, inputs + 1), Initializer.glorot(inputs, hiddenSize)),
            Parameter.dense(OUTPUT, hiddenSize, outputs));
    return Stream.concat(inputLayers.parameters().stream(), own).toList();
  }

  @Override
  public Run begin(Parameters parameters, int batch, Optional<TrainingStep> dropout) {
    return new LstmRun(parameters, batch);
  }

  @Override
  public Supplier<IntegerRun> onIntegers(Function<String, float[]> parameters) {
    var layers = inputLayers.onIntegers(parameters);
    var gates =
        new DenseOnIntegers(
            4 * hiddenSize, inputLayers.outputs() + hiddenSize, parameters.apply(GATES));
    var output = new DenseOnIntegers(outputs, hiddenSize, parameters.apply(OUTPUT));
    return () -> {
      var run = new LstmOnIntegers(gates, output, hiddenSize);
      return zeros -> run.logits(layers.apply(InputLayers.values(zeros)));
    };
  }

  private final class LstmRun implements Run {
    private final Parameters parameters;
    private final NDArray gates;
    private final NDArray output;
    private final NDArray one;
    private NDArray state; // [K, H, B]
    private NDArray cell; // [K, H, B]

    LstmRun(Parameters parameters, int batch) {
      this.parameters = parameters;
      NDManager manager = parameters.manager();
      gates = parameters.get(GATES);
      output = parameters.get(OUTPUT);
      one = manager.ones(new Shape(parameters.width(), 1, batch), gates.getDataType());
      state = manager.zeros(new Shape(parameters.width(), hiddenSize, batch), gates.getDataType());
      cell = state;
    }

    @Override
    public NDArray logits(NDArray zeros) {
      try (NDArray values = inputLayers.apply(parameters, zeros, one);
          NDArray input = Tensors.join(1, values, state, one);
          NDArray sums = Tensors.dense(gates, input)) {
        var next = LstmLayer.next(sums, Optional.of(cell));
        state = next.hiddenState();
        cell = next.cell();
      }
      try (NDArray stateAndOne = Tensors.join(1, state, one)) {
        return Tensors.dense(output, stateAndOne);
      }
    }
  }

  private static final class LstmOnIntegers {
    private final DenseOnIntegers gates;
    private final DenseOnIntegers output;
    private final double[] state;
    private final double[] cell;

    LstmOnIntegers(DenseOnIntegers gates, DenseOnIntegers output, int hiddenSize) {
      this.gates = gates;
      this.output = output;
      this.state = new double[hiddenSize];
      this.cell = new double[hiddenSize];
    }

    double[] logits(double[] values) {
      int hiddenSize = state.length;
      double[] input = Arrays.copyOf(values, values.length + hiddenSize);
      System.arraycopy(state, 0, input, values.length, hiddenSize);
      double[] sums = gates.apply(input);
      for (int h = 0; h < hiddenSize; h++) {
        double in = sigmoid(sums[h]);
        double forget = sigmoid(sums[hiddenSize + h]);
        double out = sigmoid(sums[2 * hiddenSize + h]);
        cell[h] = forget * cell[h] + in * Math.tanh(sums[3 * hiddenSize + h]);
        state[h] = out * Math.tanh(cell[h]);
      }
      return output.apply(state);
    }

    private static double sigmoid(double x) {
      return 1 / (1 + Math.exp(-x));
    }
  }
}
