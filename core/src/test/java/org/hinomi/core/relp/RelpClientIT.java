package org.hinomi.core.relp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.tls.Fingerprint;
import org.hinomi.core.tls.TlsContexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelpClientIT {
  private static final String OFFER = "200 OK\nrelp_version=0\ncommands=syslog";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final RelpSettings FAST =
      new RelpSettings(
          8,
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(5),
          Duration.ofMillis(50));

  private final List<Integer> acknowledged = Collections.synchronizedList(new ArrayList<>());

  @Test
  void acknowledgesInOrderAndSaysGoodbye() throws Exception {
    try (var server = new ScriptedRelpServer(OFFER, n -> ScriptedRelpServer.OK)) {
      try (RelpClient client = client(server.address())) {
        send(client, 100);
        assertThat(client.awaitAcknowledged(LONG)).isTrue();
        assertThat(client.status()).isEqualTo(new RelpStatus(100, 100, 0, 1, 0, true, ""));
      }
      assertThat(acknowledged).isEqualTo(upTo(100));
      assertThat(server.received).hasSize(100).contains("message 0", "message 99");
      assertThat(server.commands).startsWith("open", "syslog").endsWith("close");
    }
  }

  @Test
  void sendsAgainInOrderWhatASessionLeftUnanswered() throws Exception {
    IntFunction<String> every7thHangsUp =
        n -> n % 7 == 6 ? ScriptedRelpServer.HANG_UP : ScriptedRelpServer.OK;
    try (var server = new ScriptedRelpServer(OFFER, every7thHangsUp);
        RelpClient client = client(server.address())) {
      send(client, 50);
      assertThat(client.awaitAcknowledged(LONG)).isTrue();
      assertThat(acknowledged).isEqualTo(upTo(50));
      assertThat(client.status().resent()).isPositive();
      assertThat(client.status().connects()).isGreaterThan(7);
      // Without the repetitions, the order is that of sending.
      assertThat(server.received.stream().distinct().toList())
          .isEqualTo(upTo(50).stream().map(i -> "message " + i).toList());
    }
  }

  @Test
  void leavesASilentPeer() throws Exception {
    try (var server =
            new ScriptedRelpServer(
                OFFER, n -> n == 2 ? ScriptedRelpServer.SILENCE : ScriptedRelpServer.OK);
        RelpClient client = client(server.address())) {
      send(client, 5);
      assertThat(client.awaitAcknowledged(LONG)).isTrue();
      assertThat(acknowledged).isEqualTo(upTo(5));
      assertThat(client.status().failures()).isPositive();
    }
  }

  @Test
  void reconnectsAfterServerClose() throws Exception {
    try (var server =
            new ScriptedRelpServer(
                OFFER, n -> n == 1 ? ScriptedRelpServer.SERVER_CLOSE : ScriptedRelpServer.OK);
        RelpClient client = client(server.address())) {
      send(client, 3);
      assertThat(client.awaitAcknowledged(LONG)).isTrue();
      assertThat(acknowledged).isEqualTo(upTo(3));
      assertThat(client.status().lastFailure()).contains("serverclose");
    }
  }

  @Test
  void doesNotTakeARefusalForAnAcknowledgement() throws Exception {
    try (var server =
            new ScriptedRelpServer(OFFER, n -> n < 3 ? "500 disk full" : ScriptedRelpServer.OK);
        RelpClient client = client(server.address())) {
      send(client, 1);
      assertThat(client.awaitAcknowledged(LONG)).isTrue();
      assertThat(acknowledged).isEqualTo(upTo(1));
      assertThat(client.status().lastFailure()).contains("500 disk full");
      assertThat(client.status().connects()).isEqualTo(4);
    }
  }

  @Test
  void reconnectsThoughEachWaitIsShorterThanTheBackoff() throws Exception {
    try (var server =
            new ScriptedRelpServer(
                OFFER, n -> n < 4 ? ScriptedRelpServer.HANG_UP : ScriptedRelpServer.OK);
        RelpClient client = client(server.address())) {
      send(client, 1);
      long end = System.nanoTime() + LONG.toNanos();
      while (!client.awaitAcknowledged(Duration.ofMillis(1))) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
      assertThat(acknowledged).isEqualTo(upTo(1));
    }
  }

  @Test
  void stopsWaitingWhenClosed() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    RelpClient client = client(new HostPort("127.0.0.1", free));
    CountDownLatch stopped = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                client.send("x".getBytes(UTF_8), 0);
              } catch (InterruptedException e) {
                stopped.countDown();
              }
            });
    client.close();
    assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(client.awaitAcknowledged(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void refusesAPeerThatOffersNoSyslog() throws Exception {
    try (var server = new ScriptedRelpServer("200 OK\nrelp_version=0", n -> ScriptedRelpServer.OK);
        RelpClient client = client(server.address())) {
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () ->
                      assertThatThrownBy(() -> client.send("x".getBytes(UTF_8), 0))
                          .isInstanceOf(InterruptedException.class));
      while (client.status().failures() == 0) {
        Thread.onSpinWait();
      }
      assertThat(client.status().lastFailure()).contains("does not offer the command syslog");
      sender.interrupt();
      sender.join();
    }
  }

  @Test
  void whatFailsNamesTheServer() throws Exception {
    PlainConnector plain = new PlainConnector(FAST);
    assertThatThrownBy(() -> plain.open(new HostPort("no-such-host.invalid", 1)))
        .hasMessage("no-such-host.invalid: no such host");
    HostPort free;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = new HostPort("127.0.0.1", taken.getLocalPort());
    }
    assertThatThrownBy(() -> plain.open(free)).hasMessageStartingWith(free + ": ");
    try (var server = new ScriptedRelpServer(OFFER, n -> ScriptedRelpServer.OK)) {
      SSLContext context = TlsContexts.pinnedTo(Fingerprint.of(new byte[32]));
      assertThatThrownBy(() -> new TlsConnector(() -> context, false, FAST).open(server.address()))
          .hasMessageStartingWith("TLS with " + server.address() + ": ");
    }
  }

  @Test
  void goesToTheNextServerAndReturnsWithoutSendingTwice() throws Exception {
    HostPort first = new HostPort("first", 1);
    AtomicBoolean down = new AtomicBoolean(true);
    try (var better = new ScriptedRelpServer(OFFER, n -> ScriptedRelpServer.OK);
        var other = new ScriptedRelpServer(OFFER, n -> ScriptedRelpServer.OK)) {
      PlainConnector plain = new PlainConnector(FAST);
      Failover.Opener opener =
          server -> {
            if (server.equals(first) && down.get()) {
              throw new IOException("down");
            }
            return plain.open(server.equals(first) ? better.address() : other.address());
          };
      Failover servers =
          new Failover(List.of(first, new HostPort("second", 1)), opener, System::nanoTime);
      try (RelpClient client =
          RelpClient.of(servers, FAST, new Random(1), Integer.class, acknowledged::add)) {
        send(client, 10);
        assertThat(client.awaitAcknowledged(LONG)).isTrue();
        assertThat(servers.betterIsBack()).isFalse();
        down.set(false);
        assertThat(servers.betterIsBack()).isTrue();
        client.send("last there".getBytes(UTF_8), 10);
        client.reopen();
        client.send("first here".getBytes(UTF_8), 11);
        assertThat(client.awaitAcknowledged(LONG)).isTrue();
        assertThat(client.status().resent()).isZero();
      }
      assertThat(acknowledged).isEqualTo(upTo(12));
      assertThat(other.received).hasSize(11).endsWith("last there");
      assertThat(other.commands).endsWith("close");
      assertThat(better.received).containsExactly("first here");
    }
  }

  private RelpClient client(HostPort address) {
    return RelpClient.plain(address, FAST, new Random(1), Integer.class, acknowledged::add);
  }

  private static void send(RelpClient client, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      client.send(("message " + i).getBytes(UTF_8), i);
    }
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
