package org.seedbed.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.seedbed.evaluation.AdversarialEvaluation.OnKind;
import org.seedbed.evaluation.Generalization.AtLength;
import org.seedbed.job.Charts.Share;
import org.seedbed.record.Card;

/** Charts of the best restart, as Base64-encoded PNG. */
final class BestCharts {
  private BestCharts() {}

  /**
   * Returns a chart of the share of exactly right examples against length, and of the share of
   * right outputs where answers have parts.
   */
  static String byLength(Card card) throws IOException {
    var chart = Charts.lines("length", "share right");
    var shares =
        card.generalization().stream()
            .map(at -> new Share(at.length(), at.exact(), at.examples()))
            .toList();
    Charts.addShares(chart, "examples, 95 % interval", shares);
    var outputs = card.generalization().stream().filter(at -> at.error().isPresent()).toList();
    if (!outputs.isEmpty()) {
      chart.getStyler().setLegendVisible(true);
      chart.addSeries(
          "cells or symbols",
          outputs.stream().mapToDouble(AtLength::length).toArray(),
          outputs.stream().mapToDouble(at -> 1 - at.error().orElseThrow()).toArray());
    }
    return Charts.png(chart);
  }

  /**
   * Returns a chart of the share of wrong examples. Kinds with degrees are plotted against their
   * degree; each of the other kinds has its own place to the right of them.
   */
  static String adversarial(Card card) throws IOException {
    var chart = Charts.lines("degree", "share wrong");
    chart.getStyler().setLegendVisible(true);
    var byKind = new LinkedHashMap<String, List<OnKind>>();
    for (var on : card.adversarial()) {
      byKind.computeIfAbsent(on.title(), kind -> new ArrayList<>()).add(on);
    }
    int x = card.adversarial().stream().mapToInt(OnKind::degree).max().orElse(0);
    for (var kind : byKind.entrySet()) {
      boolean graded = kind.getValue().size() > 1;
      x += graded ? 0 : 2;
      int place = x;
      var shares =
          kind.getValue().stream()
              .map(
                  on ->
                      new Share(
                          graded ? on.degree() : place, on.examples() - on.exact(), on.examples()))
              .toList();
      Charts.addShares(chart, kind.getKey(), shares);
    }
    return Charts.png(chart);
  }
}
