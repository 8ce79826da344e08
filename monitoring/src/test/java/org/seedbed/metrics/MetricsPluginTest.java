package org.seedbed.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** A driver's metrics from its start to its end. */
class MetricsPluginTest {
  private static final String RUNNING =
      "seedbed_job_running{model=\"nram\",run=\"\",task=\"copy\",verb=\"restarts\"} ";

  private static JavaSparkContext spark(Duration linger, String... more) {
    var conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1");
    for (int i = 0; i < more.length; i += 2) {
      conf.set(more[i], more[i + 1]);
    }
    var labels = new RunLabels("", "nram", "copy");
    MetricsConf.of(labels, "restarts", "1", "").withLinger(linger).applyTo(conf);
    return new JavaSparkContext(conf);
  }

  private static String scrape(String address) throws IOException {
    try (var answer = URI.create("http://" + address + "/metrics").toURL().openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** As in a pod, whose metrics a forwarded port reaches at its loopback address. */
  @Test
  void metricsAreServedOnAnAddressOfTheirOwn() throws Exception {
    try (var spark = spark(Duration.ZERO)) {
      assertThat(spark.isLocal()).isTrue();
      int port = URI.create("http://" + MetricsPlugin.driverAddress().orElseThrow()).getPort();
      assertThatThrownBy(() -> scrape("127.0.0.2:" + port)).isInstanceOf(ConnectException.class);
    }
    try (var spark = spark(Duration.ZERO, "spark.seedbed.metrics.bindAddress", "0.0.0.0")) {
      assertThat(spark.isLocal()).isTrue();
      int port = URI.create("http://" + MetricsPlugin.driverAddress().orElseThrow()).getPort();
      assertThat(scrape("127.0.0.2:" + port)).contains(RUNNING + "1.0");
    }
  }

  @Test
  void theEndOfAJobCanBeScraped() throws Exception {
    var spark = spark(Duration.ofSeconds(5));
    String address = MetricsPlugin.driverAddress().orElseThrow();
    assertThat(scrape(address)).contains(RUNNING + "1.0");
    var closing = CompletableFuture.runAsync(spark::close);
    while (MetricsPlugin.driverAddress().isPresent()) {
      Thread.sleep(10);
    }
    Thread.sleep(500);
    assertThat(closing).isNotDone();
    assertThat(scrape(address)).contains(RUNNING + "0.0");
    closing.join();
  }
}
