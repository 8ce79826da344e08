package org.seedbed.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.metrics.Metric.Role;

class MetricsServerTest {
  private static final String HERE = "127.0.0.1";
  private final ProcessMetrics metrics =
      ProcessMetrics.start(new RunLabels("run", "nram", "copy"), Set.of(Role.DRIVER));

  private static HttpResponse<String> get(int port, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void servesMetricsAndTheTargetsThatAreThere() throws Exception {
    var targets = new ScrapeTargets();
    targets.add("driver", "a:1");
    targets.announce("driver");
    targets.announce("0");
    targets.announce("1");
    targets.add("0", "b:2");
    targets.add("1", "c:3");
    targets.add("rogue", "d:4");
    targets.remove("1");
    try (var server = MetricsServer.start(metrics.registry(), HERE, 0, Optional.of(targets))) {
      assertThat(get(server.port(), "/metrics").body()).contains("seedbed_seeds_alive");
      assertThat(get(server.port(), "/targets").body())
          .contains("\"targets\":[\"a:1\"]")
          .contains("\"role\":\"driver\"")
          .contains("\"targets\":[\"b:2\"]")
          .contains("\"executor\":\"0\"")
          .doesNotContain("c:3")
          .doesNotContain("d:4");
      assertThat(get(server.port(), "/else").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void answersOnlyGetAndHead() throws Exception {
    try (var server = MetricsServer.start(metrics.registry(), HERE, 0, Optional.empty())) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      var client = HttpClient.newHttpClient();
      for (var method : List.of("POST", "PUT", "DELETE", "OPTIONS", "BREW")) {
        var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString("x"));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(method).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
      }
      var head = HttpRequest.newBuilder(uri).method("HEAD", BodyPublishers.noBody()).build();
      var answer = client.send(head, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
    }
  }

  /** 1,000 connections that send half a request, or read nothing of their answer. */
  @Test
  void halfOpenConnectionsAndSlowReadersHoldUpNobody() throws Exception {
    var held = new ArrayList<Socket>();
    try (var server = MetricsServer.start(metrics.registry(), HERE, 0, Optional.empty())) {
      for (int i = 0; i < 1000; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        held.add(socket);
        String sent = i % 2 == 0 ? "GET /metr" : "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
        try {
          socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
        } catch (SocketException e) {
          // One of the oldest, which were closed already.
        }
        if (i % 100 == 99) {
          long started = System.nanoTime();
          assertThat(get(server.port(), "/metrics").body()).contains("seedbed_seeds_alive");
          assertThat(Duration.ofNanos(System.nanoTime() - started))
              .isLessThan(Duration.ofSeconds(5));
        }
      }
    } finally {
      for (var socket : held) {
        socket.close();
      }
    }
  }

  /** Each answer is thousands of times as long as its request. */
  @Test
  void manyRequestsWhoseAnswersNobodyReadsAreAnsweredOneByOne() throws Exception {
    byte[] requests =
        "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
            .repeat(20_000)
            .getBytes(StandardCharsets.US_ASCII);
    var before = scrapes();
    try (var server = MetricsServer.start(metrics.registry(), HERE, 0, Optional.empty());
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      // It ends when the socket is closed.
      var sending =
          new Thread(
              () -> {
                try {
                  socket.getOutputStream().write(requests);
                } catch (IOException e) {
                  // Closed by the test before all was sent.
                }
              });
      sending.start();
      Thread.sleep(1000);
      long started = System.nanoTime();
      assertThat(get(server.port(), "/metrics").statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
      assertThat(scrapes() - before).isLessThan(2000);
    }
  }

  private final AtomicLong scraped = new AtomicLong();

  /** Returns how often the metrics were collected. */
  private long scrapes() {
    return scraped.get();
  }

  @BeforeEach
  void countScrapes() {
    metrics
        .registry()
        .register(
            () -> {
              scraped.incrementAndGet();
              return new GaugeSnapshot(
                  new MetricMetadata("scrapes_of_the_test"),
                  List.of(new GaugeSnapshot.GaugeDataPointSnapshot(1, Labels.EMPTY, null)));
            });
  }

  @Test
  void whatIsNoRequestIsRefused() throws Exception {
    try (var server = MetricsServer.start(metrics.registry(), HERE, 0, Optional.empty())) {
      for (var sent : List.of("BAD\r\n\r\n", "G".repeat(100_000) + "\r\n\r\n")) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
          socket.setSoTimeout(5000);
          socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
          String answer =
              new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
          assertThat(answer).as(sent.substring(0, 4)).startsWith("HTTP/1.").contains(" 4");
        } catch (SocketException e) {
          // Closed without an answer, since more was sent than is read.
        }
      }
      assertThat(get(server.port(), "/metrics").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenFailsNothing() throws Exception {
    try (var first = MetricsServer.start(metrics.registry(), HERE, 0, Optional.empty());
        var second =
            MetricsServer.start(metrics.registry(), HERE, first.port(), Optional.empty())) {
      assertThat(second.port()).isNotEqualTo(first.port());
      assertThat(get(second.port(), "/metrics").statusCode()).isEqualTo(200);
      assertThat(get(second.port(), "/targets").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void lastValuesAreLeftInTheFolder(@TempDir Path folder) throws IOException {
    metrics.counter(Metric.SOLVED).inc(5);
    LastValues.write(metrics.registry(), folder.toString(), "driver", new Configuration());
    assertThat(folder.resolve("_metrics/driver.prom"))
        .content()
        .contains("seedbed_solved_restarts_total{model=\"nram\",run=\"run\",task=\"copy\"} 5.0");
    try (var files = Files.list(folder.resolve("_metrics"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void lastValuesThatCannotBeLeftFailNothing(@TempDir Path folder) throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    LastValues.write(metrics.registry(), file.toString(), "driver", new Configuration());
    LastValues.push(metrics.registry(), "127.0.0.1:1", "run", "driver");
    assertThat(file).isEmptyFile();
  }

  @Test
  void lastValuesArePushed() throws IOException {
    metrics.counter(Metric.SOLVED).inc(5);
    var pushed = new AtomicReference<>("");
    var gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
          pushed.set(exchange.getRequestURI() + " " + body);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    gateway.start();
    try {
      String at = "127.0.0.1:" + gateway.getAddress().getPort();
      LastValues.push(metrics.registry(), at, "runs/one", "driver");
      assertThat(pushed.get())
          .startsWith("/metrics/job/seedbed/instance")
          .contains("seedbed_solved_restarts");
    } finally {
      gateway.stop(0);
    }
  }
}
