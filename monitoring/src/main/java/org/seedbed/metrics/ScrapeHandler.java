package org.seedbed.metrics;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET and HEAD of {@code /metrics} and {@code /targets}, and nothing else. */
@ChannelHandler.Sharable
@SuppressWarnings("FutureReturnValueIgnored") // A write or close that fails closes the connection.
final class ScrapeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  static final String METRICS = "/metrics";
  static final String TARGETS = "/targets";
  private static final Logger LOG = LoggerFactory.getLogger(ScrapeHandler.class);
  private static final String TEXT = "text/plain; charset=utf-8";

  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PrometheusRegistry registry;
  private final Optional<ScrapeTargets> targets;

  ScrapeHandler(PrometheusRegistry registry, Optional<ScrapeTargets> targets) {
    this.registry = registry;
    this.targets = targets;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request)
      throws IOException {
    var response = response(request);
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    context.writeAndFlush(response).addListener(sent -> context.read());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    super.channelActive(context);
    context.read();
  }

  private FullHttpResponse response(FullHttpRequest request) throws IOException {
    if (request.decoderResult().isFailure()) {
      return text(HttpResponseStatus.BAD_REQUEST, "This is no HTTP request.");
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      var refused = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD are answered.");
      refused.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
      return refused;
    }
    String path = path(request.uri());
    if (path.equals(METRICS)) {
      return metrics(request);
    }
    if (path.equals(TARGETS) && targets.isPresent()) {
      byte[] json = targets.get().json().getBytes(StandardCharsets.UTF_8);
      return response(HttpResponseStatus.OK, "application/json", json);
    }
    return text(HttpResponseStatus.NOT_FOUND, "Seedbed serves /metrics, and its driver /targets.");
  }

  private static String path(String uri) {
    try {
      return new QueryStringDecoder(uri).path();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private FullHttpResponse metrics(FullHttpRequest request) throws IOException {
    var format = formats.findWriter(request.headers().get(HttpHeaderNames.ACCEPT));
    var body = new ByteArrayOutputStream();
    format.write(body, registry.scrape());
    return response(HttpResponseStatus.OK, format.getContentType(), body.toByteArray());
  }

  private static FullHttpResponse text(HttpResponseStatus status, String line) {
    return response(status, TEXT, (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
    var response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    return response;
  }

  /** A scraper has hung up, is too slow, or sent nothing: its connection is closed. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug(
        "Closing the connection of {}: {}", context.channel().remoteAddress(), cause.toString());
    context.close();
  }
}
