package org.hinomi.collector.receive;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether the kernel gave the receive buffer that was asked for. */
public final class SocketBuffer {
  private static final Logger LOG = LoggerFactory.getLogger(SocketBuffer.class);

  private SocketBuffer() {}

  /**
   * Warns where the buffer is smaller.
   *
   * @param asked bytes; 0 where nothing was asked for
   * @param epoll Linux says twice what it gives (socket(7)); NIO halves that, native channels do
   *     not
   */
  public static void warnIfSmaller(String name, int asked, Channel channel, boolean epoll) {
    Integer said = channel.config().getOption(ChannelOption.SO_RCVBUF);
    if (asked == 0 || said == null) {
      return;
    }
    int given = epoll ? said / 2 : said;
    if (given < asked) {
      LOG.atWarn()
          .addKeyValue("receiver", name)
          .addKeyValue("askedBytes", asked)
          .addKeyValue("givenBytes", given)
          .log("The kernel gave a smaller receive buffer; raise net.core.rmem_max to avoid loss.");
    }
  }
}
