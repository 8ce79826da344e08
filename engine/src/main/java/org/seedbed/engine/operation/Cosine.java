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
      InVectors.forward(this, arena.values());
    } else {
      InLoops.forward(this, arena.values());
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.backward(this, arena.values());
    } else {
      InLoops.backward(this, arena.values());
    }
  }

  private int number(int cell, int w) {
    return in(MEMORY).row(cell * width + w);
  }

  private static final class InVectors {
    static void forward(Cosine of, float[] a) {
      for (int c = 0; c < of.out().lanes(); c += Vectors.LENGTH) {
        var ofKey = square(of, a, of.in(KEY), 0, c);
        for (int cell = 0; cell < of.out().rows(); cell++) {
          var dot = zero();
          var ofCell = broadcast(of.epsilon);
          for (int w = 0; w < of.width; w++) {
            var m = load(a, of.number(cell, w) + c);
            dot = m.fma(load(a, of.in(KEY).row(w) + c), dot);
            ofCell = m.fma(m, ofCell);
          }
          dot.div(ofCell.mul(ofKey).sqrt()).intoArray(a, of.out().row(cell) + c);
        }
      }
    }

    /** Returns |x|² + ε of a cell. */
    private static FloatVector square(Cosine of, float[] a, Place x, int cell, int c) {
      var sum = broadcast(of.epsilon);
      for (int w = 0; w < of.width; w++) {
        var v = load(a, x.row(cell * of.width + w) + c);
        sum = v.fma(v, sum);
      }
      return sum;
    }

    static void backward(Cosine of, float[] a) {
      for (int c = 0; c < of.out().lanes(); c += Vectors.LENGTH) {
        var ofKey = square(of, a, of.in(KEY), 0, c);
        for (int cell = 0; cell < of.out().rows(); cell++) {
          backward(of, a, cell, c, ofKey);
        }
      }
    }

    /** The gradients of a cell and of the key, which read the same rows. */
    private static void backward(Cosine of, float[] a, int cell, int c, FloatVector ofKey) {
      Place m = of.in(MEMORY);
      Place k = of.in(KEY);
      boolean adds = k.accumulates() || cell > 0;
      var g = load(a, of.out().gradientRow(cell) + c);
      var ofCell = square(of, a, m, cell, c);
      var scaled = g.div(ofCell.mul(ofKey).sqrt());
      var weighted = g.mul(load(a, of.out().row(cell) + c));
      var shrinksCell = weighted.div(ofCell);
      var shrinksKey = weighted.div(ofKey);
      for (int w = 0; w < of.width; w++) {
        int row = cell * of.width + w;
        var number = load(a, m.row(row) + c);
        var key = load(a, k.row(w) + c);
        if (m.hasGradient()) {
          var ofNumber = scaled.mul(key).sub(shrinksCell.mul(number));
          Vectors.put(Vectors.flush(ofNumber), a, m.gradientRow(row) + c, m.accumulates());
        }
        if (k.hasGradient()) {
          var ofValue = scaled.mul(number).sub(shrinksKey.mul(key));
          Vectors.put(Vectors.flush(ofValue), a, k.gradientRow(w) + c, adds);
        }
      }
    }
  }

  private static final class InLoops {
    static void forward(Cosine of, float[] a) {
      for (int c = 0; c < of.out().lanes(); c++) {
        float ofKey = square(of, a, of.in(KEY), 0, c);
        for (int cell = 0; cell < of.out().rows(); cell++) {
          float dot = 0;
          for (int w = 0; w < of.width; w++) {
            dot = Math.fma(a[of.number(cell, w) + c], a[of.in(KEY).row(w) + c], dot);
          }
          float norms = (float) Math.sqrt(square(of, a, of.in(MEMORY), cell, c) * ofKey);
          a[of.out().row(cell) + c] = dot / norms;
        }
      }
    }

    private static float square(Cosine of, float[] a, Place x, int cell, int c) {
      float sum = of.epsilon;
      for (int w = 0; w < of.width; w++) {
        float v = a[x.row(cell * of.width + w) + c];
        sum = Math.fma(v, v, sum);
      }
      return sum;
    }

    static void backward(Cosine of, float[] a) {
      for (int c = 0; c < of.out().lanes(); c++) {
        float ofKey = square(of, a, of.in(KEY), 0, c);
        for (int cell = 0; of.in(MEMORY).hasGradient() && cell < of.out().rows(); cell++) {
          ofMemory(of, a, cell, c, ofKey);
        }
        for (int cell = 0; of.in(KEY).hasGradient() && cell < of.out().rows(); cell++) {
          ofKey(of, a, cell, c, ofKey);
        }
      }
    }

    private static void ofMemory(Cosine of, float[] a, int cell, int c, float ofKey) {
      Place m = of.in(MEMORY);
      float g = a[of.out().gradientRow(cell) + c];
      float ofCell = square(of, a, m, cell, c);
      float scaled = g / (float) Math.sqrt(ofCell * ofKey);
      float shrinks = g * a[of.out().row(cell) + c] / ofCell;
      for (int w = 0; w < of.width; w++) {
        int row = cell * of.width + w;
        float ofValue = scaled * a[of.in(KEY).row(w) + c] - shrinks * a[m.row(row) + c];
        Scalars.put(Scalars.flush(ofValue), a, m.gradientRow(row) + c, m.accumulates());
      }
    }

    private static void ofKey(Cosine of, float[] a, int cell, int c, float ofKey) {
      Place k = of.in(KEY);
      float g = a[of.out().gradientRow(cell) + c];
      float scaled = g / (float) Math.sqrt(square(of, a, of.in(MEMORY), cell, c) * ofKey);
      float shrinks = g * a[of.out().row(cell) + c] / ofKey;
      for (int w = 0; w < of.width; w++) {
        float ofValue = scaled * a[of.number(cell, w) + c] - shrinks * a[k.row(w) + c];
        boolean adds = k.accumulates() || cell > 0;
        Scalars.put(Scalars.flush(ofValue), a, k.gradientRow(w) + c, adds);
      }
    }
  }
}
