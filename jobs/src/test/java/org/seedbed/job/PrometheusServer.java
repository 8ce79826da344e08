package org.seedbed.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes a driver's targets every second, with the project's rules. */
final class PrometheusServer implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final long started = System.currentTimeMillis() / 1000;
  private final Process process;
  private final int port;

  PrometheusServer(Path folder, int driverPort) throws Exception {
    port = freePort();
    var rules = Path.of("../monitoring/prometheus/rules").toAbsolutePath().normalize();
    var config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ["%s/*.yaml"]
        scrape_configs:
          - job_name: seedbed
            http_sd_configs: [{url: "http://127.0.0.1:%d/targets", refresh_interval: 1s}]
        """
            .formatted(rules, driverPort));
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    while (process.isAlive() && !isReady()) {
      Thread.sleep(100);
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      var ready = HttpRequest.newBuilder(URI.create(base() + "/-/ready")).build();
      return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String base() {
    return "http://127.0.0.1:" + port;
  }

  /** Returns the series of an expression over this server's lifetime, one point per second. */
  JsonNode series(String expression) throws Exception {
    var uri =
        "%s/api/v1/query_range?start=%d&end=%d&step=1&query=%s"
            .formatted(
                base(),
                started,
                System.currentTimeMillis() / 1000,
                URLEncoder.encode(expression, StandardCharsets.UTF_8));
    var answer =
        http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    var json = new ObjectMapper().readTree(answer.body());
    if (!json.path("status").asText().equals("success")) {
      throw new IllegalStateException(expression + ": " + answer.body());
    }
    return json.at("/data/result");
  }

  /** Returns the highest value that an expression has had, or −1 if it has had none. */
  double highest(String expression) throws Exception {
    double highest = -1;
    for (var one : series(expression)) {
      for (var point : one.get("values")) {
        double value = Double.parseDouble(point.get(1).asText().replace("Inf", "Infinity"));
        highest = value > highest ? value : highest;
      }
    }
    return highest;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
