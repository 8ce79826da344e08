package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.UnaryOperator;
import org.seedbed.model.population.GradientTape;

/** Compares gradients with central differences, in 64 bit. */
public final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-6;

  private GradientCheck() {}

  /** Checks the gradient of a scalar function at {@code start}, along every coordinate. */
  public static void check(NDManager manager, double[] start, UnaryOperator<NDArray> function) {
    double[] gradient;
    try (var tape = GradientTape.start(manager)) {
      NDArray x = tape.manager().create(start, new Shape(start.length));
      JniUtils.attachGradient((PtNDArray) x, true);
      tape.backward(function.apply(x));
      gradient = JniUtils.getGradient((PtNDArray) x).toDoubleArray();
    }
    for (int i = 0; i < start.length; i++) {
      double difference =
          (value(manager, start, i, STEP, function) - value(manager, start, i, -STEP, function))
              / (2 * STEP);
      assertThat(gradient[i]).as("coordinate %d", i).isCloseTo(difference, within(TOLERANCE));
    }
  }

  private static double value(
      NDManager manager, double[] start, int i, double step, UnaryOperator<NDArray> function) {
    double[] moved = start.clone();
    moved[i] += step;
    try (var scope = GradientTape.off(manager)) {
      NDArray x = scope.manager().create(moved, new Shape(moved.length));
      return function.apply(x).toDoubleArray()[0];
    }
  }
}
