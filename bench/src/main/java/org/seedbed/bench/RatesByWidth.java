package org.seedbed.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
   * Prints a row a width, medians with the lowest and the highest.
   *
   * @param unit what is counted
   * @param perSeedStep how many of it a seed-step makes
   */
  void print(String unit, double perSeedStep) {
    System.out.printf(
        "width  %s/s (lowest to highest)  ms a seed-step  times K = %d (lowest to highest)%n",
        unit, widths.get(0));
    for (int i = 0; i < widths.size(); i++) {
      var ratios = new ArrayList<Double>();
      for (int round = 0; round < rounds; round++) {
        ratios.add(rates.get(i).get(round) / rates.get(0).get(round));
      }
      var rate = rates.get(i).stream().sorted().toList();
      ratios.sort(null);
      System.out.printf(
          Locale.ROOT,
          "%5d  %8.1f  (%.1f to %.1f)  %8.2f  %6.1f  (%.1f to %.1f)%n",
          widths.get(i),
          perSeedStep * rate.get(rounds / 2),
          perSeedStep * rate.get(0),
          perSeedStep * rate.get(rounds - 1),
          1000 / rate.get(rounds / 2),
          ratios.get(rounds / 2),
          ratios.get(0),
          ratios.get(rounds - 1));
    }
  }
}
