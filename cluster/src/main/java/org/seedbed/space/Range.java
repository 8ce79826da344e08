package org.seedbed.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * All numbers between two ends, rounded to four significant digits.
 *
 * @param from lower end
 * @param to upper end, above {@code from}
 * @param scale of the values between them; {@link Scale#LOG} needs a lower end above 0
 * @param whole whether only whole numbers are drawn, both ends among them
 * @param points number of values in a grid, 2 or more; empty if the range is not for a grid
 */
public record Range(double from, double to, Scale scale, boolean whole, OptionalInt points)
    implements Domain {
  private static final MathContext DIGITS = new MathContext(4);

  public Range {
    if (!Double.isFinite(from) || !Double.isFinite(to) || from >= to) {
      throw new IllegalArgumentException(
          "goes from %s to %s, must go from a number to a larger one"
              .formatted(text(from), text(to)));
    }
    if (scale == Scale.LOG && from <= 0) {
      throw new IllegalArgumentException(
          "goes from %s, must begin above 0 on a logarithmic scale".formatted(text(from)));
    }
    if (whole && (from != Math.rint(from) || to != Math.rint(to))) {
      throw new IllegalArgumentException(
          "goes from %s to %s, must have whole ends".formatted(text(from), text(to)));
    }
    if (points.isPresent() && points.getAsInt() < 2) {
      throw new IllegalArgumentException(
          "has %d points, must have 2 or more".formatted(points.getAsInt()));
    }
  }

  @Override
  public String at(double u) {
    if (!whole) {
      return text(between(from, to, u));
    }
    // Half a number beyond each end, so that each number has its share.
    double drawn = Math.floor(between(from - 0.5, to + 0.5, u) + 0.5);
    return text(Math.min(to, Math.max(from, drawn)));
  }

  private double between(double low, double high, double u) {
    return scale == Scale.LINEAR
        ? low + u * (high - low)
        : Math.exp(Math.log(low) + u * (Math.log(high) - Math.log(low)));
  }

  private String text(double value) {
    var rounded = BigDecimal.valueOf(value).round(whole ? MathContext.UNLIMITED : DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  @Override
  public List<String> grid() {
    int count =
        points.orElseThrow(
            () -> new IllegalArgumentException("is a range: give its number of points"));
    return IntStream.range(0, count)
        .mapToDouble(i -> between(from, to, i / (count - 1.0)))
        .mapToObj(value -> text(whole ? Math.rint(value) : value))
        .distinct()
        .toList();
  }

  @Override
  public List<String> extremes() {
    return List.of(text(from), text(to));
  }

  @Override
  public boolean has(String value) {
    try {
      double number = Double.parseDouble(value);
      return whole && number == Math.rint(number) && number >= from && number <= to;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public double position(String value) {
    double x = Double.parseDouble(value);
    return scale == Scale.LINEAR
        ? (x - from) / (to - from)
        : (Math.log(x) - Math.log(from)) / (Math.log(to) - Math.log(from));
  }
}
