package org.hinomi.collector.decode.snmp;

import java.net.InetSocketAddress;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/** A datagram as the journal hands it over, somewhere inside a larger buffer. */
public record FakeRecord(InetSocketAddress sender, byte[] datagram, @Nullable FrameFault fault)
    implements RecordView {
  static final long RECEIVED_NANOS = 1_763_928_900_123_456_789L;

  FakeRecord(InetSocketAddress sender, byte[] datagram) {
    this(sender, datagram, null);
  }

  static FakeRecord of(byte[] datagram) {
    return of(datagram, null);
  }

  /** One that was received with a fault. */
  public static FakeRecord of(byte[] datagram, @Nullable FrameFault fault) {
    return new FakeRecord(new InetSocketAddress("198.51.100.7", 50162), datagram, fault);
  }

  @Override
  public long position() {
    return 42;
  }

  @Override
  public Transport transport() {
    return Transport.SNMP;
  }

  @Override
  public long receivedNanos() {
    return RECEIVED_NANOS;
  }

  @Override
  public long connection() {
    return 0;
  }

  @Override
  public long indexInConnection() {
    return 0;
  }

  @Override
  public int originalLength() {
    return datagram.length;
  }

  @Override
  public byte[] buffer() {
    byte[] buffer = new byte[offset() + datagram.length + 5];
    System.arraycopy(datagram, 0, buffer, offset(), datagram.length);
    return buffer;
  }

  @Override
  public int offset() {
    return 3;
  }

  @Override
  public int length() {
    return datagram.length;
  }
}
