package org.hinomi.collector.receive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.hinomi.collector.receive.relp.RelpAccess;
import org.hinomi.collector.receive.relp.RelpReceiver;
import org.hinomi.collector.receive.syslog.TcpSyslogReceiver;
import org.hinomi.core.settings.HostPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As many connections as there may be, and connections that never come to an end. */
@Timeout(120)
class HostileConnectionsIT {
  private static final int WANTED = 20_000;
  private static final int SENDERS = 10;
  private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

  /** Files that this process has open or needs besides. */
  private static final int OTHER_FILES = 1_000;

  @TempDir Path dir;
  private final CountDownLatch never = new CountDownLatch(1);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counters counters = new Counters(registry);
  private final AtomicInteger records = new AtomicInteger();
  private final Intake intake = new OpenIntake((chunk, commit) -> records.addAndGet(chunk.count()));
  private final List<SocketChannel> channels = new ArrayList<>();
  private EventLoops loops;
  private ConnectionNumbers numbers;

  @BeforeEach
  void open() throws IOException {
    loops = new EventLoops(1);
    numbers = ConnectionNumbers.open(dir);
  }

  @AfterEach
  void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    loops.close();
  }

  private TcpSyslogReceiver syslog(StreamLimits limits) throws IOException {
    return new TcpSyslogReceiver(ANY_PORT, limits, null, loops, intake, numbers, counters, () -> 1);
  }

  private SocketChannel connect(InetSocketAddress to, String from) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    channel.bind(new InetSocketAddress(from, 0));
    channel.connect(to);
    return channel;
  }

  private static boolean ended(SocketChannel channel) throws IOException {
    try {
      return channel.read(ByteBuffer.allocate(1)) < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private void await(String what, BooleanSupplier reached) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** Both ends are in this process: it needs two files for each. */
  private static int possible() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? (int)
            Math.min(
                WANTED,
                (system.getMaxFileDescriptorCount()
                        - system.getOpenFileDescriptorCount()
                        - OTHER_FILES)
                    / 2)
        : WANTED;
  }

  @Test
  void whoOpensConnectionsWithoutEndKeepsNobodyOut() throws Exception {
    int perSender = possible() / SENDERS;
    int all = perSender * SENDERS;
    System.out.println(all + " connections (ulimit -n; wanted: " + WANTED + ")");
    StreamLimits limits = new StreamLimits(64 << 10, all, perSender, Duration.ofMinutes(1), 0);
    try (TcpSyslogReceiver receiver = syslog(limits)) {
      SocketChannel first = connect(receiver.address(), "127.0.1.1");
      for (int i = 1; i < perSender; i++) {
        connect(receiver.address(), "127.0.1.1");
      }
      SocketChannel tooManyOfOne = connect(receiver.address(), "127.0.1.1");
      assertThat(ended(tooManyOfOne)).as("one more of a sender that has its share").isTrue();
      for (int sender = 2; sender <= SENDERS; sender++) {
        for (int i = 0; i < perSender; i++) {
          connect(receiver.address(), "127.0.1." + sender);
        }
      }
      SocketChannel tooMany = connect(receiver.address(), "127.0.2.1");
      assertThat(ended(tooMany)).as("one more than there may be").isTrue();

      first.write(ByteBuffer.wrap("<13>still here\n".getBytes(US_ASCII)));
      await("who was there is served", () -> records.get() > 0);

      for (SocketChannel channel : channels) {
        channel.close();
      }
      await(
          "room for others",
          () -> {
            try {
              SocketChannel other = connect(receiver.address(), "127.0.2.1");
              other.write(ByteBuffer.wrap("<13>now me\n".getBytes(US_ASCII)));
              other.close();
            } catch (IOException refused) {
              return false;
            }
            return records.get() >= 2;
          });
    }
  }

  private void trickle(InetSocketAddress to, String begin) throws Exception {
    try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
      socket.getOutputStream().write(begin.getBytes(US_ASCII));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  socket.getOutputStream().write('a');
                  assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aMessageThatDoesNotEndIsEnded() throws Exception {
    StreamLimits limits = new StreamLimits(64 << 10, 10, 10, Duration.ofSeconds(1), 0);
    try (TcpSyslogReceiver tcp = syslog(limits);
        RelpReceiver relp =
            new RelpReceiver(
                "relp",
                ANY_PORT,
                limits,
                null,
                RelpAccess.ANYONE,
                loops,
                intake,
                numbers,
                counters,
                () -> 1)) {
      trickle(tcp.address(), "60000 <13>");
      trickle(relp.address(), "1 open 60000 ");
    }
  }
}
