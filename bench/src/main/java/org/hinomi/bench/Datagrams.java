package org.hinomi.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/** Sends numbered datagrams to one address. */
final class Datagrams {
  private static final int MAX_ANSWER = 65_536;
  private static final int RESEND_MILLIS = 1000;
  private static final int LOOK = 10_000;

  private final InetSocketAddress to;
  private final LongFunction<byte[]> messages;
  private final long count;

  /**
   * @param messages gives the message of a number
   * @param count they are 1..count
   */
  Datagrams(InetSocketAddress to, LongFunction<byte[]> messages, long count) {
    this.to = to;
    this.messages = messages;
    this.count = count;
  }

  void send(Pace pace) throws IOException {
    send(pace, () -> true);
  }

  /**
   * Sends until there is no use any more.
   *
   * @param useful asked each {@link #LOOK} messages
   * @return how many were sent
   */
  long send(Pace pace, BooleanSupplier useful) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(to);
      ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_ANSWER);
      for (long i = 1; i <= count; i++) {
        pace.await();
        write(channel, buffer, i);
        if (i % LOOK == 0 && !useful.getAsBoolean()) {
          return i;
        }
      }
      return count;
    }
  }

  /**
   * Keeps {@code window} messages unanswered; what is not answered in a second is sent again.
   *
   * @return how many were answered
   */
  long ask(Pace pace, int window) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(to);
      channel.socket().setSoTimeout(RESEND_MILLIS);
      java.net.DatagramPacket answer =
          new java.net.DatagramPacket(new byte[MAX_ANSWER], MAX_ANSWER);
      ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_ANSWER);
      Set<Integer> open = new LinkedHashSet<>();
      long answered = 0;
      long next = 1;
      while (answered < count) {
        for (; open.size() < window && next <= count; next++) {
          pace.await();
          open.add(Notification.requestId(next));
          write(channel, buffer, next);
        }
        try {
          answer.setLength(MAX_ANSWER);
          channel.socket().receive(answer);
          if (open.remove(Notification.requestId(answer.getData(), answer.getLength()))) {
            answered++;
          }
        } catch (SocketTimeoutException late) {
          for (Iterator<Integer> each = open.iterator(); each.hasNext(); ) {
            write(channel, buffer, each.next() - Notification.requestId(0));
          }
        }
      }
      return answered;
    }
  }

  private void write(DatagramChannel channel, ByteBuffer buffer, long number) throws IOException {
    channel.write(buffer.clear().put(messages.apply(number)).flip());
  }
}
