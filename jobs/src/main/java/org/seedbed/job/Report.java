package org.seedbed.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.seedbed.evaluation.Rendering;
import org.seedbed.files.DamagedFileException;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.Card;
import org.seedbed.record.Costs;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Provenance;
import org.seedbed.record.PruningEffect;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RunSeries;
import org.seedbed.record.RungReading;
import org.seedbed.record.RungRecord;
import org.seedbed.record.ShareOfTask;

/** The report of a run, a self-contained HTML file. */
final class Report {
  private static final int ENTRIES_SHOWN = 20;
  private final FinishedRun run;
  private final List<FinishedRun> beside;
  private final ShareOfTask share;
  private final HtmlPage html;

  private Report(FinishedRun run, List<FinishedRun> beside) {
    this.run = run;
    this.beside = List.copyOf(beside);
    this.share = ShareOfTask.of(run.leaderboard());
    var experiment = run.leaderboard().experiment();
    this.html = new HtmlPage("Restarts of " + experiment.model() + " on " + experiment.task());
  }

  /** Writes {@code report.html} into the run's folder. */
  static void write(FinishedRun run) throws IOException {
    write(run, List.of());
  }

  /**
   * Writes {@code report.html} into the run's folder.
   *
   * @param beside other runs, of any model, that a table compares it with
   */
  static void write(FinishedRun run, List<FinishedRun> beside) throws IOException {
    String text = new Report(run, beside).text();
    run.folder().write(run.folder().report(), text.getBytes(StandardCharsets.UTF_8));
  }

  private String text() throws IOException {
    var shown = ReportCharts.shownSeeds(run.leaderboard());
    var searches = new ArrayList<List<RungRecord>>();
    var curves = new HashMap<Long, List<LearningCurve.Point>>();
    for (var search : RunSeries.searches(run.folder())) {
      searches.add(RunRecords.rungs(search));
      curves.putAll(RunRecords.curves(search, shown));
    }
    statistics();
    if (!beside.isEmpty()) {
      sideBySide();
    }
    var charts = new ReportCharts(run.leaderboard(), curves);
    html.section(
        "Learning curves by outcome",
        charts.learningCurves(),
        "Loss of restarts on held-out examples of the last level, up to %d per outcome.%s"
            .formatted(ReportCharts.CURVES_SHOWN, missing(shown.size() - curves.size())));
    diagnosis(curves);
    html.section(
        "Steps to solve",
        charts.stepsToSolve(),
        "Share of all seeds solved by each step, with 95 % intervals by bootstrap over seeds. "
            + (share.controlled().isPresent()
                ? "Pruned seeds count by their controls."
                : share.pruned() ? "Pruned seeds count as unsolved: a lower bound." : ""));
    html.section(
        "Generalization by length",
        charts.generalization(),
        "Share of all seeds that made no error at any length up to this one"
            + run.experiment().evaluator().form().map(form -> " (" + form + ")").orElse("")
            + ", with 95 % intervals."
            + (share.pruned() ? " Pruned seeds count as those that do not: a lower bound." : ""));
    var card = card();
    if (card.isPresent()) {
      best(card.get());
    }
    pruning(searches);
    entries();
    shown(card);
    provenance();
    return html.text();
  }

  private void statistics() throws IOException {
    var s = run.leaderboard().statistics();
    var costs = run.folder().readJson(run.folder().costs(), Costs.class);
    html.append("<table>");
    html.row("Seeds", String.valueOf(s.seeds()));
    html.row("Solved", String.valueOf(s.solved()));
    html.row("Share of the task", share.text());
    ShareOfTask.provedText(run.leaderboard())
        .ifPresent(
            text ->
                html.row(
                    "Proved right on every input",
                    "%d (%s)".formatted(run.leaderboard().proved().orElseThrow(), text)));
    html.row("Diverged", String.valueOf(s.diverged()));
    run.leaderboard()
        .confirmationEffect()
        .ifPresent(effect -> html.row("Confirmation", effect.text()));
    html.row("Expected restarts to a solution", share.expectedRestarts());
    html.row("Restarts for 99 % confidence", share.restartsFor99());
    html.row("Seed-steps", format("%,d", s.seedSteps()));
    html.row("Core-seconds in the kernel", format("%,.0f", costs.kernelCoreSeconds()));
    html.row("Core-seconds per solved seed", perSolvedSeed(run, costs));
    html.row("Wall seconds", format("%,.0f", costs.wallSeconds()));
    html.append("</table><p class=\"note\">What each figure assumes, and how it fails:");
    html.append(" docs/statistics.md of Seedbed.</p>\n");
  }

  private static String perSolvedSeed(FinishedRun run, Costs costs) {
    return run.leaderboard().statistics().solved() == 0
        ? "–"
        : one(costs.coreSecondsPerSolvedSeed());
  }

  private void sideBySide() throws IOException {
    html.append(
        "<h2>Beside other runs</h2><p class=\"note\">Each row is one search. Exact to: the");
    html.append(" longest length at which a stored seed is right on every held-out example.");
    html.append(" Lengths of different tasks count different things.</p>");
    html.append("<table><tr><th>model</th><th>task</th><th>seeds</th><th>share of the task</th>");
    html.append("<th>trained to length</th><th>exact to</th>");
    html.append("<th>core-seconds per solved seed</th><th>run</th></tr>\n");
    var all = new ArrayList<FinishedRun>();
    all.add(run);
    all.addAll(beside);
    for (var one : all) {
      var leaderboard = one.leaderboard();
      var costs = one.folder().readJson(one.folder().costs(), Costs.class);
      int exactTo = leaderboard.entries().stream().mapToInt(Entry::generalizes).max().orElse(0);
      html.row(
          one.experiment().title(),
          leaderboard.experiment().task(),
          format("%,d", leaderboard.statistics().seeds()),
          ShareOfTask.of(leaderboard).text(),
          String.valueOf(one.experiment().curriculum().last().length()),
          exactTo == 0 ? "–" : String.valueOf(exactTo),
          perSolvedSeed(one, costs),
          one.folder().root().toString());
    }
    html.append("</table>\n");
  }

  private void pruning(List<List<RungRecord>> searches) {
    if (searches.stream().anyMatch(List::isEmpty)) {
      html.append(
          "<h2>What pruning saved and lost</h2><p class=\"note\">The run's folder no longer");
      html.append(" contains the records of its rungs.</p>\n");
      return;
    }
    var effects =
        searches.stream()
            .map(
                rungs ->
                    PruningEffect.of(rungs, run.leaderboard().experiment().search().lastStep()))
            .toList();
    html.append("<h2>What pruning saved and lost</h2><table>");
    html.row(
        "Seed-steps saved",
        format(
            "%,d of %,d",
            run.leaderboard().stepsSavedByPruning(),
            effects.stream().mapToLong(PruningEffect::unpruned).sum()));
    html.row(
        "Solved seeds that were pruned",
        String.valueOf(effects.stream().mapToInt(PruningEffect::solvedButPruned).sum()));
    for (int i = 0; i < effects.size(); i++) {
      String search = effects.size() == 1 ? "" : format(", search %d", i + 1);
      for (var pair : effects.get(i).correlations()) {
        html.row(
            format("Rank correlation, rung %d to %d%s", pair.rung() + 1, pair.rung() + 2, search),
            pair.correlation().isPresent()
                ? format("%.2f over %d seeds", pair.correlation().get(), pair.seeds())
                : format("not defined over %d seeds", pair.seeds()));
      }
    }
    html.append("</table><p class=\"note\">Spearman rank correlation over the seeds that");
    html.append(" continued, which is too low: they are alike.</p>\n");
    readings(searches);
  }

  private void readings(List<List<RungRecord>> searches) {
    boolean hasRungs = run.leaderboard().experiment().search().hasRungs();
    if (searches.size() > 1 || !hasRungs) {
      return; // The report of each search reads its own rungs.
    }
    html.append("<h2>What a rung foretells</h2><table><tr><th>rung</th><th>step</th>");
    html.append("<th>AUC (95 % interval)</th><th>seeds followed</th><th></th></tr>");
    for (var reading : RungReading.of(searches.get(0), run.leaderboard())) {
      html.row(
          String.valueOf(reading.rung() + 1),
          String.valueOf(reading.step()),
          reading
              .auc()
              .map(a -> format("%.2f (%.2f to %.2f)", a.value(), a.low(), a.high()))
              .orElse("too few followed"),
          String.valueOf(reading.seeds()),
          reading.isNoBetterThanChance() ? "no better than chance: do not prune here" : "");
    }
    html.append("</table><p class=\"note\">Probability that a seed which solved the task later");
    html.append(" had a better score than one which did not; 0.5 is chance. Pruned seeds count by");
    html.append(" their controls.</p>\n");
  }

  private void entries() {
    html.append("<h2>Leaderboard</h2><table><tr><th>rank</th><th>seed</th><th>outcome</th>");
    html.append("<th>score</th><th>loss</th><th>steps</th><th>solved at</th><th>confirmed</th>");
    html.append("<th>generalizes to</th><th>proved</th></tr>\n");
    run.leaderboard().entries().stream()
        .limit(ENTRIES_SHOWN)
        .forEach(
            e ->
                html.row(
                    String.valueOf(e.rank()),
                    String.valueOf(e.seed()),
                    e.outcome().name().toLowerCase(Locale.ROOT),
                    format("%.4f", e.score()),
                    format("%.6f", e.loss()),
                    String.valueOf(e.steps()),
                    e.stepsToSolve().map(String::valueOf).orElse("–"),
                    e.confirmations() == 0 ? "–" : e.confirmed() + " of " + e.confirmations(),
                    e.generalizes() == 0 ? "–" : String.valueOf(e.generalizes()),
                    e.proved().map(proved -> proved ? "yes" : "no").orElse("–")));
    html.append("</table>\n");
  }

  private static String missing(int restarts) {
    return restarts == 0
        ? ""
        : " Curves missing because the folder no longer contains their records: %d."
            .formatted(restarts);
  }

  /** Adds what explains the learning curve of the first in rank, if its checks looked further. */
  private void diagnosis(Map<Long, List<LearningCurve.Point>> curves) throws IOException {
    var first = run.leaderboard().entries().get(0);
    var charts = new DiagnosisCharts(curves.getOrDefault(first.seed(), List.of()));
    if (charts.isEmpty()) {
      return;
    }
    html.section(
        "Errors beyond training",
        Charts.png(charts.errors()),
        "Share of wrong outputs of seed %d on held-out examples of its checks."
            .formatted(first.seed()));
    html.section(
        "What drives training",
        Charts.png(charts.schedule()),
        "Mean training loss of the last window of steps, learning rate, and the bound of the weight"
            + " of a cost that fades with the loss, of the same seed.");
    var saturation = charts.saturation();
    if (saturation.isPresent()) {
      html.section(
          "Saturation",
          Charts.png(saturation.get()),
          "Share of the gates, over all time steps, whose input is beyond the limit, and share of"
              + " the cost of saturation in the loss that training minimizes, of the same seed.");
    }
  }

  /** Returns the card of the best restart, if the run stored one. */
  private Optional<Card> card() throws IOException {
    var path = run.folder().best(1, RunFolder.CARD);
    return run.folder().exists(path)
        ? Optional.of(run.folder().readJson(path, Card.class))
        : Optional.empty();
  }

  /** Adds the best restart's results by length and on adversarial inputs, from its card. */
  private void best(Card card) throws IOException {
    html.section(
        "The best by length",
        BestCharts.byLength(card),
        "Share of held-out examples that the top-ranked restart gets exactly right, with 95 %"
            + " intervals.");
    if (!card.adversarial().isEmpty()) {
      html.section(
          "The best on adversarial inputs",
          BestCharts.adversarial(card),
          "Share of wrong examples at the last training length, with 95 % intervals: by length of"
              + " the carry chain, then for zero-padded, identical and largest-digit operands.");
    }
  }

  private void shown(Optional<Card> card) {
    html.append("<h2>The best at work</h2><p class=\"note\">");
    html.append(HtmlPage.escape(run.experiment().evaluator().renderingNote())).append("</p><pre>");
    html.append(
            HtmlPage.escape(
                card.map(c -> String.join("\n", c.rendered())).orElseGet(this::rendered)))
        .append("</pre>\n");
  }

  private String rendered() {
    try {
      return Rendering.ofHeldOut(run.experiment(), run.trainedParameters(1));
    } catch (IOException | IllegalArgumentException | DamagedFileException e) {
      return "Its parameters cannot be read: " + e.getMessage();
    }
  }

  private void provenance() throws IOException {
    var p = run.folder().readJson(run.folder().provenance(), Provenance.class);
    html.append("<h2>Provenance</h2><table>");
    html.row("Seedbed", p.seedbed() + p.commit().map(commit -> ", commit " + commit).orElse(""));
    html.row("Backend", p.backend().engine() + " on " + p.backend().device());
    html.row("Threads per population", String.valueOf(p.backend().threads()));
    html.row("Java, Spark", p.java() + ", " + p.spark());
    html.row("Platform", p.os());
    html.row("Data seed", String.valueOf(p.dataSeed()));
    html.row("Width, slots", p.width() + ", " + p.slots());
    html.append("</table>\n");
  }

  private static String one(double value) {
    return format("%.1f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
