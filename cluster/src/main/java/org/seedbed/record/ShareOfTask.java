package org.seedbed.record;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.statistics.ControlledShare;
import org.seedbed.statistics.KaplanMeier;
import org.seedbed.statistics.RestartStatistics;
import org.seedbed.statistics.SolveTimes;
import org.seedbed.statistics.WilsonInterval;

/**
 * What a search says about the share of all restarts that would solve its task. Without pruning it
 * is the share that did. With pruning and a control arm it is estimated by the controls. Without
 * one, the share that did is a lower bound, since a pruned restart might have solved the task
 * later; the upper bound takes it to have gone on as the others did.
 *
 * @param counted share of the seeds that solved the task, 0 … 1
 * @param interval 95 % confidence interval of {@code counted}
 * @param pruned whether seeds were pruned, which makes {@code counted} a lower bound
 * @param controlled the share by the control arm; empty if no seed was pruned, or no control
 * @param upper upper bound; empty if no seed was pruned, or if none that had not solved the task
 *     was trained to the end
 * @param longestUnsolved most steps that a seed was trained without solving the task; empty if all
 *     solved it
 */
public record ShareOfTask(
    double counted,
    WilsonInterval interval,
    boolean pruned,
    Optional<ControlledShare> controlled,
    Optional<KaplanMeier> upper,
    OptionalLong longestUnsolved) {
  /** Estimates the share of a leaderboard's task. */
  public static ShareOfTask of(Leaderboard leaderboard) {
    int last = leaderboard.experiment().search().lastStep();
    return of(leaderboard.statistics(), leaderboard.entries(), last);
  }

  static ShareOfTask of(RestartStatistics statistics, List<Entry> entries, int last) {
    boolean pruned = entries.stream().anyMatch(Entry::pruned);
    return new ShareOfTask(
        statistics.solvedShare(),
        statistics.wilson95(),
        pruned,
        pruned ? ControlledShare.of(counts(entries)) : Optional.empty(),
        pruned
            ? KaplanMeier.of(entries.stream().map(ShareOfTask::observed).toList(), last)
            : Optional.empty(),
        entries.stream()
            .filter(entry -> entry.outcome() != Outcome.SOLVED)
            .mapToLong(Entry::steps)
            .max());
  }

  /**
   * Returns when the seeds of a leaderboard solve its task: pruned ones count by their controls.
   */
  public static SolveTimes times(Leaderboard leaderboard) {
    var counts = counts(leaderboard.entries());
    double ofControl = counts.controls() == 0 ? 0 : counts.pruned() / (double) counts.controls();
    return new SolveTimes(
        leaderboard.entries().stream()
            .map(
                entry ->
                    new SolveTimes.Seed(solvedAt(entry), prunedAt(entry), weight(entry, ofControl)))
            .toList());
  }

  private static OptionalLong solvedAt(Entry entry) {
    return entry.outcome() == Outcome.SOLVED
        ? OptionalLong.of(entry.stepsToSolve().orElse(entry.steps()))
        : OptionalLong.empty();
  }

  private static OptionalLong prunedAt(Entry entry) {
    if (entry.prunedAt().isPresent()) {
      return OptionalLong.of(entry.prunedAt().get());
    }
    return entry.outcome() == Outcome.PRUNED
        ? OptionalLong.of(entry.steps())
        : OptionalLong.empty();
  }

  private static double weight(Entry entry, double ofControl) {
    if (entry.prunedAt().isPresent()) {
      return ofControl;
    }
    // Without a control arm, pruned seeds count as unsolved.
    return entry.outcome() == Outcome.PRUNED && ofControl > 0 ? 0 : 1;
  }

  private static ControlledShare.Counts counts(List<Entry> entries) {
    return new ControlledShare.Counts(
        entries.size(),
        count(entries, entry -> !entry.pruned() && entry.outcome() == Outcome.SOLVED),
        count(entries, Entry::pruned),
        count(entries, entry -> entry.prunedAt().isPresent()),
        count(entries, entry -> entry.prunedAt().isPresent() && entry.outcome() == Outcome.SOLVED));
  }

  private static int count(List<Entry> entries, Predicate<Entry> which) {
    return (int) entries.stream().filter(which).count();
  }

  /** As if there were no control arm: the controls leave where the rule pruned them. */
  private static KaplanMeier.Observed observed(Entry entry) {
    if (entry.prunedAt().isPresent()) {
      return new KaplanMeier.Observed(entry.prunedAt().get(), false);
    }
    // A diverged restart leaves as a pruned one does, which keeps the upper bound on the safe side.
    return entry.outcome() == Outcome.SOLVED
        ? new KaplanMeier.Observed(entry.stepsToSolve().orElse(entry.steps()), true)
        : new KaplanMeier.Observed(entry.steps(), false);
  }

  /** Returns the estimate of the share; empty if there are only bounds. */
  public OptionalDouble estimate() {
    if (!pruned) {
      return OptionalDouble.of(counted);
    }
    return controlled.isPresent()
        ? OptionalDouble.of(controlled.get().share())
        : OptionalDouble.empty();
  }

  /**
   * Returns the share of seeds that were proved right on every input, in words; empty if none was
   * verified. With pruning it is a lower bound, as pruned seeds were not followed.
   */
  public static Optional<String> provedText(Leaderboard leaderboard) {
    int seeds = leaderboard.statistics().seeds();
    boolean pruned = leaderboard.entries().stream().anyMatch(Entry::pruned);
    return leaderboard
        .proved()
        .map(
            proved -> {
              var interval = WilsonInterval.of(proved, seeds);
              return (pruned ? "at least " : "")
                  + percent(
                      "%.1f %%, 95 %% interval %.1f to %.1f %%",
                      proved / (double) seeds, interval.low(), interval.high());
            });
  }

  /** Returns the low end of the interval: of the estimate, or of the lower bound. */
  public double low() {
    return controlled.map(ControlledShare::low).orElse(interval.low());
  }

  /**
   * Returns the high end of the interval: of the estimate, or of the upper bound if there is one.
   */
  public OptionalDouble high() {
    if (!pruned) {
      return OptionalDouble.of(interval.high());
    }
    var high = controlled.map(ControlledShare::high).or(() -> upper.map(KaplanMeier::high));
    return high.isPresent() ? OptionalDouble.of(high.get()) : OptionalDouble.empty();
  }

  /** Returns how many restarts solve the task once on average, in words. */
  public String expectedRestarts() {
    return restarts(share -> 1 / share);
  }

  /** Returns how many restarts solve the task at least once with 99 % confidence, in words. */
  public String restartsFor99() {
    return restarts(RestartStatistics::restartsFor99);
  }

  private String restarts(DoubleUnaryOperator of) {
    if (estimate().orElse(counted) == 0) {
      return "unknown";
    }
    return estimate().isPresent()
        ? String.format(Locale.ROOT, "%.1f", of.applyAsDouble(estimate().getAsDouble()))
        : String.format(Locale.ROOT, "at most %.1f", of.applyAsDouble(counted));
  }

  /** Returns the share in words, with its kind of interval. */
  public String text() {
    String share =
        percent(
            "%.1f %% (95 %% interval %.1f to %.1f %%)", counted, interval.low(), interval.high());
    if (!pruned) {
      return share;
    }
    if (controlled.isPresent()) {
      return controlledText(controlled.get());
    }
    return "no control arm: at least %s, as pruned seeds count as unsolved; %s"
        .formatted(share, upperText());
  }

  private static String controlledText(ControlledShare estimate) {
    String share =
        percent(
            "%.1f %% (95 %% interval %.1f to %.1f %%",
            estimate.share(), estimate.low(), estimate.high());
    return "%s, by %d controls that trained on after their pruning)"
        .formatted(share, estimate.controls());
  }

  private String upperText() {
    return upper
        .map(
            most ->
                percent(
                    "at most %.1f %% by Kaplan-Meier (95 %% interval %.1f to %.1f %%)",
                    most.share(), most.low(), most.high()))
        .orElseGet(
            () ->
                "no upper bound, as no unsolved seed was trained beyond step "
                    + longestUnsolved.orElse(0));
  }

  private static String percent(String format, double share, double low, double high) {
    return String.format(Locale.ROOT, format, 100 * share, 100 * low, 100 * high);
  }
}
