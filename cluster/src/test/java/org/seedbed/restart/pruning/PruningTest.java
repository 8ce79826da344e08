package org.seedbed.restart.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.seedbed.restart.pruning.Pruning.Standing;

/** What every rule promises, and what each one does. */
class PruningTest {
  private static final List<Pruning> RULES =
      List.of(
          new NoPruning(),
          new SuccessiveHalving(0.5),
          new SuccessiveHalving(0.1),
          new MedianPruning());

  private static List<Standing> standings(List<Double> losses) {
    return IntStream.range(0, losses.size())
        .mapToObj(seed -> new Standing(seed, 0, losses.get(seed)))
        .toList();
  }

  @Test
  void everyRuleKeepsTheBestAndTheOrderAndIgnoresWhoCameFirst() {
    qt().forAll(lists().of(doubles().between(0, 1)).ofSizeBetween(1, 40), integers().all())
        .checkAssert(
            (losses, shuffle) -> {
              var standings = standings(losses);
              var shuffled = new ArrayList<>(standings);
              Collections.shuffle(shuffled, new Random(shuffle));
              long best = standings.stream().min(Standing::bestFirst).orElseThrow().seed();
              for (var rule : RULES) {
                var survivors = rule.survivors(standings);
                assertThat(survivors).contains(best).isSorted();
                assertThat(rule.survivors(shuffled)).containsExactlyInAnyOrderElementsOf(survivors);
                assertThat(rule.survivors(List.of())).isEmpty();
              }
            });
  }

  @Test
  void halvingKeepsTheShareRoundedUp() {
    var five = standings(List.of(0.5, 0.1, 0.4, 0.2, 0.3));
    assertThat(new SuccessiveHalving(0.5).survivors(five)).containsExactly(1L, 3L, 4L);
    assertThat(new SuccessiveHalving(1).survivors(five)).hasSize(5);
    assertThat(new SuccessiveHalving(0.1).survivors(standings(Collections.nCopies(30, 1.0))))
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void exactShareCountsBeforeLoss() {
    var standings =
        List.of(new Standing(1, 0.2, 0.1), new Standing(2, 0.9, 5), new Standing(3, 0.9, 4));
    assertThat(new SuccessiveHalving(0.3).survivors(standings)).containsExactly(3L);
  }

  @Test
  void medianKeepsItsEquals() {
    assertThat(new MedianPruning().survivors(standings(List.of(0.3, 0.2, 0.2, 0.1, 0.4))))
        .containsExactly(1L, 2L, 3L);
    assertThat(new MedianPruning().survivors(standings(List.of(1.0, 1.0, 1.0)))).hasSize(3);
  }

  @Test
  void refusesAShareOutsideItsRange() {
    assertThatThrownBy(() -> new SuccessiveHalving(0)).hasMessage("keep is 0.0, must be in (0, 1]");
  }
}
