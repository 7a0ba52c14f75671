package org.hinomi.collector.receive.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.EventExecutor;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.DatagramLimits;
import org.hinomi.collector.receive.EventLoops;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.OpenIntake;
import org.hinomi.core.settings.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several sockets that share a port. */
@Timeout(60)
class UdpSyslogReceiverIT {
  private static final int SENDERS = 20;
  private static final DatagramLimits FOUR = new DatagramLimits(65_536, 1 << 20, 4);

  private final CountDownLatch records = new CountDownLatch(SENDERS);
  private final Intake intake =
      new OpenIntake(
          (chunk, commit) -> {
            for (int i = 0; i < chunk.count(); i++) {
              records.countDown();
            }
          });

  private UdpSyslogReceiver open(EventLoops loops, int port) throws IOException {
    return new UdpSyslogReceiver(
        new HostPort("127.0.0.1", port),
        FOUR,
        loops,
        intake,
        new Counters(new PrometheusRegistry()),
        () -> 1);
  }

  @Test
  void everySenderIsHeardAndThePortIsSharedWithNobodyElse() throws Exception {
    try (EventLoops loops = new EventLoops(2);
        UdpSyslogReceiver receiver = open(loops, 0)) {
      byte[] message = "<13>hello".getBytes(US_ASCII);
      for (int i = 0; i < SENDERS; i++) {
        try (DatagramSocket sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
          sender.send(new DatagramPacket(message, message.length, receiver.address()));
        }
      }
      assertThat(records.await(30, TimeUnit.SECONDS)).isTrue();
      int port = receiver.address().getPort();
      assertThatThrownBy(() -> open(loops, port).close())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("listen.syslog-udp: 127.0.0.1:" + port + " cannot be bound (");
    }
  }

  @Test
  void datagramsAreReadWhileLoopsOfOthersWaitForTheDisk() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    try (EventLoops loops = new EventLoops(2);
        UdpSyslogReceiver receiver = open(loops, 0)) {
      for (EventExecutor loop : loops.group()) {
        loop.execute(
            () -> {
              try {
                disk.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
      }
      byte[] message = "<13>hello".getBytes(US_ASCII);
      try {
        for (int i = 0; i < SENDERS; i++) {
          try (DatagramSocket sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            sender.send(new DatagramPacket(message, message.length, receiver.address()));
          }
        }
        assertThat(records.await(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        disk.countDown();
      }
    }
  }
}
