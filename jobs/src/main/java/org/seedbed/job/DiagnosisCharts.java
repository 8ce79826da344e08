package org.seedbed.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.seedbed.model.LearningCurve.Diagnosis;
import org.seedbed.model.LearningCurve.Point;
import org.seedbed.model.Saturation;

/**
 * Charts of what explains a learning curve, whose points have a diagnosis.
 *
 * @param points of one restart, those without a diagnosis left out
 */
record DiagnosisCharts(List<Point> points) {
  private static final double LOWEST = 1e-12;

  DiagnosisCharts {
    points = points.stream().filter(point -> point.diagnosis().isPresent()).toList();
  }

  /** Whether there is nothing to draw. */
  boolean isEmpty() {
    return points.isEmpty();
  }

  /** Share of wrong outputs against steps, one line for each length. */
  XYChart errors() {
    var chart = Charts.lines("steps", "share of wrong outputs");
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setLegendVisible(true);
    add(chart, "training", diagnosis -> Optional.of(diagnosis.error()));
    var first = seen(points.get(0));
    for (int i = 0; i < first.beyond().size(); i++) {
      int at = i;
      add(
          chart,
          "length " + first.beyond().get(i).length(),
          diagnosis -> Optional.of(diagnosis.beyond().get(at).error()));
    }
    return chart;
  }

  /** Training loss, learning rate, and the bound of the cost's weight against steps. */
  XYChart schedule() {
    var chart = Charts.lines("steps", "log scale");
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendVisible(true);
    add(chart, "training loss", d -> d.trainingLoss().map(loss -> Math.max(LOWEST, loss)));
    add(chart, "learning rate", d -> Optional.of(d.learningRate()));
    add(chart, "bound of the cost", d -> d.costBound().map(bound -> Math.max(LOWEST, bound)));
    return chart;
  }

  /** Share of saturated gates, and of the cost in the loss, against steps; empty if unknown. */
  Optional<XYChart> saturation() {
    if (points.stream().allMatch(point -> seen(point).saturation().isEmpty())) {
      return Optional.empty();
    }
    var chart = Charts.lines("steps", "share");
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setLegendVisible(true);
    add(chart, "saturated gates", d -> d.saturation().map(Saturation::gates));
    add(chart, "cost in the loss", d -> d.saturation().map(Saturation::costShare));
    return Optional.of(chart);
  }

  private static Diagnosis seen(Point point) {
    return point.diagnosis().orElseThrow();
  }

  private void add(XYChart chart, String name, Function<Diagnosis, Optional<Double>> value) {
    var drawn = points.stream().filter(point -> value.apply(seen(point)).isPresent()).toList();
    if (drawn.isEmpty()) {
      return;
    }
    chart
        .addSeries(
            name,
            drawn.stream().map(point -> (double) point.step()).toList(),
            drawn.stream().map(point -> value.apply(seen(point)).orElseThrow()).toList())
        .setMarker(SeriesMarkers.NONE);
  }
}
