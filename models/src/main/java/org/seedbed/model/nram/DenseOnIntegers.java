package org.seedbed.model.nram;

import java.util.Arrays;

/**
 * A dense layer of one seed in plain Java, with weights {@code [O, I+1]} and the bias in the last
 * column.
 */
final class DenseOnIntegers {
  private final int outputs;
  private final int inputs;
  private final float[] weights;

  DenseOnIntegers(int outputs, int inputs, float[] weights) {
    if (weights.length != outputs * (inputs + 1)) {
      throw new IllegalArgumentException(
          "a layer " + inputs + " → " + outputs + " has " + weights.length + " weights");
    }
    this.outputs = outputs;
    this.inputs = inputs;
    this.weights = weights.clone();
  }

  double[] apply(double[] x) {
    double[] y = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      int row = o * (inputs + 1);
      double sum = weights[row + inputs];
      for (int i = 0; i < inputs; i++) {
        sum += weights[row + i] * x[i];
      }
      y[o] = sum;
    }
    return y;
  }

  /** Returns the layer's outputs after a ReLU. */
  double[] rectified(double[] x) {
    return Arrays.stream(apply(x)).map(sum -> Math.max(0, sum)).toArray();
  }
}
