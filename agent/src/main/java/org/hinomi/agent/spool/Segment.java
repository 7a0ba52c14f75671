package org.hinomi.agent.spool;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.hinomi.core.file.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * One file of the spool: a head, then records one after another.
 *
 * <pre>
 * head    magic(8) incarnation(8) first sequence(8) crc32c(4)
 * record  length(4) crc32c(4) sequence(8) entry(length - 8)      checksum over sequence and entry
 * </pre>
 *
 * <p>Confined to the spool's lock.
 */
final class Segment implements Closeable {
  private static final long MAGIC = 0x484E53504F4F4C31L; // HNSPOOL1
  static final int HEAD_BYTES = 28;
  static final int RECORD_HEAD_BYTES = 8;

  /** A longer record is not believed; sources cut their records long before. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  static final String SUFFIX = ".spool";

  private final Path file;
  private final FileChannel channel;
  private final long incarnation;
  private final long first;
  private long next;
  private long size;

  private Segment(Path file, FileChannel channel, long incarnation, long first) {
    this.file = file;
    this.channel = channel;
    this.incarnation = incarnation;
    this.first = first;
    this.next = first;
    this.size = HEAD_BYTES;
  }

  /** Makes a new, empty segment, its name and head durable. */
  static Segment create(Path directory, long incarnation, long first) throws IOException {
    Path file =
        directory.resolve(String.format(Locale.ROOT, "%019d-%019d", incarnation, first) + SUFFIX);
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    head.putLong(MAGIC).putLong(incarnation).putLong(first);
    head.putInt(Binary.crc(head.array(), 0, HEAD_BYTES - 4)).flip();
    FileChannel channel = FileChannel.open(file, CREATE_NEW, READ, WRITE);
    try {
      while (head.hasRemaining()) {
        channel.write(head, head.position());
      }
      channel.force(true);
      AtomicFile.syncDirectory(directory);
      return new Segment(file, channel, incarnation, first);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Opens a segment that was there; null where its head is not whole. */
  static @Nullable Segment open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, READ, WRITE);
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    while (head.hasRemaining() && channel.read(head, head.position()) > 0) {}
    if (head.hasRemaining()
        || head.getLong(0) != MAGIC
        || head.getInt(HEAD_BYTES - 4) != Binary.crc(head.array(), 0, HEAD_BYTES - 4)) {
      channel.close();
      return null;
    }
    return new Segment(file, channel, head.getLong(8), head.getLong(16));
  }

  /** Appends one record and gives its sequence. On failure the segment is as before. */
  long append(SpoolEntry entry) throws IOException {
    var bytes = new ByteArrayOutputStream(entry.message().length + 256);
    var out = new DataOutputStream(bytes);
    out.writeLong(0); // length and checksum, known below
    out.writeLong(next);
    Binary.writeEntry(out, entry);
    byte[] record = bytes.toByteArray();
    int length = record.length - RECORD_HEAD_BYTES;
    if (length > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "record: " + length + " bytes (expected: at most " + MAX_RECORD_BYTES + ")");
    }
    ByteBuffer buffer = ByteBuffer.wrap(record);
    buffer.putInt(0, length).putInt(4, Binary.crc(record, RECORD_HEAD_BYTES, length));
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer, size + buffer.position());
      }
    } catch (IOException e) {
      channel.truncate(size);
      throw e;
    }
    size += record.length;
    return next++;
  }

  /** Makes all that was appended durable. */
  void force() throws IOException {
    channel.force(false);
  }

  /** The record at an offset, or null where there is no whole one. */
  @Nullable Record read(long offset) throws IOException {
    ByteBuffer head = fill(ByteBuffer.allocate(RECORD_HEAD_BYTES), offset);
    if (head.hasRemaining()) {
      return null;
    }
    int length = head.getInt(0);
    if (length < Long.BYTES
        || length > MAX_RECORD_BYTES
        || offset + RECORD_HEAD_BYTES + length > channel.size()) {
      return null;
    }
    ByteBuffer body = fill(ByteBuffer.allocate(length), offset + RECORD_HEAD_BYTES);
    if (body.hasRemaining() || Binary.crc(body.array(), 0, length) != head.getInt(4)) {
      return null;
    }
    body.flip();
    long sequence = body.getLong();
    return new Record(sequence, Binary.readEntry(body), offset + RECORD_HEAD_BYTES + length);
  }

  /**
   * A record read back.
   *
   * @param end the offset at which the following record starts
   */
  record Record(long sequence, SpoolEntry entry, long end) {}

  private ByteBuffer fill(ByteBuffer buffer, long offset) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        break;
      }
    }
    return buffer;
  }

  /**
   * Takes the records that are whole as this segment's content, and drops what follows them. Syncs:
   * after a killed process they may be in the page cache alone, and once they are sent their
   * sequences must not be given out again.
   */
  void recover(long end, long nextSequence) throws IOException {
    size = end;
    next = nextSequence;
    if (channel.size() > end) {
      channel.truncate(end);
    }
    channel.force(true);
  }

  long fileBytes() throws IOException {
    return channel.size();
  }

  long incarnation() {
    return incarnation;
  }

  /** Sequence of the first record, whether it is there already or not. */
  long first() {
    return first;
  }

  /** Sequence that the next record will get. */
  long next() {
    return next;
  }

  long size() {
    return size;
  }

  Path file() {
    return file;
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
