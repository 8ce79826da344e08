package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/**
 * Cosine similarity of each cell of a memory to a key: (m·k) / √((|m|² + ε)·(|k|² + ε)). So the
 * similarity to a zero vector is 0, and its gradient is finite.
 */
public final class Cosine extends Operation {
  private static final int MEMORY = 0;
  private static final int KEY = 1;

  private final float epsilon;
  private final int width;

  /**
   * @param memory {@code [cells, W]}
   * @param key {@code [W]}
   * @param epsilon ε, above 0
   */
  public Cosine(Tensor memory, Tensor key, float epsilon) {
    super(
        List.of(memory, key),
        result(memory.lanes(), memory.axes().subList(0, memory.axes().size() - 1)));
    this.epsilon = epsilon;
    this.width = key.rows();
    if (memory.rows() != output().rows() * width || memory.lanes() != key.lanes()) {
      throw new IllegalArgumentException(
          "memory %s has no cells like key %s".formatted(memory, key));
    }
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  @Override
  protected boolean readsOutput() {
    return true;
  }

  @Override
  protected void forward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.forward(arena.values(), in(MEMORY), in(KEY), out(), width, epsilon);
    } else {
      InLoops.forward(arena.values(), in(MEMORY), in(KEY), out(), width, epsilon);
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.backward(arena.values(), in(MEMORY), in(KEY), out(), width, epsilon);
    } else {
      InLoops.backward(arena.values(), in(MEMORY), in(KEY), out(), width, epsilon);
    }
  }

  private static final class InVectors {
    static void forward(float[] a, Place m, Place k, Place y, int width, float epsilon) {
      for (int c = 0; c < y.lanes(); c += Vectors.LENGTH) {
        var ofKey = square(a, k, 0, width, c, epsilon);
        for (int cell = 0; cell < y.rows(); cell++) {
          var dot = zero();
          for (int w = 0; w < width; w++) {
            dot = load(a, m.row(cell * width + w) + c).fma(load(a, k.row(w) + c), dot);
          }
          var norms = square(a, m, cell, width, c, epsilon).mul(ofKey).sqrt();
          dot.div(norms).intoArray(a, y.row(cell) + c);
        }
      }
    }

    /** Returns |x|² + ε of a cell. */
    private static FloatVector square(
        float[] a, Place x, int cell, int width, int c, float epsilon) {
      var sum = broadcast(epsilon);
      for (int w = 0; w < width; w++) {
        var v = load(a, x.row(cell * width + w) + c);
        sum = v.fma(v, sum);
      }
      return sum;
    }

    static void backward(float[] a, Place m, Place k, Place y, int width, float epsilon) {
      for (int c = 0; c < y.lanes(); c += Vectors.LENGTH) {
        var ofKey = square(a, k, 0, width, c, epsilon);
        for (int cell = 0; m.hasGradient() && cell < y.rows(); cell++) {
          ofMemory(a, m, k, y, cell, width, c, epsilon, ofKey);
        }
        for (int cell = 0; k.hasGradient() && cell < y.rows(); cell++) {
          ofKey(a, m, k, y, cell, width, c, epsilon, ofKey);
        }
      }
    }

    private static void ofMemory(
        float[] a,
        Place m,
        Place k,
        Place y,
        int cell,
        int width,
        int c,
        float epsilon,
        FloatVector ofKey) {
      var g = load(a, y.gradientRow(cell) + c);
      var ofCell = square(a, m, cell, width, c, epsilon);
      var scaled = g.div(ofCell.mul(ofKey).sqrt());
      var shrinks = g.mul(load(a, y.row(cell) + c)).div(ofCell);
      for (int w = 0; w < width; w++) {
        int row = cell * width + w;
        var along = shrinks.mul(load(a, m.row(row) + c));
        var ofValue = scaled.mul(load(a, k.row(w) + c)).sub(along);
        Vectors.put(Vectors.flush(ofValue), a, m.gradientRow(row) + c, m.accumulates());
      }
    }

    private static void ofKey(
        float[] a,
        Place m,
        Place k,
        Place y,
        int cell,
        int width,
        int c,
        float epsilon,
        FloatVector ofKey) {
      var g = load(a, y.gradientRow(cell) + c);
      var scaled = g.div(square(a, m, cell, width, c, epsilon).mul(ofKey).sqrt());
      var shrinks = g.mul(load(a, y.row(cell) + c)).div(ofKey);
      for (int w = 0; w < width; w++) {
        var along = shrinks.mul(load(a, k.row(w) + c));
        var ofValue = scaled.mul(load(a, m.row(cell * width + w) + c)).sub(along);
        boolean adds = k.accumulates() || cell > 0;
        Vectors.put(Vectors.flush(ofValue), a, k.gradientRow(w) + c, adds);
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, Place m, Place k, Place y, int width, float epsilon) {
      for (int c = 0; c < y.lanes(); c++) {
        float ofKey = square(a, k, 0, width, c, epsilon);
        for (int cell = 0; cell < y.rows(); cell++) {
          float dot = 0;
          for (int w = 0; w < width; w++) {
            dot = Math.fma(a[m.row(cell * width + w) + c], a[k.row(w) + c], dot);
          }
          float norms = (float) Math.sqrt(square(a, m, cell, width, c, epsilon) * ofKey);
          a[y.row(cell) + c] = dot / norms;
        }
      }
    }

    private static float square(float[] a, Place x, int cell, int width, int c, float epsilon) {
      float sum = epsilon;
      for (int w = 0; w < width; w++) {
        float v = a[x.row(cell * width + w) + c];
        sum = Math.fma(v, v, sum);
      }
      return sum;
    }

    static void backward(float[] a, Place m, Place k, Place y, int width, float epsilon) {
      for (int c = 0; c < y.lanes(); c++) {
        float ofKey = square(a, k, 0, width, c, epsilon);
        for (int cell = 0; m.hasGradient() && cell < y.rows(); cell++) {
          ofMemory(a, m, k, y, cell, width, c, epsilon, ofKey);
        }
        for (int cell = 0; k.hasGradient() && cell < y.rows(); cell++) {
          ofKey(a, m, k, y, cell, width, c, epsilon, ofKey);
        }
      }
    }

    private static void ofMemory(
        float[] a,
        Place m,
        Place k,
        Place y,
        int cell,
        int width,
        int c,
        float epsilon,
        float ofKey) {
      float g = a[y.gradientRow(cell) + c];
      float ofCell = square(a, m, cell, width, c, epsilon);
      float scaled = g / (float) Math.sqrt(ofCell * ofKey);
      float shrinks = g * a[y.row(cell) + c] / ofCell;
      for (int w = 0; w < width; w++) {
        int row = cell * width + w;
        float ofValue = scaled * a[k.row(w) + c] - shrinks * a[m.row(row) + c];
        Scalars.put(Scalars.flush(ofValue), a, m.gradientRow(row) + c, m.accumulates());
      }
    }

    private static void ofKey(
        float[] a,
        Place m,
        Place k,
        Place y,
        int cell,
        int width,
        int c,
        float epsilon,
        float ofKey) {
      float g = a[y.gradientRow(cell) + c];
      float scaled = g / (float) Math.sqrt(square(a, m, cell, width, c, epsilon) * ofKey);
      float shrinks = g * a[y.row(cell) + c] / ofKey;
      for (int w = 0; w < width; w++) {
        float ofValue = scaled * a[m.row(cell * width + w) + c] - shrinks * a[k.row(w) + c];
        boolean adds = k.accumulates() || cell > 0;
        Scalars.put(Scalars.flush(ofValue), a, k.gradientRow(w) + c, adds);
      }
    }
  }
}
