package org.seedbed.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.files.CommittedFile;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.SeedOutcome;
import org.seedbed.record.SeedOutcome.Score;

class ConfirmationRoundsTest {
  private static final List<Long> BEST = List.of(7L, 3L, 9L, 1L);

  private static Experiment experiment(String rule, int confirmations) {
    return ExperimentFile.read(
        "",
        Map.of(
            "evaluation.confirmation",
            rule,
            "evaluation.confirmations",
            String.valueOf(confirmations)));
  }

  /** Plays all rounds; seed s solves the task with probability {@code chances.get(s)}, else ½. */
  private static List<ConfirmationRounds.Round> played(
      ConfirmationRounds rounds, Map<Long, Double> chances, SplittableRandom random) {
    var all = new ArrayList<ConfirmationRounds.Round>();
    for (var phase = rounds.next(); !phase.isEmpty(); phase = rounds.next()) {
      all.addAll(phase);
      rounds.add(phase.stream().map(round -> record(round, chances, random)).toList());
    }
    return all;
  }

  private static PopulationRecord record(
      ConfirmationRounds.Round round, Map<Long, Double> chances, SplittableRandom random) {
    var outcomes =
        round.seeds().stream()
            .map(
                seed -> {
                  boolean solved = random.nextDouble() < chances.getOrDefault(seed, 0.5);
                  return new SeedOutcome(
                      seed,
                      -1,
                      Optional.empty(),
                      new Score(solved ? 1 : 0, 0),
                      0,
                      Optional.empty(),
                      "",
                      new LearningCurve(List.of()));
                })
            .toList();
    return new PopulationRecord(
        "confirmation", round.number(), 10, new CommittedFile("", 0, ""), outcomes, 10, 0, 0);
  }

  @Test
  void equalRoundsTrainTheBestAndAsManyRandomOnesUnderTheSameDataSeeds() {
    var rounds = new ConfirmationRounds(experiment("equal", 3), BEST);
    var all = played(rounds, Map.of(), new SplittableRandom(1));
    assertThat(all).extracting(ConfirmationRounds.Round::number).containsExactly(0, 1, 2);
    assertThat(all).extracting(ConfirmationRounds.Round::dataSeed).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(round -> assertThat(round.seeds()).hasSize(8).startsWith(7L, 3L, 9L, 1L));
    assertThat(rounds.ofCandidates()).containsOnlyKeys(BEST);
    assertThat(rounds.ofControls()).hasSize(4).allMatch(result -> result.tried() == 3);
  }

  @Test
  void withoutControlOnlyTheBestAreTrained() {
    var rounds = new ConfirmationRounds(experiment("without-control", 2), BEST);
    assertThat(played(rounds, Map.of(), new SplittableRandom(1)))
        .hasSize(2)
        .allSatisfy(round -> assertThat(round.seeds()).isEqualTo(BEST));
    assertThat(rounds.ofControls()).isEmpty();
    assertThat(new ConfirmationRounds(experiment("equal", 0), BEST).next()).isEmpty();
    assertThat(new ConfirmationRounds(experiment("kl-lucb", 3), List.of()).next()).isEmpty();
  }

  /**
   * By hand for four initializations and 4 · 6 trials: loḡ 4 = ½ + ½ + ⅓ + ¼ = 1.58333, so phases
   * end after ⌈20 / (1.58333 · 4)⌉ = 4, ⌈20 / (1.58333 · 3)⌉ = 5 and ⌈20 / (1.58333 · 2)⌉ = 7.
   */
  @Test
  void successiveRejectsFollowThePaper() {
    var rounds = new ConfirmationRounds(experiment("successive-rejects", 6), BEST);
    var chances = Map.of(7L, 0.0, 3L, 1.0, 9L, 1.0, 1L, 1.0);
    var all = played(rounds, chances, new SplittableRandom(2));
    var trials = new TreeMap<Long, Integer>();
    all.forEach(
        round ->
            round.seeds().stream()
                .filter(BEST::contains)
                .forEach(seed -> trials.merge(seed, 1, Integer::sum)));
    // The worst goes first, then of equals the one that ranked last.
    assertThat(trials).containsExactlyInAnyOrderEntriesOf(Map.of(7L, 4, 1L, 5, 9L, 7, 3L, 7));
    assertThat(rounds.ofControls()).allMatch(result -> result.tried() == 6);
  }

  @Test
  void rulesThatChooseFindTheBestMoreOftenThanChance() {
    var chances = Map.of(7L, 0.3, 3L, 0.3, 9L, 0.9, 1L, 0.3);
    for (var rule : List.of("successive-rejects", "kl-lucb")) {
      var random = new SplittableRandom(5);
      int found = 0;
      int most = 0;
      for (int i = 0; i < 200; i++) {
        var rounds = new ConfirmationRounds(experiment(rule, 10), BEST);
        played(rounds, chances, random);
        var results = rounds.ofCandidates();
        long best =
            results.entrySet().stream()
                .max((a, b) -> Integer.compare(a.getValue().solved(), b.getValue().solved()))
                .orElseThrow()
                .getKey();
        found += best == 9 ? 1 : 0;
        most = Math.max(most, results.values().stream().mapToInt(r -> r.tried()).sum());
      }
      assertThat(found).as(rule).isGreaterThan(170);
      assertThat(most).as(rule).isLessThanOrEqualTo(40);
    }
  }

  @Test
  void aSingleCandidateHasItsTrialsAndNoMore() {
    for (var rule : List.of("equal", "successive-rejects", "kl-lucb", "without-control")) {
      var rounds = new ConfirmationRounds(experiment(rule, 10), List.of(4L));
      assertThat(played(rounds, Map.of(), new SplittableRandom(3))).as(rule).hasSize(10);
      assertThat(rounds.ofCandidates().get(4L).tried()).isEqualTo(10);
    }
  }

  /** A resumed search asks for the same rounds, whatever it had before. */
  @Test
  void roundsDependOnResultsAlone() {
    for (var rule : List.of("equal", "successive-rejects", "kl-lucb")) {
      var first = new ConfirmationRounds(experiment(rule, 5), BEST);
      var second = new ConfirmationRounds(experiment(rule, 5), BEST);
      assertThat(played(first, Map.of(), new SplittableRandom(8)))
          .isEqualTo(played(second, Map.of(), new SplittableRandom(8)));
    }
  }
}
