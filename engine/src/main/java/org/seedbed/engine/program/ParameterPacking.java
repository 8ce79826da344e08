package org.seedbed.engine.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of a seed's parameters in two forms: flat, as they are stored ({@code [rows, columns +
 * 1]} with the bias in the last column), and packed, as kernels read them (padded rows, biases
 * apart).
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
   */
  public record Shape(String name, int rows, int columns, boolean bias) {}

  public ParameterPacking(List<Shape> shapes) {
    int packed = 0;
    int flat = 0;
    for (var shape : shapes) {
      var matrix = new Matrix(shape.name(), shape.rows(), shape.columns(), shape.bias(), packed);
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
        System.arraycopy(flat, at, packed, to, matrix.columns());
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
        System.arraycopy(packed, from, flat, at, matrix.columns());
        at += matrix.columns();
        if (matrix.bias()) {
          flat[at++] = packed[packedAt + matrix.biasAt() + row];
        }
      }
    }
    return flat;
  }
}
