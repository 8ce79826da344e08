package org.seedbed.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collection;
import java.util.Locale;

/**
 * A figure that was measured several times.
 *
 * @param median of all measurements
 * @param lowest of them
 * @param highest of them
 */
@JsonPropertyOrder({"median", "lowest", "highest"})
public record Spread(double median, double lowest, double highest) {
  /** The spread of one or more measurements. */
  public static Spread of(Collection<Double> measurements) {
    var sorted = measurements.stream().sorted().toList();
    return new Spread(sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  /** The same in another unit. */
  public Spread times(double factor) {
    return new Spread(factor * median, factor * lowest, factor * highest);
  }

  @Override
  public String toString() {
    return "%s (%s to %s)".formatted(text(median), text(lowest), text(highest));
  }

  /** A figure with as many digits as it deserves. */
  static String text(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.01 ? "%.2f" : "%.1e";
    return String.format(Locale.ROOT, format, value);
  }
}
