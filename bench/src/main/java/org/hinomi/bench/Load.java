package org.hinomi.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    AGENT,
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

  @Option(
      names = "--agents",
      description = "AGENT: how many send, each over its own session; default ${DEFAULT-VALUE}")
  private int agents = 4;

  @Option(
      names = "--first",
      description = "AGENT: the first sequence of each; default ${DEFAULT-VALUE}")
  private long first = 1;

  @Option(
      names = "--log",
      description = "AGENT: what they watch: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private AgentFrames.Log log = AgentFrames.Log.SYSLOG;

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
      case AGENT -> agents(address);
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
    try (RelpLoad session = new RelpLoad(address, window)) {
      for (long i = 1; i <= count; i++) {
        session.send(message.number(i), size);
        keepPace(session, pace);
      }
      session.await();
      answered = session.answered();
    }
  }

  private void keepPace(RelpLoad session, Pace pace) throws IOException {
    if (rate > 0) {
      session.flush();
      pace.await();
    }
  }

  private void agents(InetSocketAddress address) throws Exception {
    List<Callable<Long>> each = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      int number = i;
      each.add(() -> agent(address, number));
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(agents)) {
      for (Future<Long> one : pool.invokeAll(each)) {
        answered += one.get();
      }
    }
  }

  private long agent(InetSocketAddress address, int number) throws Exception {
    AgentFrames frames = new AgentFrames(number, log, Instant.parse("2026-11-23T00:00:00Z"));
    try (RelpLoad session = new RelpLoad(address, window)) {
      Pace pace = new Pace((double) rate / agents);
      long last = first + count / agents + (number < count % agents ? 1 : 0);
      for (long i = first; i < last; i++) {
        session.send(frames.buffer(), frames.make(i));
        keepPace(session, pace);
      }
      session.await();
      return session.answered();
    }
  }
}
