package org.seedbed.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;
import java.util.Locale;

/**
 * Summary of several measurements of one figure.
 *
 * @param median median of the measurements
 * @param lowest lowest measurement
 * @param highest highest measurement
 */
@JsonPropertyOrder({"median", "lowest", "highest"})
public record Spread(double median, double lowest, double highest) {
  /** Returns the spread of one or more measurements. */
  public static Spread of(Collection<Double> measurements) {
    var sorted = measurements.stream().sorted().toList();
    return new Spread(sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  /** Returns this spread multiplied by a factor, such as for another unit. */
  public Spread times(double factor) {
    return new Spread(factor * median, factor * lowest, factor * highest);
  }

  @Override
  public String toString() {
    return "%s (%s to %s)".formatted(text(median), text(lowest), text(highest));
  }

  /** Formats a figure with a number of digits that suits its size. */
  static String text(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.01 ? "%.2f" : "%.1e";
    return String.format(Locale.ROOT, format, value);
  }
}
