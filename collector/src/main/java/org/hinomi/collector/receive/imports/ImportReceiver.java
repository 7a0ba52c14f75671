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
import org.hinomi.core.event.ImportBatch;
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

  /** Largest batch in bytes when its frames stand as the journal takes them. */
  private static final int CHUNKS_LIMIT = 2 * BATCH_LIMIT;

  private static final int CHUNK_BYTES = 256 << 10;

  /** What a chunk has before a record. */
  private static final int HEAD = 7;

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
   * @param batch frames as {@link ImportBatch} walks them
   * @param sender who gives it
   * @return how many frames there were
   * @throws IllegalArgumentException where the lengths do not fit the batch; none of it is taken
   * @throws IOException where the journal cannot write; part of the batch may be in it
   */
  public int take(byte[] batch, int length, InetSocketAddress sender)
      throws IOException, InterruptedException {
    Given given = give(batch, length, sender);
    given.await();
    return given.records();
  }

  /** A batch on its way to the disk. */
  public static final class Given {
    private final int records;
    private final List<CompletableFuture<Void>> commits;

    private Given(int records, List<CompletableFuture<Void>> commits) {
      this.records = records;
      this.commits = commits;
    }

    public int records() {
      return records;
    }

    /**
     * Waits until it is durable.
     *
     * @throws IOException where the journal cannot write; part of the batch may be in it
     */
    public void await() throws IOException, InterruptedException {
      for (CompletableFuture<Void> commit : commits) {
        try {
          commit.get();
        } catch (ExecutionException e) {
          throw new IOException("the journal cannot be written: " + e.getCause(), e.getCause());
        }
      }
    }
  }

  /**
   * Takes a batch; waits for room in the journal, but not until it is durable.
   *
   * @throws IllegalArgumentException as {@link #take}
   */
  public Given give(byte[] batch, int length, InetSocketAddress sender)
      throws InterruptedException {
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
    return new Given(records, commits);
  }

  private List<Chunk> chunks(byte[] batch, int length, InetSocketAddress sender) {
    long now = epochNanos.getAsLong();
    ImportBatch frames = new ImportBatch(batch, length, FRAME_LIMIT);
    ByteBuf bytes = Unpooled.wrappedBuffer(batch);
    List<Chunk> chunks = new ArrayList<>();
    ChunkBuilder builder = new ChunkBuilder();
    // What the records of a chunk may share: the first of it is whole.
    int common = 0;
    long bytesBefore = 0;
    while (frames.next()) {
      int shared = frames.shared();
      int whole = shared + frames.length();
      int size = HEAD + (shared <= common ? frames.length() : whole);
      if (builder.count() > 0 && builder.length() + size > CHUNK_BYTES) {
        bytesBefore += builder.length();
        chunks.add(builder.build(Transport.IMPORT, sender, now, 0, 0));
        if (bytesBefore > CHUNKS_LIMIT) {
          throw new IllegalArgumentException(
              "batch: frames of more than " + CHUNKS_LIMIT + " bytes (expected: at most that)");
        }
      }
      if (builder.count() == 0) {
        builder.reserve(HEAD + Math.max(whole, Math.min(CHUNK_BYTES, 2 * frames.left())));
        common = chunks.isEmpty() ? whole : shared;
      } else if (shared > 0 && shared <= common) {
        builder.addShared(shared, batch, frames.offset(), frames.length());
        continue;
      }
      if (shared > 0) {
        builder.add(Unpooled.wrappedBuffer(frames.frame()), 0, whole);
      } else {
        builder.add(bytes, frames.offset(), whole);
      }
    }
    if (builder.count() > 0) {
      chunks.add(builder.build(Transport.IMPORT, sender, now, 0, 0));
    }
    return chunks;
  }
}
