package org.seedbed.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixProductTest {
  private static final int PADDING = 3;

  private static float[] random(int length) {
    var random = new SplittableRandom(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** Sums in the order of the depth, one element after the other. */
  private static float[] product(
      float[] w, int stride, boolean transposed, float[] x, float[] y, int rows, int lanes, int n) {
    float[] sums = y.clone();
    for (int i = 0; i < rows; i++) {
      for (int c = 0; c < lanes; c++) {
        for (int k = 0; k < n; k++) {
          float weight = w[PADDING + (transposed ? k * stride + i : i * stride + k)];
          int at = i * (lanes + 16) + c;
          sums[at] = Math.fma(weight, x[k * lanes + c], sums[at]);
        }
      }
    }
    return sums;
  }

  /** From 1 row to more than two tiles, and from 16 lanes to more than a tile of either width. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachElementIsOneSumInTheOrderOfTheDepth(boolean transposed) {
    for (int rows = 1; rows <= 17; rows++) {
      for (int lanes = 16; lanes <= 112; lanes += 16) {
        for (int depth : new int[] {0, 1, 2, 5, 19}) {
          int stride = Math.max(rows, depth) + PADDING;
          float[] w = random(PADDING + stride * Math.max(rows, depth));
          float[] x = random(Math.max(1, depth) * lanes);
          float[] y = random(rows * (lanes + 16));
          float[] expected = product(w, stride, transposed, x, y, rows, lanes, depth);
          MatrixProduct.add(
              w, PADDING, stride, transposed, x, 0, lanes, y, 0, lanes + 16, rows, lanes, depth);
          assertThat(y).as("%d rows, %d lanes, depth %d", rows, lanes, depth).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void weightsThatAreNoNumbersAreNotPassedOver() {
    float[] w = {0, Float.NaN};
    float[] x = random(2 * 16);
    float[] y = new float[16];
    MatrixProduct.add(w, 0, 2, false, x, 0, 16, y, 0, 16, 1, 16, 2);
    assertThat(y).containsOnly(Float.NaN);
  }
}
