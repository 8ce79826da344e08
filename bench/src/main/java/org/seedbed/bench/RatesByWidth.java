package org.seedbed.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Measures seed-steps per second of populations of several widths. Every round times all widths in
 * turn, so that a ratio pairs measurements of the same minute.
 */
final class RatesByWidth {
  private final List<Integer> widths;
  private final List<List<Double>> rates = new ArrayList<>();
  private final int rounds;

  /**
   * @param measure returns the seed-steps per second of a width; called once per width as warm-up
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
   * Adds one row per width to the figures.
   *
   * @param unit plural name of the counted items
   * @param perSeedStep number of items per seed-step
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
