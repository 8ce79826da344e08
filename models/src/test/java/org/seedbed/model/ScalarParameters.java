package org.seedbed.model;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.seedbed.model.population.ParameterLayout;

/**
 * Parameters of one seed for reference models in scalars. Matrices hold their biases, if any, in
 * the last column.
 */
public final class ScalarParameters {
  private final ParameterLayout layout;
  private final double[] row;

  public ScalarParameters(ParameterLayout layout, double[] row) {
    this.layout = layout;
    this.row = row;
  }

  /** Returns the number at a place of a matrix. */
  public double at(String matrix, int r, int c) {
    return row[layout.offset(matrix) + r * layout.parameter(matrix).shape().get(1) + c];
  }

  /** Returns a matrix times a vector, joined by 1 if the matrix has biases. */
  public double[] times(String matrix, double... x) {
    int columns = layout.parameter(matrix).shape().get(1);
    double[] all = columns == x.length ? x : joined(x, new double[] {1});
    double[] y = new double[layout.parameter(matrix).shape().get(0)];
    for (int r = 0; r < y.length; r++) {
      for (int c = 0; c < columns; c++) {
        y[r] += at(matrix, r, c) * all[c];
      }
    }
    return y;
  }

  /**
   * Takes a step of LSTM cells, whose gates are in the order input, forget, output, candidate.
   *
   * @param input with the hidden state
   * @param cell overwritten
   * @return the hidden state
   */
  public double[] lstm(String gates, double[] input, double[] cell) {
    double[] sums = times(gates, input);
    int h = cell.length;
    double[] hidden = new double[h];
    for (int i = 0; i < h; i++) {
      double written = sigmoid(sums[i]) * Math.tanh(sums[3 * h + i]);
      cell[i] = sigmoid(sums[h + i]) * cell[i] + written;
      hidden[i] = sigmoid(sums[2 * h + i]) * Math.tanh(cell[i]);
    }
    return hidden;
  }

  public static double[] joined(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(DoubleStream::of).toArray();
  }

  public static double[] oneHot(int size, int index) {
    double[] all = new double[size];
    if (index >= 0) {
      all[index] = 1;
    }
    return all;
  }

  public static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  public static double[] softmax(double... x) {
    double all = Arrays.stream(x).map(Math::exp).sum();
    return Arrays.stream(x).map(v -> Math.exp(v) / all).toArray();
  }
}
