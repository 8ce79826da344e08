package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.seedbed.model.LearningCurve.AtLength;
import org.seedbed.model.LearningCurve.Diagnosis;
import org.seedbed.model.LearningCurve.Point;
import org.seedbed.model.Saturation;

class DiagnosisChartsTest {
  private static Point point(long step, Optional<Float> trainingLoss, double error) {
    var beyond = List.of(new AtLength(61, 0.5, 2 * error), new AtLength(101, 0, 3 * error));
    var saturation = trainingLoss.map(loss -> new Saturation(2 * error, 0.01, error));
    var diagnosis = new Diagnosis(0.01, trainingLoss, Optional.empty(), saturation, error, beyond);
    return new Point(step, 1, 0, 0, Optional.of(diagnosis));
  }

  private static List<Double> drawn(XYChart chart, String series) {
    return Arrays.stream(chart.getSeriesMap().get(series).getYData()).boxed().toList();
  }

  @Test
  void linesAreDrawnOfWhatWasSeen() {
    var charts =
        new DiagnosisCharts(
            List.of(
                new Point(5, 1, 0, 0),
                point(10, Optional.empty(), 0.25),
                point(20, Optional.of(0.75f), 0.125)));
    assertThat(charts.isEmpty()).isFalse();
    assertThat(drawn(charts.errors(), "training")).containsExactly(0.25, 0.125);
    assertThat(drawn(charts.errors(), "length 101")).containsExactly(0.75, 0.375);
    assertThat(drawn(charts.schedule(), "training loss")).containsExactly(0.75);
    assertThat(drawn(charts.schedule(), "learning rate")).containsExactly(0.01, 0.01);
    assertThat(charts.schedule().getSeriesMap()).doesNotContainKey("bound of the cost");
    var saturation = charts.saturation().orElseThrow();
    assertThat(drawn(saturation, "saturated gates")).containsExactly(0.25);
    assertThat(drawn(saturation, "cost in the loss")).containsExactly(0.125);
    var without = new DiagnosisCharts(List.of(point(10, Optional.empty(), 0.25)));
    assertThat(without.saturation()).isEmpty();
    assertThat(new DiagnosisCharts(List.of(new Point(5, 1, 0, 0))).isEmpty()).isTrue();
  }
}
