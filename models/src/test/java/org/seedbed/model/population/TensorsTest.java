package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seedbed.model.Backend;
import org.seedbed.model.GradientCheck;

class TensorsTest {
  private static final double[] START = {0.3, 0.5, -0.2, 0.8, 0.1, 0.7};

  private NDManager manager;

  @BeforeEach
  void open() {
    Backend.start(1);
    manager = Backend.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void gradientFlowsThroughASinglePartToo() {
    GradientCheck.check(
        manager,
        START,
        x -> {
          NDArray joined = Tensors.join(0, x.reshape(2, 3));
          return joined.mul(joined).sum();
        });
  }

  @Test
  void gradientFlowsThroughAllParts() {
    GradientCheck.check(
        manager,
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
        manager,
        START,
        x -> Tensors.sumOfProducts(x.reshape(2, 3), x.reshape(2, 3), 1).square().sum());
  }
}
