package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.HashMap;
import java.util.Map;

/**
 * The parameters of K seeds as a model sees them: views {@code [K, shape…]} by name, valid in one
 * {@link GradientTape}.
 *
 * @param width K
 * @param manager owner of what the model makes of them
 * @param rows all of them, {@code [K, P]}, which the views are cut from
 * @param views by name
 */
public record Parameters(int width, NDManager manager, NDArray rows, Map<String, NDArray> views) {
  public Parameters {
    views = Map.copyOf(views);
  }

  /** The parameter of that name, {@code [K, shape…]}. */
  public NDArray get(String name) {
    var view = views.get(name);
    if (view == null) {
      throw new IllegalArgumentException("no parameter '" + name + "' in " + views.keySet());
    }
    return view;
  }

  /** The same, for results of another owner. */
  public Parameters withManager(NDManager other) {
    return new Parameters(width, other, rows, views);
  }

  /** The same through views of another owner, to which what is made of them then belongs. */
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

  /** What {@link GradientTape#backward} left, {@code [K, P]}. */
  public NDArray gradient() {
    return JniUtils.getGradient((PtNDArray) rows);
  }
}
