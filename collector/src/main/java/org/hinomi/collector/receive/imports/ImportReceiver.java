package org.hinomi.collector.receive.imports;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.receive.Intake;
import org.hinomi.core.event.Transport;

/**
 * Takes batches of imported frames to the journal; whoever gives one waits until it is synced.
 * Thread-safe.
 */
public final class ImportReceiver {
  /** Largest batch in bytes. */
  public static final int BATCH_LIMIT = 8 << 20;

  /** Largest frame in bytes: with its head it fits the smallest journal group. */
  public static final int FRAME_LIMIT = 512 << 10;

  private static final int CHUNK_BYTES = 256 << 10;

  /** What a chunk has before a record. */
  private static final int HEAD = 5;

  private final Intake intake;
  private final Counters.Received received;
  private final LongSupplier epochNanos;

  /**
   * @param epochNanos gives nanoseconds since 1970-01-01T00:00Z
   */
  public ImportReceiver(Intake intake, Counters counters, LongSupplier epochNanos) {
    this.intake = intake;
    this.received = counters.received(Transport.IMPORT);
    this.epochNanos = epochNanos;
  }

  /**
   * Takes a batch and waits until it is durable.
   *
   * @param batch frames, each behind its length (int32, little-endian)
   * @param sender who gives it
   * @return how many frames there were
   * @throws IllegalArgumentException where the lengths do not fit the batch; none of it is taken
   * @throws IOException where the journal cannot write; part of the batch may be in it
   */
  public int take(byte[] batch, int length, InetSocketAddress sender)
      throws IOException, InterruptedException {
    List<Chunk> chunks = chunks(batch, length, sender);
    List<CompletableFuture<Void>> commits = new ArrayList<>();
    int records = 0;
    for (Chunk chunk : chunks) {
      CompletableFuture<Void> commit = new CompletableFuture<>();
      intake.put(
          chunk,
          (position, failure) -> {
            if (failure == null) {
              commit.complete(null);
            } else {
              commit.completeExceptionally(failure);
            }
          });
      commits.add(commit);
      records += chunk.count();
      received.add(chunk.count(), chunk.length());
    }
    for (CompletableFuture<Void> commit : commits) {
      try {
        commit.get();
      } catch (ExecutionException e) {
        throw new IOException("the journal cannot be written: " + e.getCause(), e.getCause());
      }
    }
    return records;
  }

  private List<Chunk> chunks(byte[] batch, int length, InetSocketAddress sender) {
    long now = epochNanos.getAsLong();
    ByteBuf bytes = Unpooled.wrappedBuffer(batch, 0, length);
    List<Chunk> chunks = new ArrayList<>();
    ChunkBuilder builder = new ChunkBuilder();
    while (bytes.isReadable()) {
      int frame = bytes.readableBytes() < 4 ? -1 : bytes.readIntLE();
      if (frame < 1 || frame > FRAME_LIMIT || frame > bytes.readableBytes()) {
        throw new IllegalArgumentException(
            "batch: frame of "
                + frame
                + " bytes with "
                + bytes.readableBytes()
                + " left (expected: 1.."
                + FRAME_LIMIT
                + ", and no more than are left)");
      }
      if (builder.count() > 0 && builder.length() + frame + HEAD > CHUNK_BYTES) {
        chunks.add(builder.build(Transport.IMPORT, sender, now, 0, 0));
      }
      if (builder.count() == 0) {
        builder.reserve(Math.max(frame, Math.min(CHUNK_BYTES, bytes.readableBytes() * 2)) + HEAD);
      }
      builder.add(bytes, bytes.readerIndex(), frame);
      bytes.skipBytes(frame);
    }
    if (builder.count() > 0) {
      chunks.add(builder.build(Transport.IMPORT, sender, now, 0, 0));
    }
    return chunks;
  }
}
