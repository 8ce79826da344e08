package org.seedbed.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The functions on single numbers against {@link StrictMath}, in units in the last place. */
class FunctionsTest {
  private interface OnFloat {
    float of(float x);
  }

  /** Returns the largest error in ulp over all numbers of a grid of bit patterns. */
  private static double worst(OnFloat function, DoubleUnaryOperator exact, float from, float to) {
    double worst = 0;
    for (double i = 0; i <= 2_000_000; i++) {
      float x = (float) (from + (to - from) * (i / 2_000_000));
      double right = exact.applyAsDouble(x);
      double ulp = Math.ulp((float) right);
      worst = Math.max(worst, Math.abs(function.of(x) - right) / ulp);
    }
    return worst;
  }

  @Test
  void expIsWithinTwoUlp() {
    assertThat(worst(Scalars::exp, StrictMath::exp, -87, 87)).isLessThan(2);
    assertThat(worst(Scalars::exp, StrictMath::exp, -1, 1)).isLessThan(2);
    assertThat(Scalars.exp(-1000)).isEqualTo(Scalars.exp(-87)).isGreaterThan(Float.MIN_NORMAL);
    assertThat(Scalars.exp(1000)).isEqualTo(Scalars.exp(87)).isFinite();
    assertThat(Scalars.exp(Float.NaN)).isNaN();
  }

  @Test
  void logIsWithinTwoUlp() {
    assertThat(worst(Scalars::log, StrictMath::log, 1e-6f, 2)).isLessThan(2);
    assertThat(worst(Scalars::log, StrictMath::log, 0.9f, 1.1f)).isLessThan(2);
    assertThat(worst(Scalars::log, StrictMath::log, 1, 1e6f)).isLessThan(2);
    assertThat(worst(Scalars::log, StrictMath::log, Float.MIN_NORMAL, 1e-30f)).isLessThan(2);
    assertThat(Scalars.log(1)).isZero();
    assertThat(Scalars.log(Float.NaN)).isNaN();
    assertThat(Scalars.log(Float.POSITIVE_INFINITY)).isNaN();
  }

  @Test
  void tanhIsWithinTwoUlp() {
    assertThat(worst(Scalars::tanh, StrictMath::tanh, -10, 10)).isLessThan(2.5);
    assertThat(worst(Scalars::tanh, StrictMath::tanh, -0.01f, 0.01f)).isLessThan(2.5);
    assertThat(Scalars.tanh(100)).isEqualTo(1);
    assertThat(Scalars.tanh(-100)).isEqualTo(-1);
    assertThat(Scalars.tanh(Float.NaN)).isNaN();
  }

  @Test
  void sigmoidIsWithinThreeUlp() {
    DoubleUnaryOperator exact = x -> 1 / (1 + StrictMath.exp(-x));
    assertThat(worst(Scalars::sigmoid, exact, -86, 86)).isLessThan(3);
    assertThat(worst(Scalars::sigmoid, exact, -2, 2)).isLessThan(3);
    assertThat(Scalars.sigmoid(-1000)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
    assertThat(Scalars.sigmoid(Float.NaN)).isNaN();
  }

  @Test
  void largerAndSmallerKeepNaNOfTheFirstArgument() {
    assertThat(Scalars.max(Float.NaN, 1)).isNaN();
    assertThat(Scalars.min(Float.NaN, 1)).isNaN();
    assertThat(Scalars.flush(Float.NaN, 1)).isNaN();
    assertThat(Scalars.flush(-1e-20f, 1e-12f)).isZero();
  }
}
