package org.hinomi.bench;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;

/** Messages for the benchmarks. */
public final class Samples {
  private Samples() {}

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** 200 octets with structured data. */
  public static byte[] rfc5424(int number) {
    String head =
        "<86>1 2026-11-23T08:15:30.123456+09:00 web%02d.example.net sshd %d LOGIN"
            + " [origin@32473 ip=\"198.51.100.%d\"] Accepted publickey for user%d from 203.0.113.%d port %d ";
    String text =
        head.formatted(
            number % 50,
            1000 + number % 30_000,
            number % 250,
            number % 97,
            number % 250,
            1024 + number);
    return ascii(text + "x".repeat(Math.max(0, 200 - text.length())));
  }

  /** 150 octets. */
  public static byte[] rfc3164(int number) {
    String text =
        "<86>Nov 23 08:15:%02d web%02d sshd[%d]: Accepted publickey for user%d from 203.0.113.%d port %d ssh2: "
            .formatted(
                number % 60,
                number % 50,
                1000 + number % 30_000,
                number % 97,
                number % 250,
                1024 + number);
    return ascii(text + "x".repeat(Math.max(0, 150 - text.length())));
  }

  /** An SNMPv2c trap with six variable bindings. */
  public static byte[] trap(int number) {
    return new Notification(PDU.TRAP).number(number).clone();
  }

  /** The bytes as a record of the journal. */
  public static RecordView record(Transport transport, long position, byte[] bytes) {
    return new Record(transport, position, new InetSocketAddress("198.51.100.7", 514), bytes);
  }

  private record Record(Transport transport, long position, InetSocketAddress sender, byte[] buffer)
      implements RecordView {

    @Override
    public long receivedNanos() {
      return 1_795_000_000_000_000_000L + position;
    }

    @Override
    public long connection() {
      return 1;
    }

    @Override
    public long indexInConnection() {
      return position;
    }

    @Override
    public int originalLength() {
      return buffer.length;
    }

    @Override
    public @Nullable FrameFault fault() {
      return null;
    }

    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int length() {
      return buffer.length;
    }
  }
}
