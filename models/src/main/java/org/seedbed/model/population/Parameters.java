package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The parameters of K seeds for use by a model: views {@code [K, shape…]} by name, valid within one
 * {@link GradientTape}.
 *
 * @param width K
 * @param manager owner of the tensors that the model computes from them
 * @param rows all parameters, {@code [K, P]}; the views are slices of it
 * @param views by name
 */
public record Parameters(int width, NDManager manager, NDArray rows, Map<String, NDArray> views) {
  public Parameters {
    views = Map.copyOf(views);
  }

  /** Returns the named parameter, {@code [K, shape…]}. */
  public NDArray get(String name) {
    var view = views.get(name);
    if (view == null) {
      throw new IllegalArgumentException("no parameter '" + name + "' in " + views.keySet());
    }
    return view;
  }

  /** Returns each seed's parameters, {@code [P]}. */
  public List<float[]> flat() {
    float[] all = Tensors.floats(rows);
    int size = all.length / width;
    return IntStream.range(0, width)
        .mapToObj(k -> Arrays.copyOfRange(all, k * size, (k + 1) * size))
        .toList();
  }

  /** Returns the same parameters with another owner of results. */
  public Parameters withManager(NDManager other) {
    return new Parameters(width, other, rows, views);
  }

  /**
   * Returns the same parameters as new views owned by {@code other}, which then also owns results.
   */
  public Parameters within(NDManager other) {
    var handles = new HashMap<String, NDArray>();
    views.forEach(
        (name, view) -> {
          NDArray handle = view.reshape(view.getShape());
          handle.attach(other);
          handles.put(name, handle);
        });
    return new Parameters(width, other, rows, handles);
  }

  /** Returns the gradient accumulated by {@link GradientTape#backward}, {@code [K, P]}. */
  public NDArray gradient() {
    return JniUtils.getGradient((PtNDArray) rows);
  }
}
