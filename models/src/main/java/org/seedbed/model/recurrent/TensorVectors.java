package org.seedbed.model.recurrent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/** Vectors on PyTorch: {@code [K, rows, B]}. */
final class TensorVectors implements VectorAlgebra<NDArray> {
  private static final int ROWS = 1;

  /** Axis of a memory's numbers, after those of seeds and cells. */
  private static final int WIDTH = 2;

  private final Parameters parameters;
  private final NDManager manager;
  private final DataType type;
  private final int batch;
  private final NDArray one;

  /**
   * @param batch B
   */
  TensorVectors(Parameters parameters, DataType type, int batch) {
    this.parameters = parameters;
    this.manager = parameters.manager();
    this.type = type;
    this.batch = batch;
    this.one = manager.ones(new Shape(parameters.width(), 1, batch), type);
  }

  @Override
  public NDArray constant(float... rows) {
    float[] all = new float[rows.length * batch];
    for (int i = 0; i < all.length; i++) {
      all[i] = rows[i / batch];
    }
    return ofBatch(all);
  }

  /**
   * Returns what all seeds are given.
   *
   * @param rows {@code [rows, B]}
   */
  NDArray ofBatch(float[] rows) {
    float[] all = new float[parameters.width() * rows.length];
    for (int k = 0; k < parameters.width(); k++) {
      System.arraycopy(rows, 0, all, k * rows.length, rows.length);
    }
    return Tensors.owned(manager, all, type, parameters.width(), rows.length / batch, batch);
  }

  @Override
  public NDArray learnt(String name) {
    return Tensors.dense(parameters.get(name), one);
  }

  @Override
  public NDArray dense(String name, NDArray x) {
    return Tensors.dense(parameters.get(name), Tensors.join(ROWS, x, one));
  }

  @Override
  public NDArray sigmoid(NDArray x) {
    return Activation.sigmoid(x);
  }

  @Override
  public NDArray tanh(NDArray x) {
    return x.tanh();
  }

  @Override
  public NDArray softplus(NDArray x) {
    return Activation.softPlus(x);
  }

  @Override
  public NDArray relu(NDArray x) {
    return Activation.relu(x);
  }

  @Override
  public NDArray softmax(NDArray x) {
    return x.softmax(ROWS);
  }

  @Override
  public List<NDArray> decisions(NDArray x, int options) {
    int count = rows(x) / options;
    NDArray all = x.reshape(parameters.width(), count, options, batch).softmax(2);
    return IntStream.range(0, options)
        .mapToObj(i -> Tensors.slice(all, 2, i, i + 1L).reshape(parameters.width(), count, batch))
        .toList();
  }

  @Override
  public NDArray add(NDArray x, NDArray y) {
    return x.add(y);
  }

  @Override
  public NDArray subtract(NDArray x, NDArray y) {
    return x.sub(y);
  }

  @Override
  public NDArray multiply(NDArray x, NDArray y) {
    return x.mul(y);
  }

  @Override
  public NDArray affine(NDArray x, float scale, float shift) {
    NDArray scaled = x.mul(Tensors.scalar(manager, scale, type));
    return shift == 0 ? scaled : scaled.add(Tensors.scalar(manager, shift, type));
  }

  @Override
  public NDArray fixed(String name) {
    return learnt(name).stopGradient();
  }

  @Override
  public NDArray negativeLog(NDArray x, float floor) {
    return Tensors.atLeast(x, Tensors.scalar(manager, floor, type)).log().neg();
  }

  @Override
  public NDArray clip(NDArray x, float least, float most) {
    return Tensors.clip(x, least, most);
  }

  @Override
  public NDArray roll(NDArray x, int shift) {
    int count = rows(x);
    int first = count - Math.floorMod(shift, count);
    return first == count ? x : join(List.of(range(x, first, count - first), range(x, 0, first)));
  }

  /** Returns a memory as {@code [K, cells, W, B]}. */
  private NDArray asMemory(NDArray memory, int width) {
    return memory.reshape(parameters.width(), rows(memory) / width, width, batch);
  }

  @Override
  public NDArray cosine(NDArray memory, NDArray key, float epsilon) {
    NDArray cells = asMemory(memory, rows(key));
    NDArray small = Tensors.scalar(manager, epsilon, type);
    NDArray ofKey = key.mul(key).sum(new int[] {ROWS}, true).add(small); // [K, 1, B]
    NDArray ofCells = Tensors.sumOfProducts(cells, cells, WIDTH).add(small); // [K, cells, B]
    return Tensors.sumOfProducts(cells, key.expandDims(1), WIDTH).div(ofCells.mul(ofKey).sqrt());
  }

  @Override
  public NDArray read(NDArray p, NDArray memory) {
    NDArray cells = asMemory(memory, rows(memory) / rows(p));
    return Tensors.sumOfProducts(cells, p.expandDims(WIDTH), 1);
  }

  @Override
  public NDArray eraseAndAdd(NDArray memory, NDArray p, NDArray erased, NDArray added) {
    NDArray cells = asMemory(memory, rows(added));
    NDArray change = added.expandDims(1).sub(cells.mul(erased.expandDims(1)));
    NDArray after = cells.add(p.expandDims(WIDTH).mul(change));
    return after.reshape(parameters.width(), rows(memory), batch);
  }

  @Override
  public NDArray join(List<NDArray> parts) {
    return Tensors.join(ROWS, parts);
  }

  @Override
  public NDArray range(NDArray x, int from, int count) {
    return Tensors.slice(x, ROWS, from, (long) from + count);
  }

  @Override
  public NDArray choose(NDArray p, List<NDArray> values) {
    var parts = new ArrayList<NDArray>();
    for (int i = 0; i < values.size(); i++) {
      parts.add(values.get(i).mul(range(p, i, 1)));
    }
    return sum(parts);
  }

  private static NDArray sum(List<NDArray> parts) {
    return parts.stream().reduce(NDArray::add).orElseThrow();
  }

  @Override
  public NDArray sumAbove(NDArray x) {
    return x.sum(new int[] {ROWS}, true).sub(x.cumSum(ROWS));
  }

  @Override
  public NDArray sumBelow(NDArray x) {
    return x.cumSum(ROWS).sub(x);
  }

  @Override
  public int rows(NDArray x) {
    return (int) x.getShape().get(ROWS);
  }
}
