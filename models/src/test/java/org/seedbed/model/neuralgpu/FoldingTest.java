package org.seedbed.model.neuralgpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class FoldingTest {
  @Test
  void everyPositionOfEverySequenceHasAPlaceOfItsOwn() {
    qt().forAll(integers().between(1, 130), integers().between(1, 70))
        .checkAssert(
            (length, batch) -> {
              var folding = Folding.of(length, batch);
              assertThat(folding.lanes() % 16).isZero();
              assertThat(folding.lanesPerPart()).isGreaterThanOrEqualTo(batch);
              var places = new HashSet<Integer>();
              for (int b = 0; b < batch; b++) {
                for (int i = 0; i < length; i++) {
                  int place = folding.index(i, b, 1, 0);
                  assertThat(place).isLessThan(folding.positions() * folding.lanes());
                  assertThat(places.add(place)).isTrue();
                }
              }
            });
  }

  @Test
  void neighboursAreInTheNextRowOrTheNextPart() {
    var folding = Folding.of(41, 8);
    for (int i = 1; i < 41; i++) {
      boolean sameLane = folding.lane(i, 3) == folding.lane(i - 1, 3);
      int rows = folding.row(i) - folding.row(i - 1);
      assertThat(rows).isEqualTo(sameLane ? 1 : 1 - folding.positions());
    }
  }

  @Test
  void smallBatchesFillWideVectors() {
    assertThat(Folding.of(41, 32)).isEqualTo(new Folding(41, 2, 32));
    assertThat(Folding.of(41, 4).lanes()).isGreaterThanOrEqualTo(32);
    assertThat(Folding.of(1, 1)).isEqualTo(new Folding(1, 1, 16));
  }
}
