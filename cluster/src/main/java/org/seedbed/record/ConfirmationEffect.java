package org.seedbed.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.seedbed.record.Leaderboard.Confirmation;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.statistics.BetaBinomial;
import org.seedbed.statistics.BetaBinomial.Trials;
import org.seedbed.statistics.Contrast;

/**
 * What confirmation says of the best initializations, beside random ones that were trained under
 * the same data seeds.
 *
 * @param selected results of the best
 * @param random results of the random ones
 * @param contrast between the two
 * @param fit how the probability of a solution differs between initializations
 */
public record ConfirmationEffect(
    List<Trials> selected, List<Trials> random, Contrast contrast, BetaBinomial.Fit fit) {
  private static final double LEVEL = 0.05;

  /** Computes the effect; empty if nothing was confirmed or there is no control. */
  static Optional<ConfirmationEffect> of(List<Entry> entries, List<Confirmation> controls) {
    var selected =
        entries.stream()
            .filter(entry -> entry.confirmations() > 0)
            .map(ConfirmationEffect::trials)
            .toList();
    if (selected.isEmpty() || controls.isEmpty()) {
      return Optional.empty();
    }
    var random = controls.stream().map(c -> Trials.ofRandom(c.solved(), c.tried())).toList();
    var all = new ArrayList<>(selected);
    all.addAll(random);
    return Optional.of(
        new ConfirmationEffect(
            selected, random, Contrast.of(selected, random), BetaBinomial.fit(all)));
  }

  /** A confirmed entry was selected because it solved the task in the search. */
  private static Trials trials(Entry entry) {
    return new Trials(entry.confirmed(), entry.confirmations(), 1);
  }

  /** Returns what is believed of an entry's initialization; empty if it was not confirmed. */
  Optional<BetaBinomial.Posterior> posterior(Entry entry) {
    return entry.confirmations() == 0
        ? Optional.empty()
        : Optional.of(fit.estimate().after(trials(entry)));
  }

  /** Whether initializations differ more than chance explains. */
  public boolean initializationsDiffer() {
    return fit.pvalue() <= LEVEL;
  }

  /** Returns the effect in words. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "the best %d solved it again in %s trials under fresh data seeds, %d random initializations in %s (p = %.3f); intraclass correlation %.2f (95 %% interval %.2f to %.2f): %s",
        selected.size(),
        counted(selected),
        random.size(),
        counted(random),
        contrast.pvalue(),
        fit.estimate().correlation(),
        fit.low(),
        fit.high(),
        initializationsDiffer() ? "initializations differ" : "no better than a fresh seed");
  }

  /** Returns what confirmation says of one entry, in words. */
  public Optional<String> text(Entry entry) {
    return posterior(entry)
        .map(
            belief ->
                initializationsDiffer()
                    ? String.format(
                        Locale.ROOT,
                        "solves the task with probability %.2f (above %.2f with 95 %% confidence); better than a fresh seed with probability %.2f",
                        belief.mean(),
                        belief.low(),
                        belief.better())
                    : "no better than a fresh seed, as far as %d trials of %d initializations tell"
                        .formatted(trialsInAll(), selected.size() + random.size()));
  }

  private int trialsInAll() {
    return selected.stream().mapToInt(Trials::trials).sum()
        + random.stream().mapToInt(Trials::trials).sum();
  }

  private static String counted(List<Trials> rows) {
    return "%d of %d"
        .formatted(
            rows.stream().mapToInt(Trials::solved).sum(),
            rows.stream().mapToInt(Trials::trials).sum());
  }
}
