package org.seedbed.metrics;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP server for {@code /metrics} and, on a driver, {@code /targets}. One thread serves all
 * connections and waits for none, so a connection that sends or reads slowly holds up nobody. Must
 * be closed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A loop that is shut down needs no waiting for.
final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

  /** Longest request; a scrape has no body and few headers. */
  private static final int LONGEST_REQUEST = 8192;

  private static final int SILENT_SECONDS = 30;
  private static final long CLOSED_WITHIN_MILLIS = 2000;

  private final EventLoopGroup loop;
  private final Channel listening;

  private MetricsServer(EventLoopGroup loop, Channel listening) {
    this.loop = loop;
    this.listening = listening;
  }

  /**
   * @param host host to listen on
   * @param port port, or 0 for a free one; if it is taken, a free one is used, so that a search
   *     does not fail
   * @param targets targets to serve for service discovery
   */
  static MetricsServer start(
      PrometheusRegistry registry, String host, int port, Optional<ScrapeTargets> targets)
      throws IOException {
    var loop = new NioEventLoopGroup(1, new DefaultThreadFactory("seedbed-metrics", true));
    var bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            // The next request is read once the answer to the one before is sent.
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new Connection(new ScrapeHandler(registry, targets)));
    try {
      return new MetricsServer(loop, listenAnywhere(bootstrap, host, port));
    } catch (IOException | RuntimeException e) {
      loop.shutdownGracefully();
      throw e;
    }
  }

  private static Channel listenAnywhere(ServerBootstrap bootstrap, String host, int port)
      throws IOException {
    try {
      return listen(bootstrap, host, port);
    } catch (BindException e) {
      LOG.warn("Metrics port {} cannot be used ({}). Serving on a free port.", port, reason(e));
      return listen(bootstrap, host, 0);
    }
  }

  private static String reason(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Channel listen(ServerBootstrap bootstrap, String host, int port)
      throws IOException {
    var bound = bootstrap.bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
    if (bound.isSuccess()) {
      return bound.channel();
    }
    if (bound.cause() instanceof IOException e) {
      throw e;
    }
    throw new IOException("cannot listen on " + host + ":" + port, bound.cause());
  }

  /** Sets up a connection. */
  private static final class Connection extends ChannelInitializer<SocketChannel> {
    private final OpenConnections open = new OpenConnections();
    private final ScrapeHandler scrapes;

    Connection(ScrapeHandler scrapes) {
      this.scrapes = scrapes;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel
          .pipeline()
          .addLast(
              open,
              new ReadTimeoutHandler(SILENT_SECONDS),
              new WriteTimeoutHandler(SILENT_SECONDS),
              new HttpServerCodec(),
              new HttpServerKeepAliveHandler(),
              new HttpContentCompressor(),
              new HttpObjectAggregator(LONGEST_REQUEST, true),
              new FlowControlHandler(),
              scrapes);
    }
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, CLOSED_WITHIN_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
