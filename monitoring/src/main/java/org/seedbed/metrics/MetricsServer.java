package org.seedbed.metrics;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP server for {@code /metrics} and, on a driver, {@code /targets}. Must be closed. */
final class MetricsServer implements AutoCloseable {
  static final String TARGETS = "/targets";
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

  private final HTTPServer server;

  private MetricsServer(HTTPServer server) {
    this.server = server;
  }

  /**
   * @param host host to listen on; all of this machine's if absent
   * @param port port, or 0 for a free one; if it is taken, a free one is used, so that a search
   *     does not fail
   * @param targets targets to serve for service discovery
   */
  static MetricsServer start(
      PrometheusRegistry registry, Optional<String> host, int port, Optional<ScrapeTargets> targets)
      throws IOException {
    // Otherwise a response waits 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    var server =
        HTTPServer.builder()
            .registry(registry)
            .defaultHandler(exchange -> answer(exchange, targets));
    host.ifPresent(server::hostname);
    try {
      return new MetricsServer(server.port(port).buildAndStart());
    } catch (BindException e) {
      LOG.warn("Metrics port {} is taken. Serving metrics on a free port.", port);
      return new MetricsServer(server.port(0).buildAndStart());
    }
  }

  private static void answer(HttpExchange exchange, Optional<ScrapeTargets> targets)
      throws IOException {
    boolean known = targets.isPresent() && exchange.getRequestURI().getPath().equals(TARGETS);
    String body =
        known ? targets.get().json() : "Seedbed serves /metrics, and its driver /targets.\n";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", known ? "application/json" : "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(known ? 200 : 404, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
