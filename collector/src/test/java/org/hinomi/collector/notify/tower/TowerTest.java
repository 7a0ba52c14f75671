package org.hinomi.collector.notify.tower;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.hinomi.core.settings.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A socket that stands for the tower, byte for byte. */
class TowerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private interface Making {
    Tower make(HostPort to);
  }

  @Test
  void pnsSaysSixStatesAfterTheProduct() throws Exception {
    assertThat(heard(to -> new PnsTower(to, 0x5858, TIMEOUT), new Lamp("200001"), 12, "06"))
        .isEqualTo("585853000006020000000001");
    assertThat(heard(to -> new PnsTower(to, 0x4142, TIMEOUT), new Lamp("010029"), 12, "06"))
        .isEqualTo("414253000006000100000209");
    assertThatThrownBy(
            () -> heard(to -> new PnsTower(to, 0x5858, TIMEOUT), new Lamp("000000"), 12, "15"))
        .hasMessage("the tower refuses it (NAK)");
  }

  @Test
  void rshSaysWhoAndWhat() throws Exception {
    String wanted =
        HexFormat.of().formatHex("\0operator\0operator\0alert 199990\0".getBytes(US_ASCII));
    assertThat(
            heard(
                to -> new RshTower(to, "operator", TIMEOUT),
                new Lamp("199990"),
                wanted.length() / 2,
                "00"))
        .isEqualTo(wanted);
    assertThatThrownBy(
            () ->
                heard(
                    to -> new RshTower(to, "nobody", TIMEOUT),
                    new Lamp("000000"),
                    14,
                    "01" + HexFormat.of().formatHex("Permission denied\n".getBytes(US_ASCII))))
        .hasMessage("the tower refuses it: Permission denied");
  }

  @Test
  void httpAsksForItsDigits() throws Exception {
    String answer =
        HexFormat.of()
            .formatHex("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nSuccess.".getBytes(US_ASCII));
    String line = "GET /api/control?alert=020003 HTTP/1.1\r\n";
    assertThat(
            new String(
                HexFormat.of()
                    .parseHex(
                        heard(
                            to -> new HttpTower(to, TIMEOUT),
                            new Lamp("020003"),
                            line.length(),
                            answer)),
                US_ASCII))
        .isEqualTo(line);
  }

  /** The request's timeout does not bound a body. */
  @Test
  @Timeout(5)
  void anAnswerWhoseBodyNeverComesHoldsUpNobody() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Socket> open = CompletableFuture.supplyAsync(() -> head(server));
      try (Tower tower = new HttpTower(new HostPort("127.0.0.1", server.getLocalPort()), TIMEOUT)) {
        tower.show(new Lamp("000000"));
      }
      open.get().close();
    }
  }

  private static Socket head(ServerSocket server) {
    try {
      Socket socket = server.accept();
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n".getBytes(US_ASCII));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aLampIsSixDigits() {
    assertThat(Lamp.isRight("012394")).isTrue();
    for (String wrong : new String[] {"", "12345", "1234567", "400000", "000005", "a00000"}) {
      assertThat(Lamp.isRight(wrong)).as(wrong).isFalse();
    }
  }

  /** The first bytes that a tower hears, after which it answers. */
  private static String heard(Making making, Lamp lamp, int length, String answer)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> bytes =
          CompletableFuture.supplyAsync(() -> serve(server, length, answer));
      try (Tower tower = making.make(new HostPort("127.0.0.1", server.getLocalPort()))) {
        tower.show(lamp);
      }
      return bytes.get();
    }
  }

  private static String serve(ServerSocket server, int length, String answer) {
    try (Socket socket = server.accept()) {
      InputStream in = socket.getInputStream();
      byte[] heard = in.readNBytes(length);
      if (in.available() > 0 && answer.length() > 20) {
        in.skipNBytes(in.available()); // the head of an HTTP request
      }
      socket.getOutputStream().write(HexFormat.of().parseHex(answer));
      socket.getOutputStream().flush();
      return HexFormat.of().formatHex(heard);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
