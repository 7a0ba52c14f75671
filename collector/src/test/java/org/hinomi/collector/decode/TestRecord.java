package org.hinomi.collector.decode;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;

/** A journal record made up for a test; its bytes stand in the middle of a larger buffer. */
@SuppressWarnings("ArrayRecordComponent")
public record TestRecord(
    long position,
    Transport transport,
    InetSocketAddress sender,
    long receivedNanos,
    long connection,
    long indexInConnection,
    int originalLength,
    @Nullable FrameFault fault,
    byte[] buffer,
    int offset,
    int length)
    implements RecordView {
  private static final byte[] BEFORE = "[<7>1 before".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AFTER = "] after: \"".getBytes(StandardCharsets.US_ASCII);

  public static final Instant RECEIVED = Instant.parse("2026-11-23T18:17:13Z");

  public static TestRecord of(byte[] bytes) {
    return of(bytes, RECEIVED);
  }

  public static TestRecord of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static TestRecord of(byte[] bytes, Instant received) {
    byte[] buffer = new byte[BEFORE.length + bytes.length + AFTER.length];
    System.arraycopy(BEFORE, 0, buffer, 0, BEFORE.length);
    System.arraycopy(bytes, 0, buffer, BEFORE.length, bytes.length);
    System.arraycopy(AFTER, 0, buffer, BEFORE.length + bytes.length, AFTER.length);
    return new TestRecord(
        17,
        Transport.SYSLOG_UDP,
        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.77"), 50514),
        received.getEpochSecond() * 1_000_000_000L + received.getNano(),
        0,
        0,
        bytes.length,
        null,
        buffer,
        BEFORE.length,
        bytes.length);
  }

  public TestRecord from(String address) {
    return new TestRecord(
        position,
        transport,
        new InetSocketAddress(InetAddress.ofLiteral(address), 50514),
        receivedNanos,
        connection,
        indexInConnection,
        originalLength,
        fault,
        buffer,
        offset,
        length);
  }

  public TestRecord over(Transport other, long inConnection, long index, long at) {
    return new TestRecord(
        at,
        other,
        sender,
        receivedNanos,
        inConnection,
        index,
        originalLength,
        fault,
        buffer,
        offset,
        length);
  }

  public TestRecord cut(int before, @Nullable FrameFault with) {
    return new TestRecord(
        position,
        transport,
        sender,
        receivedNanos,
        connection,
        indexInConnection,
        before,
        with,
        buffer,
        offset,
        length);
  }
}
