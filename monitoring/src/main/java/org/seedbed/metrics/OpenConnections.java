package org.seedbed.metrics;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds the number of open connections: one more closes the oldest. A scrape takes milliseconds,
 * so it is never the oldest, however many connections others hold open. Used by one thread.
 */
@ChannelHandler.Sharable
@SuppressWarnings("FutureReturnValueIgnored") // A write or close that fails closes the connection.
final class OpenConnections extends ChannelInboundHandlerAdapter {
  /** Most connections that are open at a time. */
  static final int MOST = 256;

  private final Set<Channel> open = new LinkedHashSet<>();

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    open.add(context.channel());
    if (open.size() > MOST) {
      var oldest = open.iterator().next();
      open.remove(oldest);
      oldest.close();
    }
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    open.remove(context.channel());
    super.channelInactive(context);
  }
}
