package org.hinomi.collector.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.hinomi.collector.receive.relp.RelpAccess;
import org.hinomi.core.tls.Fingerprint;
import org.hinomi.core.tls.PeerIdentity;
import org.hinomi.core.tls.Pem;
import org.hinomi.core.tls.TlsContexts;
import org.hinomi.core.tls.TlsContexts.ClientCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever means harm loses its own connection, and nobody else's. */
@Timeout(120)
class TlsHostileIT {
  private static final int HANDSHAKES = 5;
  private static final int PER_SENDER = 40;
  private static final byte[] CLIENT_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

  @TempDir Path dir;
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final List<Socket> sockets = new ArrayList<>();
  private TestPki pki;
  private TlsReception reception;

  @BeforeEach
  void start() throws Exception {
    pki = new TestPki(dir.resolve("pki")).server("collector").sender("web01", true);
    pki.sender("web02", true);
    StreamLimits limits = new StreamLimits(64 << 10, 1000, PER_SENDER, Duration.ofSeconds(60), 0);
    reception =
        new TlsReception(
            dir.resolve("data"),
            limits,
            gate(ClientCertificate.REQUIRED, Duration.ofMillis(500)),
            gate(ClientCertificate.OPTIONAL, Duration.ofSeconds(30)),
            new RelpAccess(true, null));
  }

  private TlsGate gate(ClientCertificate clients, Duration handshake) throws Exception {
    SSLContext context = pki.context("collector");
    return new TlsGate(() -> context, clients, List.of(), this::isRevoked, handshake, HANDSHAKES);
  }

  private boolean isRevoked(X509Certificate certificate) {
    return revoked.contains(PeerIdentity.of(certificate).name());
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    reception.close();
  }

  private Socket plain(InetSocketAddress to) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.getPort());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  private SSLSocket tls(InetSocketAddress to, String name) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            pki.context(name)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), to.getPort());
    sockets.add(socket);
    socket.setSSLParameters(TlsContexts.client(false));
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  /** Reads to the end; a reset is an end too. */
  private static void awaitEnd(Socket socket) throws IOException {
    try {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // Whatever it says, only that it ends matters here.
      }
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private void stillServes() throws Exception {
    try (SSLSocket socket = tls(reception.syslog.address(), "web01")) {
      socket.getOutputStream().write("22 <13>1 - web01 a - - - x".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(reception.await(1).getFirst()).startsWith("syslog-tls|web01|<13>1 - web01");
  }

  @Test
  void handshakesThatDoNotEndAreEnded() throws Exception {
    Socket silent = plain(reception.syslog.address());
    Socket slow = plain(reception.syslog.address());
    slow.getOutputStream().write(CLIENT_HELLO, 0, 6);
    awaitEnd(silent);
    awaitEnd(slow);
    stillServes();
    assertThat(reception.metrics())
        .contains("hinomi_tls_failures_total{reason=\"timeout\",transport=\"syslog-tls\"} 2.0");
  }

  @Test
  void garbageIsRefused() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 30; i++) {
      Socket socket = plain(reception.syslog.address());
      byte[] garbage = new byte[1 + random.nextInt(3000)];
      random.nextBytes(garbage);
      if (i % 2 == 0) {
        System.arraycopy(CLIENT_HELLO, 0, garbage, 0, Math.min(garbage.length, 11));
      }
      try {
        socket.getOutputStream().write(garbage);
      } catch (SocketException closedAlready) {
        continue;
      }
      awaitEnd(socket);
    }
    Socket plainSyslog = plain(reception.syslog.address());
    plainSyslog
        .getOutputStream()
        .write("<13>1 - web01 a - - - in clear\n".getBytes(StandardCharsets.UTF_8));
    awaitEnd(plainSyslog);
    stillServes();
    assertThat(reception.metrics())
        .contains("hinomi_tls_failures_total{reason=\"not-tls\",transport=\"syslog-tls\"}");
  }

  @Test
  void onlySoManyHandshakesAreUnderWay() throws Exception {
    for (int i = 0; i < HANDSHAKES; i++) {
      plain(reception.relp.address()).getOutputStream().write(CLIENT_HELLO, 0, 6);
    }
    // One event loop reads them in the order in which they connected.
    Socket next = plain(reception.relp.address());
    next.getOutputStream().write(CLIENT_HELLO, 0, 6);
    awaitEnd(next);
    assertThat(reception.metrics())
        .contains("hinomi_tls_failures_total{reason=\"too-many\",transport=\"relp\"} 1.0");
    stillServes();
  }

  @Test
  void oneSenderHasOnlySoManyConnections() throws Exception {
    List<Socket> all = new ArrayList<>();
    for (int i = 0; i < PER_SENDER + 3; i++) {
      all.add(plain(reception.relp.address()));
    }
    for (Socket refused : all.subList(PER_SENDER, all.size())) {
      awaitEnd(refused);
    }
    assertThat(reception.metrics())
        .contains(
            "hinomi_dropped_total{reason=\"connection-limit-of-sender\",stage=\"receive\"} 3.0");
    all.getFirst().close();
    stillServes();
  }

  @Test
  void whoHasNoCertificateWritesNothing() throws Exception {
    SSLContext stranger =
        TlsContexts.pinnedTo(
            Fingerprint.of(
                Pem.certificates(Files.readString(pki.certificate("collector"))).getFirst()));
    SSLSocket socket =
        (SSLSocket)
            stranger
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), reception.relp.address().getPort());
    sockets.add(socket);
    socket.setSSLParameters(TlsContexts.client(false));
    socket
        .getOutputStream()
        .write(
            ("1 open 46 relp_version=0\nrelp_software=x\ncommands=syslog\n"
                    + "2 syslog 7 <13>a b\n3 enroll 1 x\n")
                .getBytes(StandardCharsets.UTF_8));
    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(answer)
        .contains("1 rsp 58 200 OK")
        .contains("500 a client certificate is required")
        .contains("500 command not supported");
    assertThat(reception.metrics())
        .contains("hinomi_dropped_total{reason=\"no-certificate\",stage=\"receive\"} 1.0");
    stillServes();
  }

  @Test
  void aRevokedCertificateEndsItsConnectionAndOpensNone() throws Exception {
    SSLSocket open = tls(reception.syslog.address(), "web02");
    SSLSocket other = tls(reception.syslog.address(), "web01");
    open.getOutputStream().write("22 <13>1 - web02 a - - - x".getBytes(StandardCharsets.UTF_8));
    assertThat(reception.await(1)).hasSize(1);
    revoked.add("web02");
    reception.syslog.closeOutdated();
    awaitEnd(open);
    other.getOutputStream().write("22 <13>1 - web01 a - - - x".getBytes(StandardCharsets.UTF_8));
    assertThat(reception.await(2)).hasSize(2);
    SSLSocket again = tls(reception.syslog.address(), "web02");
    awaitEnd(again);
    assertThat(reception.metrics())
        .contains("hinomi_tls_failures_total{reason=\"revoked\",transport=\"syslog-tls\"} 1.0");
    // What was under way when the refusal came is still taken by this side's own buffers.
    assertThatThrownBy(
            () -> {
              while (true) {
                again.getOutputStream().write(new byte[1000]);
              }
            })
        .isInstanceOf(IOException.class);
  }
}
