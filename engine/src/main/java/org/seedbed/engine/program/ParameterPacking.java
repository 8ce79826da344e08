package org.seedbed.engine.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a seed's parameters in two forms: flat, as they are stored ({@code [rows, columns +
 * 1]} with the bias in the last column), and packed, as kernels read them (padded rows, biases
 * apart, kernels of convolutions by tap).
 */
public final class ParameterPacking {
  private final Map<String, Matrix> matrices = new LinkedHashMap<>();
  private final int packedSize;
  private final int flatSize;

  /**
   * Shape of a matrix of parameters, in the order of the flat vector.
   *
   * @param name unique in the model
   * @param rows outputs
   * @param columns inputs, without the bias
   * @param bias whether there is a bias, in a column after the inputs
   * @param taps positions that a convolution's kernel covers; 1 for any other matrix. Flat rows of
   *     a kernel are {@code [columns / taps, taps]}, packed ones {@code [taps, columns / taps]}
   */
  public record Shape(String name, int rows, int columns, boolean bias, int taps) {
    public Shape {
      if (taps < 1 || columns % taps != 0) {
        throw new IllegalArgumentException(
            "matrix '%s' has %d taps, must divide %d columns".formatted(name, taps, columns));
      }
    }

    /** A matrix that is no kernel of a convolution. */
    public Shape(String name, int rows, int columns, boolean bias) {
      this(name, rows, columns, bias, 1);
    }
  }

  public ParameterPacking(List<Shape> shapes) {
    int packed = 0;
    int flat = 0;
    for (var shape : shapes) {
      var matrix =
          new Matrix(
              shape.name(), shape.rows(), shape.columns(), shape.bias(), shape.taps(), packed);
      if (matrices.put(shape.name(), matrix) != null) {
        throw new IllegalArgumentException("two matrices are called '" + shape.name() + "'");
      }
      packed += matrix.packedSize();
      flat += matrix.flatSize();
    }
    packedSize = packed;
    flatSize = flat;
  }

  /** Returns the named matrix. */
  public Matrix matrix(String name) {
    var matrix = matrices.get(name);
    if (matrix == null) {
      throw new IllegalArgumentException("no matrix '" + name + "' in " + matrices.keySet());
    }
    return matrix;
  }

  /** All matrices, in order. */
  public List<Matrix> matrices() {
    return new ArrayList<>(matrices.values());
  }

  /** Number of packed parameters of a seed, a multiple of 16. */
  public int packedSize() {
    return packedSize;
  }

  /** Number of parameters in a seed's flat vector. */
  public int flatSize() {
    return flatSize;
  }

  /** Copies flat values to packed ones; padding is left as it is. */
  public void pack(float[] flat, float[] packed, int packedAt) {
    if (flat.length != flatSize) {
      throw new IllegalArgumentException(
          "a seed has %d values, the model has %d parameters".formatted(flat.length, flatSize));
    }
    int at = 0;
    for (var matrix : matrices.values()) {
      for (int row = 0; row < matrix.rows(); row++) {
        int to = packedAt + matrix.at() + row * matrix.stride();
        copyRow(matrix.columns() / matrix.taps(), matrix.taps(), flat, at, packed, to);
        at += matrix.columns();
        if (matrix.bias()) {
          packed[packedAt + matrix.biasAt() + row] = flat[at++];
        }
      }
    }
  }

  /** Copies packed values to a new flat vector. */
  public float[] unpack(float[] packed, int packedAt) {
    float[] flat = new float[flatSize];
    int at = 0;
    for (var matrix : matrices.values()) {
      for (int row = 0; row < matrix.rows(); row++) {
        int from = packedAt + matrix.at() + row * matrix.stride();
        copyRow(matrix.taps(), matrix.columns() / matrix.taps(), packed, from, flat, at);
        at += matrix.columns();
        if (matrix.bias()) {
          flat[at++] = packed[packedAt + matrix.biasAt() + row];
        }
      }
    }
    return flat;
  }

  /** Copies {@code [outer, inner]} to {@code [inner, outer]}. */
  private static void copyRow(int outer, int inner, float[] from, int at, float[] to, int toAt) {
    for (int i = 0; i < outer; i++) {
      for (int j = 0; j < inner; j++) {
        to[toAt + j * outer + i] = from[at + i * inner + j];
      }
    }
  }
}
