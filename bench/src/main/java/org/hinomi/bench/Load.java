package org.hinomi.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.hinomi.core.settings.HostPort;
import org.snmp4j.PDU;
import org.snmp4j.asn1.BER;
import org.snmp4j.asn1.BERInputStream;
import org.snmp4j.asn1.BEROutputStream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.VariableBinding;
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
    switch (kind) {
      case UDP -> datagrams(address, new Message(size)::number);
      case TRAP -> datagrams(address, snmp(PDU.TRAP));
      case INFORM -> informs(address);
      case TCP_OCTET, TCP_LF -> stream(address);
      case RELP -> relp(address);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "{\"kind\":\"%s\",\"sent\":%d,\"answered\":%d,\"seconds\":%.3f,\"per_second\":%.0f}%n",
        kind, count, answered, seconds, count / seconds);
    return 0;
  }

  private interface Maker {
    byte[] make(long number);
  }

  /** Waits until message {@code sent} is due. */
  private void pace(long startNanos, long sent) {
    if (rate <= 0) {
      return;
    }
    long due = startNanos + sent * 1_000_000_000L / rate;
    for (long ahead = due - System.nanoTime(); ahead > 0; ahead = due - System.nanoTime()) {
      LockSupport.parkNanos(ahead);
    }
  }

  private void datagrams(InetSocketAddress address, Maker maker) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address);
      long start = System.nanoTime();
      for (long i = 1; i <= count; i++) {
        byte[] message = maker.make(i);
        socket.send(new DatagramPacket(message, message.length));
        pace(start, i);
      }
    }
  }

  private void stream(InetSocketAddress address) throws IOException {
    Message message = new Message(size);
    byte[] prefix =
        kind == Kind.TCP_OCTET ? (size + " ").getBytes(StandardCharsets.US_ASCII) : new byte[0];
    try (Socket socket = new Socket()) {
      socket.connect(address);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      long start = System.nanoTime();
      for (long i = 1; i <= count; i++) {
        out.write(prefix);
        out.write(message.number(i));
        if (kind == Kind.TCP_LF) {
          out.write('\n');
        }
        if (rate > 0) {
          out.flush();
          pace(start, i);
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

  private void relp(InetSocketAddress address) throws Exception {
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
      long start = System.nanoTime();
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
          pace(start, i);
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
  private static void skipAnswer(InputStream in) throws IOException {
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

  private static Maker snmp(int type) {
    return number -> {
      PDU pdu = new PDU();
      pdu.setType(type);
      pdu.setRequestID(new Integer32((int) number));
      pdu.add(new VariableBinding(new OID("1.3.6.1.2.1.1.3.0"), new TimeTicks(number)));
      pdu.add(
          new VariableBinding(
              new OID("1.3.6.1.6.3.1.1.4.1.0"), new OID("1.3.6.1.4.1.32473.2.0.99")));
      for (int i = 1; i <= 4; i++) {
        pdu.add(
            new VariableBinding(
                new OID("1.3.6.1.4.1.32473.2.1." + i), new OctetString("value " + number)));
      }
      try {
        BEROutputStream body = new BEROutputStream(ByteBuffer.allocate(1024));
        Integer32 version = new Integer32(1);
        OctetString community = new OctetString("public");
        BER.encodeHeader(
            body,
            BER.SEQUENCE,
            version.getBERLength() + community.getBERLength() + pdu.getBERLength());
        version.encodeBER(body);
        community.encodeBER(body);
        pdu.encodeBER(body);
        ByteBuffer encoded = body.getBuffer().flip();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Keeps {@code window} informs unanswered; what is not answered in a second is sent again. */
  private void informs(InetSocketAddress address) throws IOException {
    Maker maker = snmp(PDU.INFORM);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(address);
      socket.setSoTimeout(1000);
      DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
      LinkedHashMap<Integer, byte[]> open = new LinkedHashMap<>();
      long next = 1;
      long start = System.nanoTime();
      while (answered < count) {
        while (open.size() < window && next <= count) {
          byte[] message = maker.make(next);
          open.put((int) next, message);
          socket.send(new DatagramPacket(message, message.length));
          pace(start, next);
          next++;
        }
        try {
          answer.setLength(2048);
          socket.receive(answer);
          if (open.remove(requestId(answer.getData(), answer.getLength())) != null) {
            answered++;
          }
        } catch (SocketTimeoutException e) {
          for (byte[] message : open.values()) {
            socket.send(
                new DatagramPacket(
                    message, message.length, InetAddress.getLoopbackAddress(), address.getPort()));
          }
        }
      }
    }
  }

  private static int requestId(byte[] data, int length) throws IOException {
    BERInputStream in = new BERInputStream(ByteBuffer.wrap(data, 0, length));
    BER.decodeHeader(in, new BER.MutableByte());
    new Integer32().decodeBER(in);
    new OctetString().decodeBER(in);
    PDU pdu = new PDU();
    pdu.decodeBER(in);
    return pdu.getRequestID().getValue();
  }
}
