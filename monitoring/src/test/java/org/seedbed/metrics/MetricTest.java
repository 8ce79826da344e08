package org.seedbed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.seedbed.metrics.Metric.Kind;
import org.seedbed.metrics.Metric.Role;

class MetricTest {
  private static final RunLabels RUN = new RunLabels("runs/one", "nram", "copy");
  private static final String LABELS = "model=\"nram\",run=\"runs/one\",task=\"copy\"";

  static String scrape(ProcessMetrics metrics) throws IOException {
    var text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, metrics.registry().scrape());
    return text.toString(StandardCharsets.UTF_8);
  }

  @Test
  void namesFollowPrometheusPractice() {
    assertThat(Metric.values()).extracting(Metric::exposedName).doesNotHaveDuplicates();
    for (var metric : Metric.values()) {
      String name = metric.exposedName();
      assertThat(name).matches("seedbed_[a-z]+(_[a-z]+)*");
      assertThat(name.endsWith("_total")).as(name).isEqualTo(metric.kind() == Kind.COUNTER);
      assertThat(metric.help()).as(name).endsWith(".");
      if (metric.kind() == Kind.HISTOGRAM) {
        assertThat(name).endsWith("_seconds");
        assertThat(metric.buckets()).isSorted();
      }
    }
  }

  @Test
  void noLabelHoldsASeed() {
    assertThat(Metric.values())
        .flatExtracting(Metric::labels)
        .noneMatch(label -> label.contains("seed"));
  }

  @Test
  void everythingIsThereFromTheStartAtZero() throws IOException {
    String text = scrape(ProcessMetrics.start(RUN, Set.of(Role.DRIVER, Role.EXECUTOR)));
    for (var metric : Metric.values()) {
      if (metric.labels().isEmpty() && metric.kind() != Kind.HISTOGRAM) {
        assertThat(text).contains(metric.exposedName() + "{" + LABELS + "} 0");
      }
      if (metric.kind() == Kind.HISTOGRAM) {
        assertThat(text).contains(metric.exposedName() + "_count{" + LABELS + "} 0");
      }
    }
    assertThat(text).contains("jvm_memory_used_bytes").contains("process_cpu_seconds_total");
  }

  @Test
  void aProcessShowsWhatItsRolesHave() throws IOException {
    var executor = ProcessMetrics.start(RUN, Set.of(Role.EXECUTOR));
    executor.gauge(Metric.SEEDS_ALIVE).set(3);
    executor.counter(Metric.SEED_STEPS).inc(32);
    assertThat(scrape(executor))
        .doesNotContain("seedbed_seeds_alive")
        .contains("seedbed_seed_steps_total{" + LABELS + "} 32.0");
    assertThat(scrape(ProcessMetrics.start(RUN, Set.of(Role.DRIVER))))
        .contains("seedbed_seeds_alive")
        .doesNotContain("seedbed_seed_steps_total");
  }

  @Test
  void aNameOfAnotherKindIsRefused() {
    assertThat(
            Arrays.stream(Metric.values()).filter(metric -> metric.kind() == Kind.COUNTER).toList())
        .isNotEmpty()
        .allSatisfy(
            metric ->
                assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                            () -> ProcessMetrics.current().gauge(metric)))
                    .hasMessageContaining("is a COUNTER, no GAUGE"));
  }
}
