package org.hinomi.collector.receive.audit;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.Intake;
import org.hinomi.core.event.Transport;

/** Takes audit records to the journal, like any other record. Thread-safe. */
public final class AuditTrail {
  private final Intake intake;
  private final Counters.Received received;
  private final LongSupplier epochNanos;

  /**
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   */
  public AuditTrail(Intake intake, Counters counters, LongSupplier epochNanos) {
    this.intake = intake;
    this.received = counters.received(Transport.INTERNAL);
    this.epochNanos = epochNanos;
  }

  /**
   * Takes a record and waits until it is durable.
   *
   * @throws IOException where the journal cannot write
   */
  public void take(AuditRecord record) throws IOException, InterruptedException {
    Chunk chunk = chunk(record, epochNanos.getAsLong());
    CompletableFuture<Long> synced = new CompletableFuture<>();
    intake.put(
        chunk,
        (position, failure) -> {
          if (failure == null) {
            synced.complete(position);
          } else {
            synced.completeExceptionally(failure);
          }
        });
    received.add(1, chunk.length());
    try {
      synced.get();
    } catch (ExecutionException e) {
      throw new IOException("the journal cannot be written: " + e.getCause(), e.getCause());
    }
  }

  /**
   * The record as the journal takes it.
   *
   * @param nanos since 1970-01-01T00:00Z
   */
  public static Chunk chunk(AuditRecord record, long nanos) {
    byte[] bytes = record.bytes();
    ChunkBuilder builder = new ChunkBuilder();
    builder.add(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    return builder.build(
        Transport.INTERNAL,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        nanos,
        0,
        0);
  }
}
