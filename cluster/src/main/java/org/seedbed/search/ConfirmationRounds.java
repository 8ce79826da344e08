package org.seedbed.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.seedbed.experiment.ConfirmationRule;
import org.seedbed.experiment.Experiment;
import org.seedbed.record.Leaderboard.Confirmation;
import org.seedbed.record.PopulationRecord;
import org.seedbed.statistics.KlBound;
import org.seedbed.task.ExampleKey;

/**
 * The rounds of a confirmation. A round trains initializations again under one fresh data seed; a
 * phase is a list of rounds that can run together. Pure: a search that runs and a check of its
 * records ask for the same rounds.
 *
 * <pre>{@code
 * for (var phase = rounds.next(); !phase.isEmpty(); phase = rounds.next()) {
 *   rounds.add(train(phase));
 * }
 * }</pre>
 */
final class ConfirmationRounds {
  private static final double ERROR = 0.05;

  private final Experiment experiment;
  private final List<Long> controls;
  private final Map<Long, Confirmation> results = new LinkedHashMap<>();
  private final List<Long> active;
  private final int candidates;
  private int round;
  private int phase;
  private int spent;

  /**
   * A round.
   *
   * @param number from 0, over all phases
   * @param dataSeed of the training
   * @param seeds of the initializations, random ones among them
   */
  record Round(int number, long dataSeed, List<Long> seeds) {}

  /**
   * @param candidates seeds of the best initializations, best first
   */
  ConfirmationRounds(Experiment experiment, List<Long> candidates) {
    this.experiment = experiment;
    this.active = new ArrayList<>(candidates);
    this.candidates = candidates.size();
    boolean controlled = rule() != ConfirmationRule.WITHOUT_CONTROL;
    this.controls =
        controlled
            ? LongStream.range(0, candidates.size()).mapToObj(this::control).toList()
            : List.of();
  }

  private ConfirmationRule rule() {
    return experiment.evaluation().confirmation();
  }

  /** Random initializations have seeds that no search counts up to. */
  private long control(long number) {
    return ExampleKey.of("confirmation-control")
        .with(experiment.dataSeed())
        .with(experiment.seeds().first())
        .with(number)
        .random()
        .nextLong();
  }

  /** Returns the rounds of the next phase; empty if the confirmation is done. */
  List<Round> next() {
    int each = experiment.evaluation().confirmations();
    if (candidates == 0 || each == 0) {
      return List.of();
    }
    // Of one there is nothing to choose.
    var effective = candidates == 1 ? ConfirmationRule.EQUAL : rule();
    var rounds =
        switch (effective) {
          case WITHOUT_CONTROL, EQUAL -> phase == 0 ? rounds(each, active) : List.<Round>of();
          case SUCCESSIVE_REJECTS -> nextRejection(each);
          case KL_LUCB -> nextDuel(each);
        };
    phase++;
    return rounds;
  }

  private List<Round> rounds(int count, List<Long> seeds) {
    var rounds = new ArrayList<Round>();
    for (int i = 0; i < count; i++) {
      var all = new ArrayList<>(seeds);
      if (round < experiment.evaluation().confirmations()) {
        all.addAll(controls);
      }
      long dataSeed = ExampleKey.of("confirmation").with(experiment.dataSeed()).with(round).value();
      rounds.add(new Round(round, dataSeed, List.copyOf(all)));
      spent += seeds.size();
      round++;
    }
    return rounds;
  }

  /** Phase k of successive rejects ends when each of the K + 1 − k left has had n_k trials. */
  private List<Round> nextRejection(int each) {
    if (phase > 0) {
      active.remove(Collections.min(active, by(Confirmation::share)));
    }
    if (active.size() == 1) {
      return List.of();
    }
    double halves = 0.5;
    for (int i = 2; i <= candidates; i++) {
      halves += 1.0 / i;
    }
    int budget = candidates * each;
    int trials = (int) Math.ceil((budget - candidates) / (halves * (candidates - phase)) - 1e-9);
    int more = Math.max(phase == 0 ? 1 : 0, trials - round);
    // A phase may have nothing to train; then the next rejection follows at once.
    if (more == 0) {
      phase++;
      return nextRejection(each);
    }
    return rounds(more, List.copyOf(active));
  }

  /** By a figure; of equals, the one that ranked last is the least. */
  private Comparator<Long> by(ToDoubleFunction<Confirmation> figure) {
    return Comparator.comparingDouble((Long seed) -> figure.applyAsDouble(results.get(seed)))
        .thenComparing(Comparator.comparingInt(active::indexOf).reversed());
  }

  private List<Round> nextDuel(int each) {
    if (phase == 0) {
      return rounds(1, List.copyOf(active));
    }
    double exploration = Math.log((Math.log(spent) + 1) * active.size() / ERROR);
    ToDoubleFunction<Confirmation> upper =
        of -> KlBound.upper(of.solved(), of.tried(), exploration);
    Long best = Collections.max(active, by(Confirmation::share));
    Long rival = active.stream().filter(seed -> !seed.equals(best)).max(by(upper)).orElseThrow();
    var of = results.get(best);
    boolean apart =
        KlBound.lower(of.solved(), of.tried(), exploration)
            > upper.applyAsDouble(results.get(rival));
    return apart || spent + 2 > candidates * each ? List.of() : rounds(1, List.of(best, rival));
  }

  /** Adds the records of a phase. */
  void add(List<PopulationRecord> records) {
    for (var record : records) {
      for (var outcome : record.outcomes()) {
        results.merge(
            outcome.seed(),
            new Confirmation(outcome.solved() ? 1 : 0, 1),
            (a, b) -> new Confirmation(a.solved() + b.solved(), a.tried() + b.tried()));
      }
    }
  }

  /** Returns the results of the best initializations, by seed. */
  Map<Long, Confirmation> ofCandidates() {
    var own = new LinkedHashMap<>(results);
    own.keySet().removeAll(new HashSet<>(controls));
    return own;
  }

  /** Returns the results of the random initializations. */
  List<Confirmation> ofControls() {
    return controls.stream().filter(results::containsKey).map(results::get).toList();
  }
}
