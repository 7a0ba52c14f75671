package org.hinomi.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.hinomi.core.settings.HostPort;
import org.snmp4j.PDU;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends one record at a time to a receiver that has nothing else to do, and prints how long the
 * answers took. Loopback only.
 */
@Command(name = "round-trip", mixinStandardHelpOptions = true)
public final class RoundTrip implements Callable<Integer> {
  enum Kind {
    RELP,
    INFORM
  }

  private interface Exchange extends AutoCloseable {
    void one(long number) throws IOException;

    @Override
    void close() throws IOException;
  }

  @Option(names = "--kind", required = true, description = "${COMPLETION-CANDIDATES}")
  private Kind kind = Kind.RELP;

  @Option(names = "--to", required = true, description = "host:port, on this machine")
  private String to = "";

  @Option(names = "--count", description = "records measured; default ${DEFAULT-VALUE}")
  private int count = 2000;

  @Option(names = "--rate", description = "records a second; default ${DEFAULT-VALUE}")
  private long rate = 100;

  @Option(
      names = "--warm-up",
      description =
          "records before those, the last thirtieth of them at the same rate;"
              + " default ${DEFAULT-VALUE}")
  private int warmUp = 30000;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new RoundTrip()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    HostPort target = HostPort.parse(to);
    InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
    if (!address.getAddress().isLoopbackAddress()) {
      System.err.println("--to: " + to + " (expected: an address of this machine's loopback)");
      return 2;
    }
    long[] nanos = new long[count];
    try (Exchange exchange = kind == Kind.RELP ? relp(address) : inform(address)) {
      // A receiver at rest has run for long: its compiler is done, and what came before is indexed.
      int paced = warmUp / 30;
      long number = 1;
      while (number <= warmUp - paced) {
        exchange.one(number++);
      }
      long due = System.nanoTime();
      for (int i = -paced; i < count; i++) {
        due += 1_000_000_000 / rate;
        // Each by itself: a Pace would send two together.
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        long start = System.nanoTime();
        exchange.one(number++);
        if (i >= 0) {
          nanos[i] = System.nanoTime() - start;
        }
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        "{\"kind\":\"%s\",\"count\":%d,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}%n",
        kind,
        count,
        nanos[count / 2] / 1e6,
        nanos[(int) (count * 0.99)] / 1e6,
        nanos[count - 1] / 1e6);
    return 0;
  }

  private static Exchange inform(InetSocketAddress address) throws IOException {
    Notification inform = new Notification(PDU.INFORM);
    DatagramSocket socket = new DatagramSocket();
    socket.connect(address);
    socket.setSoTimeout(5000);
    DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
    return new Exchange() {
      @Override
      public void one(long number) throws IOException {
        byte[] bytes = inform.number(number);
        socket.send(new DatagramPacket(bytes, bytes.length));
        do {
          answer.setLength(2048);
          socket.receive(answer);
        } while (Notification.requestId(answer.getData(), answer.getLength())
            != Notification.requestId(number));
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  private static Exchange relp(InetSocketAddress address) throws IOException {
    Message message = new Message(200);
    Socket socket = new Socket();
    socket.connect(address);
    socket.setTcpNoDelay(true);
    InputStream in = new BufferedInputStream(socket.getInputStream());
    byte[] offer =
        "relp_version=0\nrelp_software=hinomi-bench\ncommands=syslog"
            .getBytes(StandardCharsets.US_ASCII);
    send(socket, "1 open " + offer.length + " ", offer);
    RelpAnswer.read(in, 1);
    return new Exchange() {
      @Override
      public void one(long number) throws IOException {
        send(socket, (number + 1) + " syslog " + message.size() + " ", message.number(number));
        RelpAnswer.read(in, number + 1);
      }

      @Override
      public void close() throws IOException {
        socket.close();
      }
    };
  }

  /** A frame in one write, as a sender does it that has one record. */
  private static void send(Socket socket, String head, byte[] data) throws IOException {
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] frame = Arrays.copyOf(start, start.length + data.length + 1);
    System.arraycopy(data, 0, frame, start.length, data.length);
    frame[frame.length - 1] = '\n';
    socket.getOutputStream().write(frame);
  }
}
