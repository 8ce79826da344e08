package org.seedbed.job;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.seedbed.statistics.WilsonInterval;

/** Style and helpers shared by all charts of a report. */
final class Charts {
  static {
    System.setProperty("java.awt.headless", "true");
  }

  private Charts() {}

  static XYChart lines(String x, String y) {
    var chart = new XYChartBuilder().width(800).height(400).xAxisTitle(x).yAxisTitle(y).build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    return chart;
  }

  /** Returns the chart as Base64-encoded PNG. */
  static String png(XYChart chart) throws IOException {
    return Base64.getEncoder()
        .encodeToString(BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG));
  }

  /** A share of successful trials, drawn at {@code x}. */
  record Share(double x, long successes, long trials) {}

  /** Adds shares with their 95 % intervals. Adds no series if {@code shares} is empty. */
  static void addShares(XYChart chart, String name, List<Share> shares) {
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    if (shares.isEmpty()) {
      return;
    }
    var x = new ArrayList<Double>();
    var middle = new ArrayList<Double>();
    var bars = new ArrayList<Double>();
    for (var share : shares) {
      var interval = WilsonInterval.of(share.successes(), share.trials());
      // Centered on the interval: a Wilson interval is not symmetric around the share.
      x.add(share.x());
      middle.add((interval.low() + interval.high()) / 2);
      bars.add((interval.high() - interval.low()) / 2);
    }
    chart
        .addSeries(name, x, middle, bars)
        .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
  }
}
