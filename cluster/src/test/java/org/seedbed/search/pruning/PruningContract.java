package org.seedbed.search.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.seedbed.model.LearningCurve;
import org.seedbed.search.pruning.Rung.Candidate;

/** What every pruning rule promises, whatever its settings. */
public final class PruningContract {
  private PruningContract() {}

  /** The tests of one rule. */
  public static Stream<DynamicTest> testsOf(PruningRule rule) {
    return Stream.of(
        dynamicTest(
            rule + " keeps the best, keeps the order and ignores who came first",
            () -> keepsTheBestAndTheOrder(rule)),
        dynamicTest(rule + " keeps nobody of nobody", () -> keepsNobodyOfNobody(rule)),
        dynamicTest(rule + " is a record with defaults", () -> isARecordWithDefaults(rule)));
  }

  /** A rung whose seeds 0, 1, … have these losses and no example right. */
  static Rung rung(List<Double> losses) {
    return new Rung(
        0,
        100,
        400,
        IntStream.range(0, losses.size())
            .mapToObj(seed -> candidate(seed, 0, losses.get(seed)))
            .toList());
  }

  static Candidate candidate(long seed, double exact, double loss) {
    return new Candidate(seed, exact, loss, List.of(new LearningCurve.Point(100, loss, exact, 0)));
  }

  private static void keepsTheBestAndTheOrder(PruningRule rule) {
    qt().forAll(lists().of(doubles().between(0, 1)).ofSizeBetween(1, 40), integers().all())
        .checkAssert(
            (losses, shuffle) -> {
              var rung = rung(losses);
              var shuffled = new ArrayList<>(rung.candidates());
              Collections.shuffle(shuffled, new Random(shuffle));
              long best = rung.candidates().stream().min(Candidate::bestFirst).orElseThrow().seed();
              var survivors = rule.survivors(rung);
              assertThat(survivors).contains(best).isSorted();
              assertThat(rule.survivors(new Rung(0, 100, 400, shuffled)))
                  .containsExactlyInAnyOrderElementsOf(survivors);
            });
  }

  private static void keepsNobodyOfNobody(PruningRule rule) {
    assertThat(rule.survivors(rung(List.of()))).isEmpty();
  }

  private static void isARecordWithDefaults(PruningRule rule) throws Exception {
    assertThat(rule.getClass().isRecord()).isTrue();
    assertThat(rule.getClass().getDeclaredConstructor().newInstance().name())
        .isEqualTo(rule.name())
        .matches("[a-z]+(-[a-z]+)*");
  }
}
