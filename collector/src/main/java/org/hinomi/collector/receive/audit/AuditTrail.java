package org.hinomi.collector.receive.audit;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.Intake;
import org.hinomi.core.event.Transport;

/** Takes audit records to the journal, like any other record. Thread-safe. */
public final class AuditTrail {
  /** Requests and commands wait for it; a full disk can stay full for long. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Intake intake;
  private final Counters.Received received;
  private final LongSupplier epochNanos;
  private final Duration patience;
  private CountDownLatch room = new CountDownLatch(0);

  /**
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   */
  public AuditTrail(Intake intake, Counters counters, LongSupplier epochNanos) {
    this(intake, counters, epochNanos, PATIENCE);
  }

  AuditTrail(Intake intake, Counters counters, LongSupplier epochNanos, Duration patience) {
    this.patience = patience;
    this.intake = intake;
    this.received = counters.received(Transport.INTERNAL);
    this.epochNanos = epochNanos;
  }

  /**
   * Takes a record and waits until it is durable, also when its thread is interrupted: that
   * somebody hangs up does not undo what was done for them.
   *
   * @throws IOException where the journal cannot write, or takes nothing for a while
   */
  public void take(AuditRecord record) throws IOException {
    Chunk chunk = chunk(record, epochNanos.getAsLong());
    CompletableFuture<Long> synced = new CompletableFuture<>();
    Intake.Commit commit =
        (position, failure) -> {
          if (failure == null) {
            synced.complete(position);
          } else {
            synced.completeExceptionally(failure);
          }
        };
    long end = System.nanoTime() + patience.toNanos();
    while (!intake.offer(chunk, commit)) {
      awaitRoom(end);
    }
    received.add(1, chunk.length());
    try {
      long unused = synced.join();
    } catch (CompletionException e) {
      throw new IOException("the journal cannot be written: " + e.getCause(), e.getCause());
    }
  }

  private void awaitRoom(long end) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (room().await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return;
          }
          throw new IOException(
              "the journal takes nothing at present (expected: room on the disk)");
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Opens when there is room. One for all that wait: a disk may be full for days. */
  private synchronized CountDownLatch room() {
    if (room.getCount() == 0) {
      room = new CountDownLatch(1);
      intake.whenWritable(room::countDown);
    }
    return room;
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
