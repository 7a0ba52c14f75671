package org.hinomi.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.hinomi.collector.journal.Tail.Durable;

/** The segment that is written to. Used by one thread at a time. */
final class ActiveSegment {
  private final FileChannel channel;
  private final long firstPosition;
  private final long size;
  private long endOffset;

  ActiveSegment(FileChannel channel, long firstPosition, long size, long endOffset) {
    this.channel = channel;
    this.firstPosition = firstPosition;
    this.size = size;
    this.endOffset = endOffset;
  }

  /**
   * Takes the next file into use: header, sync, name, sync of the folder. Only then may a record go
   * into it.
   */
  static ActiveSegment create(Path dir, SegmentAllocator allocator, SegmentHeader header)
      throws IOException {
    FileChannel channel = allocator.take();
    try {
      writeFully(channel, header.encode(), 0);
      channel.force(true);
      Files.move(
          allocator.file(),
          dir.resolve(JournalFormat.fileName(header.firstPosition())),
          StandardCopyOption.ATOMIC_MOVE);
      JournalFormat.syncDirectory(dir);
      return new ActiveSegment(
          channel, header.firstPosition(), channel.size(), JournalFormat.HEADER_LENGTH);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Bytes that a group may still take, its commit entry included. */
  long room() {
    return size - endOffset;
  }

  boolean halfFull() {
    return endOffset > size / 2;
  }

  /** Writes a group and syncs it; nothing has moved where this fails. */
  void append(ByteBuffer group) throws IOException {
    int length = group.remaining();
    writeFully(channel, group, endOffset);
    channel.force(false);
    endOffset += length;
  }

  /** Wipes what a failed append may have left, so that it is never taken for a record. */
  void wipe() throws IOException {
    SegmentAllocator.zero(channel, endOffset, size);
    channel.force(true);
  }

  Durable durable(long nextPosition) {
    return new Durable(firstPosition, endOffset, nextPosition);
  }

  /** No record will be added: gives back what was allocated and not used. */
  void finish() throws IOException {
    try (channel) {
      channel.truncate(endOffset);
    }
  }

  void close() throws IOException {
    channel.close();
  }

  private static void writeFully(FileChannel channel, ByteBuffer from, long offset)
      throws IOException {
    long at = offset;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }
}
