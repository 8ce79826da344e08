package org.seedbed.job;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.seedbed.model.LearningCurve;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.Leaderboard.Entry;
import org.seedbed.record.Leaderboard.Outcome;
import org.seedbed.record.ShareOfTask;
import org.seedbed.statistics.SolveTimes;

/** Charts of a report, as Base64-encoded PNG. */
final class ReportCharts {
  /** Maximum number of learning curves per outcome. */
  static final int CURVES_SHOWN = 128;

  private static final double LOWEST_LOSS = 1e-6;
  private static final Map<Outcome, Color> COLOURS =
      Map.of(
          Outcome.SOLVED, new Color(0x1b9e77),
          Outcome.UNSOLVED, new Color(0x7570b3),
          Outcome.PRUNED, new Color(0xbbbbbb),
          Outcome.DIVERGED, new Color(0xd95f02));

  private final Leaderboard leaderboard;
  private final Map<Long, List<LearningCurve.Point>> curves;

  /**
   * @param curves learning curves of {@link #shownSeeds}, without seeds whose records are gone
   */
  ReportCharts(Leaderboard leaderboard, Map<Long, List<LearningCurve.Point>> curves) {
    this.leaderboard = leaderboard;
    this.curves = curves;
  }

  /** Returns the seeds whose learning curves are drawn. */
  static Set<Long> shownSeeds(Leaderboard leaderboard) {
    return Stream.of(Outcome.values())
        .flatMap(outcome -> entries(leaderboard, outcome).limit(CURVES_SHOWN))
        .map(Entry::seed)
        .collect(Collectors.toSet());
  }

  /** Returns a chart of loss against steps, one line per restart, coloured by outcome. */
  String learningCurves() throws IOException {
    var chart = Charts.lines("steps", "held-out loss (log)");
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendVisible(true);
    var named = new HashMap<Outcome, Boolean>();
    // Pruned restarts first, so that solved ones are drawn on top.
    Stream.of(Outcome.PRUNED, Outcome.DIVERGED, Outcome.UNSOLVED, Outcome.SOLVED)
        .flatMap(outcome -> entries(leaderboard, outcome).limit(CURVES_SHOWN))
        .forEach(
            entry -> addCurve(chart, entry, curves.getOrDefault(entry.seed(), List.of()), named));
    return Charts.png(chart);
  }

  private static void addCurve(
      XYChart chart, Entry entry, List<LearningCurve.Point> points, Map<Outcome, Boolean> named) {
    var drawn = points.stream().filter(p -> Double.isFinite(p.loss())).toList();
    if (drawn.isEmpty()) {
      return;
    }
    var series =
        chart.addSeries(
            entry.outcome().name().toLowerCase(Locale.ROOT)
                + (named.containsKey(entry.outcome()) ? " " + entry.seed() : ""),
            drawn.stream().map(p -> (double) p.step()).toList(),
            drawn.stream().map(p -> Math.max(LOWEST_LOSS, p.loss())).toList());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(COLOURS.get(entry.outcome()));
    series.setLineStyle(SeriesLines.SOLID);
    series.setLineWidth(1f);
    series.setShowInLegend(named.put(entry.outcome(), true) == null);
  }

  /** Returns a chart of the share of all seeds solved by each step, with its interval. */
  String stepsToSolve() throws IOException {
    var points = ShareOfTask.times(leaderboard).curve();
    var chart = Charts.lines("steps", "share of seeds");
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    addSteps(chart, "95 % interval, low", points, SolveTimes.Point::low);
    addSteps(chart, "95 % interval, high", points, SolveTimes.Point::high);
    addSteps(chart, "solved", points, SolveTimes.Point::share).setLineStyle(SeriesLines.SOLID);
    return Charts.png(chart);
  }

  private XYSeries addSteps(
      XYChart chart,
      String name,
      List<SolveTimes.Point> points,
      ToDoubleFunction<SolveTimes.Point> value) {
    var x = new ArrayList<>(List.of(0.0));
    var y = new ArrayList<>(List.of(0.0));
    for (var point : points) {
      x.add((double) point.step());
      y.add(y.get(y.size() - 1));
      x.add((double) point.step());
      y.add(value.applyAsDouble(point));
    }
    x.add((double) leaderboard.experiment().search().lastStep());
    y.add(y.get(y.size() - 1));
    var series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(COLOURS.get(Outcome.SOLVED));
    series.setLineStyle(SeriesLines.DASH_DASH);
    series.setLineWidth(1.5f);
    return series;
  }

  /** Returns a chart of the share of all seeds that generalize to each length, with intervals. */
  String generalization() throws IOException {
    var chart = Charts.lines("length", "share of seeds");
    var shares =
        leaderboard.experiment().evaluation().lengths().stream()
            .map(length -> new Charts.Share(length, reaching(length), leaderboard.entries().size()))
            .toList();
    Charts.addShares(chart, "95 % interval", shares);
    return Charts.png(chart);
  }

  private long reaching(int length) {
    return leaderboard.entries().stream().filter(e -> e.generalizes() >= length).count();
  }

  private static Stream<Entry> entries(Leaderboard leaderboard, Outcome outcome) {
    return leaderboard.entries().stream().filter(entry -> entry.outcome() == outcome);
  }
}
