package org.hinomi.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Makes the file of the next segment before it is needed: zeros written and synced, so that later
 * writes neither run out of space nor change the file's size. Used by one thread at a time.
 */
final class SegmentAllocator {
  private static final int STEP = 1 << 20;

  private final Path file;
  private final int segmentBytes;
  private final boolean zeroed;
  private @Nullable FutureTask<FileChannel> ahead;

  SegmentAllocator(JournalSettings settings) {
    this.file = settings.dir().resolve("next.tmp");
    this.segmentBytes = settings.segmentBytes();
    this.zeroed = settings.zeroed();
  }

  /** The path under which the file stands until it is renamed. */
  Path file() {
    return file;
  }

  /** Starts on the next file in the background, where that has not happened yet. */
  void prepare() {
    if (ahead == null) {
      FutureTask<FileChannel> task = new FutureTask<>(this::allocate);
      ahead = task;
      Thread.ofPlatform().daemon().name("journal-allocate").start(task);
    }
  }

  /** The next file, zero-filled and synced; waits for it where need be. */
  FileChannel take() throws IOException {
    FutureTask<FileChannel> task = ahead;
    ahead = null;
    if (task != null) {
      try {
        return task.get();
      } catch (ExecutionException e) {
        // Most likely the disk was full then. It may have room now: try once more below.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while the next journal segment was being made", e);
      }
    }
    return allocate();
  }

  void close() throws IOException {
    if (ahead != null) {
      try {
        ahead.get().close();
      } catch (ExecutionException e) {
        // It could not be made; there is nothing to close.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ahead = null;
    }
    Files.deleteIfExists(file);
  }

  private FileChannel allocate() throws IOException {
    Files.deleteIfExists(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      // Only its last byte, where it is for bulk: the rest reads as zeros, too.
      zero(channel, zeroed ? 0 : segmentBytes - 1, segmentBytes);
      channel.force(true);
      return channel;
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Writes zeros into {@code [from, to)}. */
  static void zero(FileChannel channel, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(STEP, Math.max(1, to - from)));
    for (long at = from; at < to; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
      at += channel.write(zeros, at);
    }
  }
}
