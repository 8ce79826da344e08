package org.seedbed.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpaceTest {
  private static final Domain RATE = new Range(0.001, 0.1, Scale.LOG, false, OptionalInt.of(3));
  private static final Domain SIZE = new Range(2, 5, Scale.LINEAR, true, OptionalInt.empty());
  private static final Domain KIND = new Choices(List.of("LSTM", "FEED_FORWARD"));

  private static Dimension always(String key, Domain domain) {
    return new Dimension(key, domain, Optional.empty());
  }

  private static Dimension when(String key, Domain domain, String other, String... values) {
    return new Dimension(key, domain, Optional.of(new Dimension.Condition(other, List.of(values))));
  }

  private static Space ofKindRateAndSize() {
    return new Space(
        List.of(
            always("a.kind", KIND),
            when("b.rate", RATE, "a.kind", "LSTM"),
            always("c.size", new Choices(List.of("1", "2")))));
  }

  @Test
  void valuesStayInTheirRange() {
    qt().forAll(doubles().between(0, 1 - 1e-12))
        .checkAssert(
            u -> {
              double rate = Double.parseDouble(RATE.at(u));
              assertThat(rate).isBetween(0.001, 0.1);
              assertThat(RATE.position(RATE.at(u))).isCloseTo(u, within(1e-3));
              assertThat(Integer.parseInt(SIZE.at(u))).isBetween(2, 5);
            });
  }

  @Test
  void eachWholeNumberHasItsShare() {
    var counts = new int[6];
    for (int i = 0; i < 4000; i++) {
      counts[Integer.parseInt(SIZE.at(i / 4000.0))]++;
    }
    assertThat(counts).containsExactly(0, 0, 1000, 1000, 1000, 1000);
  }

  @Test
  void smallNumbersAreWrittenInFull() {
    var tiny = new Range(1e-9, 1e-3, Scale.LOG, false, OptionalInt.empty());
    assertThat(tiny.extremes()).containsExactly("0.000000001", "0.001");
    assertThat(tiny.at(0.5)).isEqualTo("0.000001");
    assertThat(RATE.grid()).containsExactly("0.001", "0.01", "0.1");
  }

  @Test
  void aGridHasEveryCombinationOnce() {
    var space = ofKindRateAndSize();
    var settings = space.settings(Sampling.GRID, 100, 1);
    assertThat(settings).hasSize((3 + 1) * 2);
    assertThat(settings.stream().map(Setting::values)).doesNotHaveDuplicates();
    assertThat(settings.stream().map(Setting::number)).startsWith(1, 2, 3);
    assertThat(settings)
        .allSatisfy(
            s ->
                assertThat(s.values().containsKey("b.rate"))
                    .isEqualTo(s.values().get("a.kind").equals("LSTM")));
    assertThatThrownBy(() -> space.settings(Sampling.GRID, 7, 1))
        .hasMessageContaining("more than 7 settings");
  }

  /** The values of a key that depends on another come with the values that it depends on. */
  @Test
  void anAblationHasEachValueAlone() {
    var space = ofKindRateAndSize();
    var settings = space.settings(Sampling.ABLATION, 1, 1);
    assertThat(settings).hasSize(2 + 3 + 2);
    assertThat(settings)
        .extracting(Setting::values)
        .contains(
            Map.of("a.kind", "LSTM"),
            Map.of("a.kind", "LSTM", "b.rate", "0.01"),
            Map.of("c.size", "2"))
        .doesNotHaveDuplicates();
  }

  @Test
  void aGridNeedsPoints() {
    var space = new Space(List.of(always("size", SIZE)));
    assertThatThrownBy(() -> space.settings(Sampling.GRID, 9, 1))
        .hasMessageContaining("space.size")
        .hasMessageContaining("points");
  }

  @Test
  void theOrderOfTheKeysDoesNotMatter() {
    var a = always("z.kind", KIND);
    var b = when("b.rate", RATE, "z.kind", "LSTM");
    var c = always("a.size", SIZE);
    var one = new Space(List.of(a, b, c));
    var other = new Space(List.of(b, c, a));
    assertThat(one).isEqualTo(other);
    assertThat(one.dimensions())
        .extracting(Dimension::key)
        .containsExactly("a.size", "z.kind", "b.rate");
  }

  @Test
  void conditionsMustEnd() {
    var a = when("a", KIND, "b", "LSTM");
    var b = when("b", KIND, "a", "LSTM");
    assertThatThrownBy(() -> new Space(List.of(a, b))).hasMessageContaining("space.a");
    assertThatThrownBy(() -> new Space(List.of(a))).hasMessageContaining("'b'");
  }

  @ParameterizedTest
  @EnumSource(
      value = Sampling.class,
      names = {"SOBOL", "HALTON", "RANDOM"})
  void moreSettingsBeginWithFewer(Sampling sampling) {
    var space = new Space(List.of(always("rate", RATE), always("size", SIZE)));
    var all = space.settings(sampling, 64, 1);
    assertThat(all).hasSize(64);
    assertThat(space.settings(sampling, 16, 1)).isEqualTo(all.subList(0, 16));
    assertThat(space.settings(sampling, 16, 2)).isNotEqualTo(all.subList(0, 16));
    assertThat(all.stream().map(Setting::values)).doesNotHaveDuplicates();
  }

  /** 64 points of a Sobol sequence have one in each 64th of each coordinate, also if shifted. */
  @Test
  void sobolPointsAreEvenInEachKey() {
    var points = Sampling.SOBOL.points(5, 3);
    var cells = new int[5][64];
    double[] shift = Sampling.SOBOL.points(5, 3).next();
    for (int i = 0; i < 64; i++) {
      double[] point = points.next();
      for (int d = 0; d < 5; d++) {
        double unshifted = point[d] - shift[d] + 1 + 1e-9;
        cells[d][(int) (64 * (unshifted % 1))]++;
      }
    }
    for (var ofKey : cells) {
      assertThat(ofKey).containsOnly(1);
    }
  }

  @Test
  void aSmallSpaceIsExhausted() {
    var space =
        new Space(List.of(always("kind", KIND), always("on", new Choices(List.of("1", "2")))));
    var settings = space.settings(Sampling.SOBOL, 64, 1);
    assertThat(settings).hasSize(4);
    assertThat(settings.stream().map(Setting::values).collect(Collectors.toSet()))
        .contains(Map.of("kind", "LSTM", "on", "1"));
  }

  @Test
  void wrongDomainsAreRefused() {
    assertThatThrownBy(() -> new Choices(List.of("1"))).hasMessageContaining("two or more");
    assertThatThrownBy(() -> new Choices(List.of("1", "1"))).hasMessageContaining("different");
    assertThatThrownBy(() -> new Range(2, 1, Scale.LINEAR, false, OptionalInt.empty()))
        .hasMessageContaining("from 2 to 1");
    assertThatThrownBy(() -> new Range(0, 1, Scale.LOG, false, OptionalInt.empty()))
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Range(0.5, 2, Scale.LINEAR, true, OptionalInt.empty()))
        .hasMessageContaining("whole");
    assertThatThrownBy(() -> new Range(1, 2, Scale.LINEAR, false, OptionalInt.of(1)))
        .hasMessageContaining("points");
  }
}
