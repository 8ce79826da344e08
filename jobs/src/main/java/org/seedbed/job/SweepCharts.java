package org.seedbed.job;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.seedbed.space.Choices;
import org.seedbed.space.Dimension;
import org.seedbed.space.Range;
import org.seedbed.space.Scale;
import org.seedbed.space.Setting;
import org.seedbed.sweep.SweepPlan;
import org.seedbed.sweep.SweepRecord.Trial;

/** Charts of a sweep's report, as Base64-encoded PNG. */
final class SweepCharts {
  /** Width within which the seeds of one choice are spread. */
  private static final double SPREAD = 0.6;

  private final List<Dimension> dimensions;
  private final Map<Integer, Setting> settings;
  private final List<Trial> trials;

  SweepCharts(SweepPlan plan, List<Trial> trials) {
    this.dimensions = plan.readSpace().dimensions();
    this.settings =
        plan.settings().stream().collect(Collectors.toMap(Setting::number, Function.identity()));
    this.trials = trials;
  }

  List<Dimension> dimensions() {
    return dimensions;
  }

  /** Returns a chart of all seeds by a key's value, one dot each. */
  String slice(Dimension dimension) throws IOException {
    var chart = Charts.lines(axis(dimension), "steps");
    chart.getStyler().setLegendVisible(true);
    chart.getStyler().setMarkerSize(5);
    chart.getStyler().setYAxisMin(0.0);
    if (dimension.domain() instanceof Range range && range.scale() == Scale.LOG) {
      chart.getStyler().setXAxisLogarithmic(true);
    }
    add(chart, dimension, false, "unsolved", new Color(0xbbbbbb));
    add(chart, dimension, true, "solved", new Color(0x1b9e77));
    return Charts.png(chart);
  }

  /** Choices have places, since their values need not be numbers. */
  private static String axis(Dimension dimension) {
    if (dimension.domain() instanceof Choices choices) {
      var values = choices.values();
      return dimension.key()
          + IntStream.range(0, values.size())
              .mapToObj(i -> i + " = " + values.get(i))
              .collect(Collectors.joining(", ", " (", ")"));
    }
    return dimension.key();
  }

  private void add(XYChart chart, Dimension dimension, boolean solved, String name, Color colour) {
    var x = new ArrayList<Double>();
    var y = new ArrayList<Double>();
    for (var trial : trials) {
      var values = settings.get(trial.setting()).values();
      if (trial.solved() == solved && values.containsKey(dimension.key())) {
        x.add(place(dimension, values.get(dimension.key()), trial));
        y.add((double) trial.steps());
      }
    }
    if (!x.isEmpty()) {
      var series = chart.addSeries(name, x, y);
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
    }
  }

  /** Choices stand side by side, each with its seeds spread. */
  private double place(Dimension dimension, String value, Trial trial) {
    if (dimension.domain() instanceof Choices choices) {
      double share = (trial.setting() * 31L + trial.seed()) % 17 / 16.0;
      return choices.values().indexOf(value) + SPREAD * (share - 0.5);
    }
    return Double.parseDouble(value);
  }
}
