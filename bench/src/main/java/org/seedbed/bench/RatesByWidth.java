package org.seedbed.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Seed-steps a second of populations of several widths. Every round times all widths one after the
 * other, so that a ratio to the first is of the same minute.
 */
final class RatesByWidth {
  private final List<Integer> widths;
  private final List<List<Double>> rates = new ArrayList<>();
  private final int rounds;

  /**
   * @param measure seed-steps a second of a width; called once more at first, to warm up
   */
  RatesByWidth(List<Integer> widths, int rounds, IntToDoubleFunction measure) {
    this.widths = List.copyOf(widths);
    this.rounds = rounds;
    for (int width : widths) {
      var unused = measure.applyAsDouble(width);
      rates.add(new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < widths.size(); i++) {
        rates.get(i).add(measure.applyAsDouble(widths.get(i)));
      }
    }
  }

  /**
   * Adds a row for each width.
   *
   * @param unit what is counted
   * @param perSeedStep how many of it a seed-step makes
   */
  void addTo(Figures figures, int threads, String unit, double perSeedStep) throws IOException {
    for (int i = 0; i < widths.size(); i++) {
      var ratios = new ArrayList<Double>();
      for (int round = 0; round < rounds; round++) {
        ratios.add(rates.get(i).get(round) / rates.get(0).get(round));
      }
      var rate = Spread.of(rates.get(i));
      figures.add(
          "threads",
          threads,
          "K",
          widths.get(i),
          unit + " per second",
          rate.times(perSeedStep),
          "ms per seed-step",
          1000 / rate.median(),
          "times K = " + widths.get(0),
          Spread.of(ratios));
    }
  }
}
