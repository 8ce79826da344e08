package org.seedbed.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.seedbed.record.Provenance;
import org.seedbed.record.RunFolder;
import org.seedbed.sweep.SweepCosts;
import org.seedbed.sweep.SweepLeaderboard;
import org.seedbed.sweep.SweepRecord;
import org.seedbed.sweep.SweepRecords;

/** The report of a sweep, a self-contained HTML file. */
final class SweepReport {
  private static final int ENTRIES_SHOWN = 20;

  private final RunFolder run;
  private final SweepLeaderboard leaderboard;
  private final List<SweepRecord.Trial> trials = new ArrayList<>();
  private final HtmlPage html;

  private SweepReport(RunFolder run) throws IOException {
    this.run = run;
    this.leaderboard = SweepRecords.leaderboard(run, record -> trials.addAll(record.trials()));
    this.html = new HtmlPage("Settings of " + leaderboard.model() + " on " + leaderboard.task());
  }

  /** Writes {@code report.html} into the sweep's folder. */
  static void write(RunFolder run) throws IOException {
    String text = new SweepReport(run).text();
    run.write(run.report(), text.getBytes(StandardCharsets.UTF_8));
  }

  private String text() throws IOException {
    summary();
    importance();
    slices();
    entries();
    provenance();
    return html.text();
  }

  private void summary() throws IOException {
    var costs = run.readJson(run.costs(), SweepCosts.class);
    var best = leaderboard.entries().get(0);
    var ofDefault = leaderboard.ofDefault();
    html.append("<table>");
    html.row("Settings", format("%,d", leaderboard.entries().size()));
    html.row("Seeds trained", format("%,d", leaderboard.seedsTrained()));
    html.row("Best setting", SweepTable.values(best));
    html.row("Its share of seeds solved", share(best));
    html.row("Its core-seconds per solved seed", SweepTable.cost(best));
    html.row("The default's share", share(ofDefault));
    html.row("The default's core-seconds per solved seed", SweepTable.cost(ofDefault));
    html.row("Core-seconds spent", format("%,.0f", costs.kernelCoreSeconds()));
    html.row("Wall seconds", format("%,.0f", costs.wallSeconds()));
    html.append("</table><p class=\"note\">Intervals are of 95 %. A setting that won many others");
    html.append(" is flattered by its luck: search it again on fresh seeds, with");
    html.append(" best-setting.yaml. What each figure assumes: docs/sweeps.md of Seedbed.</p>\n");
  }

  private void importance() {
    html.append("<h2>Importance of each key</h2><table><tr><th>key</th><th>explains</th>");
    html.append("<th>p</th><th>best values</th></tr>");
    leaderboard
        .importance()
        .forEach(
            key ->
                html.row(
                    key.key(),
                    format("%.0f %%", 100 * key.share()),
                    format("%.3f", key.pvalue()),
                    key.best()));
    html.append("</table><p class=\"note\">Share of the variance between settings, in the share");
    html.append(" of seeds that they solve in their first round, that a key explains by itself.");
    html.append(" What is left is due to keys together. p: probability of as much");
    html.append(" if the key had no effect, by permutation.</p>\n");
  }

  private void slices() throws IOException {
    var charts = new SweepCharts(SweepRecords.plan(run), trials);
    for (var dimension : charts.dimensions()) {
      html.section(
          dimension.key(),
          charts.slice(dimension),
          "One dot for each seed of each setting: the steps that it took to solve the task, or, in"
              + " grey, that it did not.");
    }
  }

  private void entries() {
    html.append("<h2>Settings</h2><table><tr><th>rank</th><th>setting</th><th>solved</th>");
    html.append("<th>share, % (95 %)</th><th>generalize</th><th>core-seconds per solved</th>");
    html.append("<th>against the default</th><th>values</th></tr>\n");
    leaderboard.entries().stream()
        .filter(entry -> entry.rank() <= ENTRIES_SHOWN || entry.setting() == 0)
        .forEach(
            entry ->
                html.row(
                    String.valueOf(entry.rank()),
                    String.valueOf(entry.setting()),
                    entry.result().solved() + " of " + entry.result().tried(),
                    share(entry),
                    String.valueOf(entry.result().generalized()),
                    SweepTable.cost(entry),
                    SweepTable.difference(entry),
                    SweepTable.values(entry)));
    html.append("</table><p class=\"note\">Settings that were tried on the most seeds come first.");
    html.append(" Differences are paired over common seeds; their intervals hold together.</p>\n");
  }

  private void provenance() throws IOException {
    var p = run.readJson(run.provenance(), Provenance.class);
    html.append("<h2>Provenance</h2><table>");
    html.row("Seedbed", p.seedbed() + p.commit().map(commit -> ", commit " + commit).orElse(""));
    html.row("Backend", p.backend().engine() + " on " + p.backend().device());
    html.row("Java, Spark", p.java() + ", " + p.spark());
    html.row("Data seed", String.valueOf(p.dataSeed()));
    html.row("Width, slots", p.width() + ", " + p.slots());
    html.append("</table>\n");
  }

  private static String share(SweepLeaderboard.Entry entry) {
    return format(
        "%.1f %% (%.1f to %.1f)",
        100.0 * entry.result().solved() / entry.result().tried(),
        100 * entry.shareLow(),
        100 * entry.shareHigh());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
