package org.seedbed.model.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CommonNoiseTest {
  private static final int COUNT = 100_001;

  @Test
  void gaussianHasMeanZeroAndVarianceOne() {
    float[] values = CommonNoise.gaussian("noise", 1, 2, COUNT);
    double mean = 0;
    double square = 0;
    double fourth = 0;
    for (float value : values) {
      mean += value / (double) COUNT;
      square += value * (double) value / COUNT;
      fourth += Math.pow(value, 4) / COUNT;
    }
    assertThat(mean).isCloseTo(0, within(0.02));
    assertThat(square).isCloseTo(1, within(0.03));
    assertThat(fourth).isCloseTo(3, within(0.2));
  }

  @Test
  void isAFunctionOfNameDataSeedAndStep() {
    float[] base = CommonNoise.gaussian("noise", 1, 2, 8);
    assertThat(CommonNoise.gaussian("noise", 1, 2, 8)).containsExactly(base);
    assertThat(CommonNoise.gaussian("noise", 1, 3, 8)).isNotEqualTo(base);
    assertThat(CommonNoise.gaussian("noise", 2, 2, 8)).isNotEqualTo(base);
    assertThat(CommonNoise.gaussian("other", 1, 2, 8)).isNotEqualTo(base);
  }

  @Test
  void dropoutKeepsItsShareAndTheMean() {
    float[] mask = CommonNoise.dropoutMask("dropout", 1, 2, COUNT, 0.8);
    int kept = 0;
    for (float value : mask) {
      assertThat(value == 0 || Math.abs(value - 1.25) < 1e-4).isTrue();
      kept += value > 0 ? 1 : 0;
    }
    assertThat(kept / (double) COUNT).isCloseTo(0.8, within(0.01));
  }
}
