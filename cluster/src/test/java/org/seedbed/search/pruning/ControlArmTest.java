package org.seedbed.search.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ControlArmTest {
  private static List<Long> seeds(int count) {
    return LongStream.range(100, 100 + count).boxed().toList();
  }

  @Test
  void itsSizeIsTheShareButAtLeastSixteenAndAtMostHalf() {
    var arm = new ControlArm(0.1);
    assertThat(arm.size(1000)).isEqualTo(100);
    assertThat(arm.size(64)).isEqualTo(16);
    assertThat(arm.size(20)).isEqualTo(10);
    assertThat(arm.size(1)).isEqualTo(1);
    assertThat(new ControlArm(0.7).size(20)).isEqualTo(14);
    assertThat(new ControlArm(0).size(1000)).isZero();
    assertThatThrownBy(() -> new ControlArm(1.5)).hasMessageContaining("search.control is 1.5");
  }

  @Test
  void isAFunctionOfDataSeedAndSeeds() {
    var arm = new ControlArm(0.1);
    var drawn = arm.of(seeds(400), 1);
    assertThat(drawn).hasSize(40).isSubsetOf(seeds(400));
    assertThat(arm.of(seeds(400), 1)).isEqualTo(drawn);
    assertThat(arm.of(seeds(400), 2)).isNotEqualTo(drawn);
  }

  @Test
  void everySeedIsAsLikelyAsAnyOther() {
    var arm = new ControlArm(0.25);
    int[] drawn = new int[8];
    for (int dataSeed = 0; dataSeed < 4000; dataSeed++) {
      for (long seed : new HashSet<>(arm.of(seeds(64), dataSeed))) {
        drawn[(int) (seed - 100) / 8]++;
      }
    }
    for (int count : drawn) {
      assertThat(count).isBetween(7700, 8300);
    }
  }
}
