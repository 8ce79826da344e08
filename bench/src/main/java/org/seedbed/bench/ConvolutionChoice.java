package org.seedbed.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.seedbed.model.Backend;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Tensors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Compares two implementations of a convolution of K seeds with kernel size 3 and m to 2m maps: one
 * grouped convolution, and one batched matrix product on gathered inputs. Measures the forward pass
 * alone and both passes.
 */
@Command(
    name = "convolution",
    description =
        "Compares a grouped convolution of K seeds with a batched product on gathered inputs.",
    mixinStandardHelpOptions = true)
final class ConvolutionChoice implements Callable<Integer> {
  @Mixin private Figures figures;

  @Mixin private Rounds options;

  private static final int[] MAPS = {24, 48, 96, 192};
  private static final int[] WIDTHS = {1, 4, 16, 64};

  /**
   * Floats of the state of all seeds; more maps get fewer columns, so that every case fits memory.
   */
  private static final int FLOATS = Integer.getInteger("floats", 1 << 21);

  @Override
  public Integer call() throws Exception {
    Backend.start(options.threads());
    for (int m : MAPS) {
      for (int width : WIDTHS) {
        compare(m, width, Math.max(64, FLOATS / (m * width)), options.rounds());
      }
    }
    return 0;
  }

  private void compare(int m, int width, int columns, int rounds) throws IOException {
    try (NDManager manager = Backend.newManager()) {
      NDArray state = manager.randomUniform(-1, 1, new Shape(width, m, columns + 2));
      NDArray flat = state.reshape(1, (long) width * m, columns + 2);
      NDArray kernel = manager.randomUniform(-1, 1, new Shape(width, 2L * m, 3L * m));
      NDArray grouped = manager.randomUniform(-1, 1, new Shape(2L * m * width, m, 3));
      var times = new ArrayList<List<Double>>();
      for (int i = 0; i < 4; i++) {
        times.add(new ArrayList<>());
      }
      for (int round = 0; round <= rounds; round++) {
        for (int i = 0; i < 4; i++) {
          boolean both = i >= 2;
          boolean gathers = i % 2 == 1;
          double ms =
              milliseconds(
                  manager,
                  both,
                  gathers ? kernel : grouped,
                  gathers ? state : flat,
                  gathers ? columns : 0,
                  width);
          if (round > 0) {
            times.get(i).add(ms);
          }
        }
      }
      var t = times.stream().map(Spread::of).toList();
      figures.add(
          "m",
          m,
          "K",
          width,
          "columns",
          columns,
          "forward: grouped ms",
          t.get(0),
          "gathered ms",
          t.get(1),
          "grouped by gathered",
          t.get(0).median() / t.get(1).median(),
          "both passes: grouped ms",
          t.get(2),
          "gathered ms, both",
          t.get(3),
          "grouped by gathered, both",
          t.get(2).median() / t.get(3).median());
    }
  }

  private static double milliseconds(
      NDManager manager, boolean both, NDArray weights, NDArray state, int columns, int groups) {
    try (var scope = both ? GradientTape.start(manager) : GradientTape.off(manager)) {
      NDArray w = leaf(weights, scope, both);
      NDArray s = leaf(state, scope, both);
      Supplier<NDArray> forward =
          columns > 0 ? () -> gathered(w, s, columns) : () -> grouped(w, s, groups);
      long started = System.nanoTime();
      NDArray result = forward.get();
      if (both) {
        scope.backward(result);
      }
      return (System.nanoTime() - started) / 1e6;
    }
  }

  private static NDArray leaf(NDArray x, GradientTape scope, boolean gradient) {
    NDArray leaf = JniUtils.detachGradient((PtNDArray) x);
    leaf.attach(scope.manager());
    JniUtils.attachGradient((PtNDArray) leaf, gradient);
    return leaf;
  }

  private static NDArray grouped(NDArray weights, NDArray state, int groups) {
    NDArray bias = state.getManager().zeros(new Shape(weights.getShape().get(0)));
    return JniUtils.convolution(
        (PtNDArray) state,
        (PtNDArray) weights,
        (PtNDArray) bias,
        new Shape(1),
        new Shape(0),
        new Shape(1),
        groups);
  }

  private static NDArray gathered(NDArray weights, NDArray state, int columns) {
    var parts = new ArrayList<NDArray>();
    for (int i = 0; i < 3; i++) {
      parts.add(state.get(":,:," + i + ":" + (i + columns)));
    }
    return weights.batchMatMul(Tensors.join(1, parts));
  }
}
