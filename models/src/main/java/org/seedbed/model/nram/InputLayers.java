package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/**
 * Dense layers with a ReLU that a controller's input passes first; biases are the last columns of
 * the weights.
 *
 * @param inputs R
 * @param hiddenSize H
 * @param count number of layers, 0 or more
 */
record InputLayers(int inputs, int hiddenSize, int count) {
  static InputLayers of(NramSettings settings) {
    return new InputLayers(settings.registers(), settings.hiddenSize(), settings.inputLayers());
  }

  /** Number of values that the next layer sees: R without a layer, else H. */
  int outputs() {
    return count == 0 ? inputs : hiddenSize;
  }

  /** Names of the weights, in order. */
  List<String> names() {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "controller/input-" + i).toList();
  }

  private int inputsOf(int layer) {
    return layer == 0 ? inputs : hiddenSize;
  }

  /** Returns the parameters of one seed. */
  List<Parameter> parameters() {
    return IntStream.range(0, count)
        .mapToObj(layer -> Parameter.dense(names().get(layer), inputsOf(layer), hiddenSize))
        .toList();
  }

  /**
   * Applies the layers.
   *
   * @param zeros {@code [K, R, B]}
   * @param one ones, {@code [K, 1, B]}
   * @return a new tensor, {@code [K, outputs, B]}
   */
  NDArray apply(Parameters parameters, NDArray zeros, NDArray one) {
    NDArray values = zeros.reshape(zeros.getShape());
    for (var name : names()) {
      try (NDArray before = values;
          NDArray input = Tensors.join(1, before, one);
          NDArray sums = Tensors.dense(parameters.get(name), input)) {
        values = Activation.relu(sums);
      }
    }
    return values;
  }

  /**
   * Returns the layers of one seed.
   *
   * @param parameters the seed's parameters by name
   */
  UnaryOperator<double[]> onIntegers(Function<String, float[]> parameters) {
    var layers =
        IntStream.range(0, count)
            .mapToObj(
                layer ->
                    new DenseOnIntegers(
                        hiddenSize, inputsOf(layer), parameters.apply(names().get(layer))))
            .toList();
    return zeros -> {
      double[] values = zeros;
      for (var layer : layers) {
        values = layer.rectified(values);
      }
      return values;
    };
  }

  /** Returns 1 for each register that is zero, else 0. */
  static double[] values(boolean[] zeros) {
    return IntStream.range(0, zeros.length).mapToDouble(r -> zeros[r] ? 1 : 0).toArray();
  }
}
