package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.seedbed.model.GradientCheck;
import org.seedbed.model.NativeMemory;

class TensorsTest {
  private static final double[] START = {0.3, 0.5, -0.2, 0.8, 0.1, 0.7};

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  @Test
  void gradientFlowsThroughASinglePartToo() {
    GradientCheck.check(
        nativeMemory.manager(),
        START,
        x -> {
          NDArray joined = Tensors.join(0, x.reshape(2, 3));
          return joined.mul(joined).sum();
        });
  }

  @Test
  void gradientFlowsThroughAllParts() {
    GradientCheck.check(
        nativeMemory.manager(),
        START,
        x -> {
          NDArray part = x.reshape(2, 3);
          NDArray joined = Tensors.join(0, part, part.mul(part));
          return joined.mul(joined).sum();
        });
  }

  @Test
  void gradientOfASumOfProducts() {
    GradientCheck.check(
        nativeMemory.manager(),
        START,
        x -> Tensors.sumOfProducts(x.reshape(2, 3), x.reshape(2, 3), 1).square().sum());
  }
}
