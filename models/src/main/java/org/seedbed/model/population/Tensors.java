package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The operations that models are written in, beside {@code add}, {@code sub} and {@code mul} of two
 * tensors.
 *
 * <p>Why not DJL's {@code mul(Number)} and its like: they make a temporary tensor over a Java
 * buffer to which the recorded graph keeps a pointer, and garbage collection frees the buffer
 * before the backward pass reads it. A number is a {@link #scalar} here, whose memory PyTorch owns.
 *
 * <p>Results belong to the manager of the first argument that is not a constant. Intermediate
 * handles are closed at once: what the backward pass needs, the graph holds on to; the rest goes
 * back to the allocator while it is still in the cache.
 */
public final class Tensors {
  private Tensors() {}

  /** A number, of shape {@code []}. */
  public static NDArray scalar(NDManager manager, double value, DataType type) {
    return manager.full(new Shape(), (float) value, type);
  }

  /** A tensor of these values in row-major order. */
  public static NDArray of(NDManager manager, float[] values, DataType type, long... shape) {
    NDArray single = manager.create(values, new Shape(shape));
    if (type == DataType.FLOAT32) {
      return single;
    }
    try (single) {
      return single.toType(type, true);
    }
  }

  /**
   * The same as {@link #of} in memory that PyTorch owns, so that a recorded graph may outlive the
   * Java buffer.
   */
  public static NDArray owned(NDManager manager, float[] values, DataType type, long... shape) {
    try (NDArray overJavaBuffer = of(manager, values, type, shape)) {
      return overJavaBuffer.duplicate();
    }
  }

  /** A number for each seed, by how far it has come, {@code [K, 1]}. */
  static NDArray column(
      NDManager manager,
      List<ScheduleState> schedules,
      DataType type,
      ToDoubleFunction<ScheduleState> value) {
    float[] values = new float[schedules.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) value.applyAsDouble(schedules.get(k));
    }
    return of(manager, values, type, values.length, 1);
  }

  /** Σ over {@code axis} of a ⊙ b, broadcast; the axis goes. */
  public static NDArray sumOfProducts(NDArray a, NDArray b, int axis) {
    try (NDArray product = a.mul(b)) {
      return product.sum(new int[] {axis}, false);
    }
  }

  /** {@code constant · x} over the first axis of x: {@code [n, m] · [m, L]} → {@code [n, L]}. */
  public static NDArray apply(NDArray constant, NDArray x) {
    NDArray result = constant.matMul(x);
    result.attach(x.getManager());
    return result;
  }

  /**
   * All of {@code parts}, joined along {@code axis}. A single part is passed on as a view: DJL's
   * own concatenation makes a copy of it through which no gradient flows.
   */
  public static NDArray join(int axis, List<NDArray> parts) {
    return parts.size() == 1
        ? parts.get(0).reshape(parts.get(0).getShape())
        : NDArrays.concat(new NDList(parts), axis);
  }

  /** All of {@code parts}, joined along {@code axis}. */
  public static NDArray join(int axis, NDArray... parts) {
    return join(axis, List.of(parts));
  }

  /**
   * Dense layer over a population, its bias folded into the last column: {@code W [K, O, I+1]},
   * {@code x [K, I+1, B]} whose last row is one → {@code [K, O, B]}.
   */
  public static NDArray dense(NDArray weights, NDArray inputAndOne) {
    return weights.batchMatMul(inputAndOne);
  }

  /**
   * Convolution of each seed's maps with kernels of its own, as one operation; zeros around.
   *
   * @param x {@code [1, K·i, H, L]}
   * @param kernel {@code [K·o, i, h, 3]}, h being 1 or 3
   * @param bias {@code [K·o]}
   * @param groups K
   * @return {@code [1, K·o, H, L]}
   */
  public static NDArray convolve(NDArray x, NDArray kernel, NDArray bias, int groups) {
    long above = kernel.getShape().get(2) / 2;
    return JniUtils.convolution(
        (PtNDArray) x,
        (PtNDArray) kernel,
        (PtNDArray) bias,
        new Shape(1, 1),
        new Shape(above, 1),
        new Shape(1, 1),
        groups);
  }

  /**
   * Views of parts that lie one after the other along an axis: as one operation, whose backward
   * pass joins their gradients, where that of a {@link #slice} makes one of the whole's size.
   *
   * @param sizes of the parts, which add up to the axis
   */
  public static List<NDArray> split(NDArray x, int axis, List<Integer> sizes) {
    if (sizes.size() == 1) {
      return List.of(x);
    }
    long[] starts = new long[sizes.size() - 1];
    long position = 0;
    for (int i = 0; i < starts.length; i++) {
      position += sizes.get(i);
      starts[i] = position;
    }
    return x.split(starts, axis);
  }

  /** A view of {@code first … end − 1} along an axis. */
  public static NDArray slice(NDArray x, int axis, long first, long end) {
    long[] from = new long[x.getShape().dimension()];
    long[] to = x.getShape().getShape().clone();
    long[] steps = new long[from.length];
    Arrays.fill(steps, 1);
    from[axis] = first;
    to[axis] = end;
    return JniUtils.index((PtNDArray) x, from, to, steps, (PtNDManager) x.getManager());
  }

  /** Values no smaller than {@code least} and no larger than {@code most}. */
  public static NDArray clip(NDArray x, double least, double most) {
    return JniUtils.clip((PtNDArray) x, least, most);
  }

  /** Values no smaller than {@code floor}, a {@link #scalar}. */
  public static NDArray atLeast(NDArray x, NDArray floor) {
    return x.maximum(floor);
  }
}
