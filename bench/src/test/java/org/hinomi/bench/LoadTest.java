package org.hinomi.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class LoadTest {
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private volatile String answer = "200 OK";
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void agentsSendAsManyAsWantedHoweverTheyShareThem() {
    assertThat(load("agent", "--count", "203", "--agents", "4")).isZero();
    assertThat(load("agent", "--count", "7", "--agents", "4", "--first", "100")).isZero();

    assertThat(received).hasSize(210);
  }

  @Test
  void agentsTogetherKeepTheRate() {
    long start = System.nanoTime();

    assertThat(load("agent", "--count", "400", "--rate", "400", "--agents", "4")).isZero();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(800));
  }

  @Test
  void aMessageThatIsRefusedIsAFailure() {
    answer = "500 no room";

    assertThat(load("agent", "--count", "8")).isNotZero();
    assertThat(load("relp", "--count", "8")).isNotZero();
  }

  private int load(String kind, String... more) {
    return new CommandLine(new Load())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setErr(new PrintWriter(Writer.nullWriter()))
        .execute(
            Stream.concat(
                    Stream.of("--kind", kind, "--to", "127.0.0.1:" + server.getLocalPort()),
                    Stream.of(more))
                .toArray(String[]::new));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  /** A receiver of RELP that answers one message after the other. */
  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      for (String number = word(in); !number.isEmpty(); number = word(in)) {
        boolean opens = word(in).equals("open");
        String message = new String(in.readNBytes(Integer.parseInt(word(in))), ISO_8859_1);
        in.skipNBytes(1);
        if (!opens) {
          received.add(message);
        }
        String says = opens ? "200 OK" : answer;
        out.write((number + " rsp " + says.length() + " " + says + "\n").getBytes(ISO_8859_1));
        out.flush();
      }
    } catch (IOException e) {
      // The sender has gone.
    }
  }

  private static String word(InputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    for (int c = in.read(); c > ' '; c = in.read()) {
      word.append((char) c);
    }
    return word.toString();
  }
}
