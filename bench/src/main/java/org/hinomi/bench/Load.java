package org.hinomi.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.hinomi.core.settings.HostPort;
import org.snmp4j.PDU;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends messages of one kind, as fast as the receiver takes them or at a rate, and prints how many
 * it sent, how many were answered, and in what time. Loopback only: it is a load generator.
 */
@Command(name = "load", mixinStandardHelpOptions = true)
public final class Load implements Callable<Integer> {

  enum Kind {
    UDP,
    TCP_OCTET,
    TCP_LF,
    RELP,
    TRAP,
    INFORM
  }

  @Option(names = "--kind", required = true, description = "${COMPLETION-CANDIDATES}")
  private Kind kind = Kind.UDP;

  @Option(names = "--to", required = true, description = "host:port, on this machine")
  private String to = "";

  @Option(names = "--count", description = "messages to send; default ${DEFAULT-VALUE}")
  private long count = 100_000;

  @Option(names = "--rate", description = "messages per second; 0: as fast as they are taken")
  private long rate;

  @Option(names = "--size", description = "bytes a syslog message; default ${DEFAULT-VALUE}")
  private int size = 200;

  @Option(
      names = "--window",
      description = "RELP, informs: unanswered at once; default ${DEFAULT-VALUE}")
  private int window = 128;

  private long answered;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Load()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    HostPort target = HostPort.parse(to);
    InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
    if (!address.getAddress().isLoopbackAddress()) {
      System.err.println("--to: " + to + " (expected: an address of this machine's loopback)");
      return 2;
    }
    long start = System.nanoTime();
    Pace pace = new Pace(rate);
    switch (kind) {
      case UDP -> new Datagrams(address, new Message(size)::number, count).send(pace);
      case TRAP -> new Datagrams(address, new Notification(PDU.TRAP)::number, count).send(pace);
      case INFORM ->
          answered =
              new Datagrams(address, new Notification(PDU.INFORM)::number, count).ask(pace, window);
      case TCP_OCTET, TCP_LF -> stream(address, pace);
      case RELP -> relp(address, pace);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "{\"kind\":\"%s\",\"sent\":%d,\"answered\":%d,\"seconds\":%.3f,\"per_second\":%.0f}%n",
        kind, count, answered, seconds, count / seconds);
    return 0;
  }

  private void stream(InetSocketAddress address, Pace pace) throws IOException {
    Message message = new Message(size);
    byte[] prefix =
        kind == Kind.TCP_OCTET ? (size + " ").getBytes(StandardCharsets.US_ASCII) : new byte[0];
    try (Socket socket = new Socket()) {
      socket.connect(address);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      for (long i = 1; i <= count; i++) {
        out.write(prefix);
        out.write(message.number(i));
        if (kind == Kind.TCP_LF) {
          out.write('\n');
        }
        if (rate > 0) {
          out.flush();
          pace.await();
        }
      }
      out.flush();
      socket.shutdownOutput();
      // The receiver closes when it has read everything.
      if (socket.getInputStream().read() >= 0) {
        throw new IOException("the receiver answered on a syslog connection");
      }
    }
  }

  private void relp(InetSocketAddress address, Pace pace) throws Exception {
    Message message = new Message(size);
    try (Socket socket = new Socket()) {
      socket.connect(address);
      socket.setTcpNoDelay(true);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      byte[] offer =
          "relp_version=0\nrelp_software=hinomi-bench\ncommands=syslog"
              .getBytes(StandardCharsets.US_ASCII);
      out.write(("1 open " + offer.length + " ").getBytes(StandardCharsets.US_ASCII));
      out.write(offer);
      out.write('\n');
      out.flush();
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      skipAnswer(in);
      Semaphore room = new Semaphore(window);
      Thread reader = Thread.ofPlatform().start(() -> countAnswers(in, room));
      for (long i = 1; i <= count; i++) {
        if (!room.tryAcquire()) {
          out.flush();
          room.acquire();
        }
        out.write(
            ((i % 999_999_999 + 1) + " syslog " + size + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(message.number(i));
        out.write('\n');
        if (rate > 0) {
          out.flush();
          pace.await();
        }
      }
      out.flush();
      reader.join();
    }
  }

  private void countAnswers(InputStream in, Semaphore room) {
    try {
      while (answered < count) {
        skipAnswer(in);
        answered++;
        room.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(answered + " answered, then: " + e.getMessage(), e);
    }
  }

  /** Reads one RELP frame: {@code TXNR SP rsp SP LENGTH [SP DATA] LF}. */
  static void skipAnswer(InputStream in) throws IOException {
    word(in);
    String command = word(in);
    if (!command.equals("rsp")) {
      throw new IOException("RELP command: " + command + " (expected: rsp)");
    }
    int length = 0;
    int c = in.read();
    for (; c >= '0' && c <= '9'; c = in.read()) {
      length = length * 10 + c - '0';
    }
    if (c == ' ') {
      in.skipNBytes(length + 1L);
    }
  }

  private static String word(InputStream in) throws IOException {
    StringBuilder word = new StringBuilder();
    int c = in.read();
    for (; c > ' '; c = in.read()) {
      word.append((char) c);
    }
    if (c < 0) {
      throw new IOException("connection closed");
    }
    return word.toString();
  }
}
