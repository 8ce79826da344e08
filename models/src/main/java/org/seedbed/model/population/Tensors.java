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

/**
 * Tensor operations for models, in addition to {@code add}, {@code sub} and {@code mul} of two
 * tensors.
 *
 * <p>Do not use DJL's {@code mul(Number)} and similar methods. They create a temporary tensor over
 * a Java buffer and the recorded graph keeps a pointer to it, but garbage collection can free the
 * buffer before the backward pass reads it. Use a {@link #scalar} instead; PyTorch owns its memory.
 *
 * <p>Results belong to the manager of the first argument that is not a constant. Intermediate
 * handles are closed at once: the graph keeps what the backward pass needs, and the rest returns to
 * the allocator while it is still in the cache.
 */
public final class Tensors {
  private Tensors() {}

  /** Returns a scalar tensor, of shape {@code []}. */
  public static NDArray scalar(NDManager manager, double value, DataType type) {
    return manager.full(new Shape(), (float) value, type);
  }

  /** Returns a tensor of these values in row-major order. */
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
   * Like {@link #of}, but in memory that PyTorch owns, so that a recorded graph can outlive the
   * Java buffer.
   */
  public static NDArray owned(NDManager manager, float[] values, DataType type, long... shape) {
    try (NDArray overJavaBuffer = of(manager, values, type, shape)) {
      return overJavaBuffer.duplicate();
    }
  }

  /** Copies the values, in row-major order, as 32-bit floats. */
  public static float[] floats(NDArray x) {
    if (x.getDataType() == DataType.FLOAT32) {
      return x.toFloatArray();
    }
    try (NDArray single = x.toType(DataType.FLOAT32, true)) {
      return single.toFloatArray();
    }
  }

  /** Returns Σ over {@code axis} of a ⊙ b, with broadcasting; the axis is removed. */
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
   * Joins {@code parts} along {@code axis}. A single part is returned as a view, because DJL's own
   * concatenation makes a copy through which no gradient flows.
   */
  public static NDArray join(int axis, List<NDArray> parts) {
    return parts.size() == 1
        ? parts.get(0).reshape(parts.get(0).getShape())
        : NDArrays.concat(new NDList(parts), axis);
  }

  /** Joins {@code parts} along {@code axis}. */
  public static NDArray join(int axis, NDArray... parts) {
    return join(axis, List.of(parts));
  }

  /**
   * Dense layer over a population, with the bias in the last column: {@code W [K, O, I+1]}, {@code
   * x [K, I+1, B]} whose last row is one → {@code [K, O, B]}.
   */
  public static NDArray dense(NDArray weights, NDArray inputAndOne) {
    return weights.batchMatMul(inputAndOne);
  }

  /**
   * Convolves each seed's maps with the seed's own kernels in one operation, with zero padding.
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
   * Splits a tensor along an axis into views, in one operation. Its backward pass joins the
   * gradients of the parts; that of {@link #slice} creates a full-size gradient per part.
   *
   * @param sizes sizes of the parts, which add up to the size of the axis
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

  /** Returns a view of {@code first … end − 1} along an axis. */
  public static NDArray slice(NDArray x, int axis, long first, long end) {
    long[] from = new long[x.getShape().dimension()];
    long[] to = x.getShape().getShape().clone();
    long[] steps = new long[from.length];
    Arrays.fill(steps, 1);
    from[axis] = first;
    to[axis] = end;
    return JniUtils.index((PtNDArray) x, from, to, steps, (PtNDManager) x.getManager());
  }

  /** Clips values to the range from {@code least} to {@code most}. */
  public static NDArray clip(NDArray x, double least, double most) {
    return JniUtils.clip((PtNDArray) x, least, most);
  }

  /** Clips values to at least {@code floor}, a {@link #scalar}. */
  public static NDArray atLeast(NDArray x, NDArray floor) {
    return x.maximum(floor);
  }
}
