package org.seedbed.search.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seedbed.search.pruning.PruningContract.candidate;
import static org.seedbed.search.pruning.PruningContract.rung;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.seedbed.model.LearningCurve;

/** What every rule promises, and what each one does. */
class PruningTest {
  /** Survivors of seeds 0 … 4 with losses 0.5, 0.1, 0.4, 0.2, 0.3, worked out by hand. */
  private static final Map<String, List<Long>> BY_HAND =
      Map.of(
          "none", List.of(0L, 1L, 2L, 3L, 4L),
          "fixed-cutoff", List.of(0L, 1L, 2L, 3L, 4L),
          "luby", List.of(0L, 1L, 2L, 3L, 4L),
          "successive-halving", List.of(1L, 3L, 4L),
          "median", List.of(1L, 3L, 4L),
          // Of one check each there is no history to judge by.
          "no-progress", List.of(0L, 1L, 2L, 3L, 4L));

  @TestFactory
  Stream<DynamicTest> everyRuleKeepsItsContract() {
    return Stream.concat(PruningRules.all().stream(), Stream.of(new SuccessiveHalving(0.1)))
        .flatMap(PruningContract::testsOf);
  }

  /** Fails for a rule that was added without a case of its own. */
  @Test
  void everyRuleDoesWhatWasWorkedOutByHand() {
    assertThat(PruningRules.all())
        .allSatisfy(
            rule ->
                assertThat(rule.survivors(rung(List.of(0.5, 0.1, 0.4, 0.2, 0.3))))
                    .isEqualTo(BY_HAND.get(rule.name())));
  }

  @Test
  void cutoffsAreFixedOrFollowLubysSequence() {
    assertThat(LongStream.range(0, 15).map(i -> new LubyCutoffs(10).cutoff(i).getAsLong()))
        .containsExactly(10L, 10L, 20L, 10L, 10L, 20L, 40L, 10L, 10L, 20L, 10L, 10L, 20L, 40L, 80L);
    assertThat(new FixedCutoff(150).cutoff(7)).hasValue(150);
    assertThat(new SuccessiveHalving().cutoff(0)).isEmpty();
  }

  @Test
  void halvingKeepsTheShareRoundedUp() {
    var five = rung(List.of(0.5, 0.1, 0.4, 0.2, 0.3));
    assertThat(new SuccessiveHalving(0.5).survivors(five)).containsExactly(1L, 3L, 4L);
    assertThat(new SuccessiveHalving(1).survivors(five)).hasSize(5);
    assertThat(new SuccessiveHalving(0.1).survivors(rung(Collections.nCopies(30, 1.0))))
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void aRuleMayLookAtTheHistoryOfAllRungs() {
    var falling = withHistory(1, 0.9, 0.8, 0.7, 0.6);
    var stuck = withHistory(2, 0.4, 0.5, 0.5, 0.5);
    var best = withHistory(3, 0.1, 0.2, 0.2, 0.2);
    var rung = new Rung(1, 40, 400, List.of(falling, stuck, best));
    assertThat(new NoProgress(3).survivors(rung)).containsExactly(1L, 3L);
    assertThat(new NoProgress(4).survivors(rung)).containsExactly(1L, 2L, 3L);
    assertThat(rung.stepsLeft()).isEqualTo(360);
  }

  private static Rung.Candidate withHistory(long seed, double... losses) {
    var points =
        IntStream.range(0, losses.length)
            .mapToObj(i -> new LearningCurve.Point(10L * (i + 1), losses[i], 0, 0))
            .toList();
    return new Rung.Candidate(seed, 0, losses[losses.length - 1], points);
  }

  @Test
  void exactShareCountsBeforeLoss() {
    var candidates = List.of(candidate(1, 0.2, 0.1), candidate(2, 0.9, 5), candidate(3, 0.9, 4));
    assertThat(new SuccessiveHalving(0.3).survivors(new Rung(0, 100, 400, candidates)))
        .containsExactly(3L);
  }

  @Test
  void medianKeepsItsEquals() {
    assertThat(new MedianPruning().survivors(rung(List.of(0.3, 0.2, 0.2, 0.1, 0.4))))
        .containsExactly(1L, 2L, 3L);
    assertThat(new MedianPruning().survivors(rung(List.of(1.0, 1.0, 1.0)))).hasSize(3);
  }

  @Test
  void refusesAShareOutsideItsRange() {
    assertThatThrownBy(() -> new SuccessiveHalving(0)).hasMessage("keep is 0.0, must be in (0, 1]");
  }
}
