package org.hinomi.agent.spool;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** Bytes that are written at a time, and read at a time. */
  private static final int BUFFER = 64 << 10;

  private static final int AHEAD = 64 << 10;

  static final String SUFFIX = ".spool";

  private final Path file;
  private FileChannel channel;
  private final long incarnation;
  private final long first;
  private long next;
  private long size;

  /** Bytes of it that the system has. */
  private long inFile;

  /** No sample is in it, or all are gone: nothing more to evict. */
  private boolean thin;

  private @Nullable EntryWriter out;
  private int lastAt;
  private final EntryReader entries = new EntryReader();
  private ByteBuffer ahead = ByteBuffer.allocate(0);
  private long aheadAt;

  private Segment(Path file, FileChannel channel, long incarnation, long first, long inFile) {
    this.inFile = inFile;
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
      return new Segment(file, channel, incarnation, first, HEAD_BYTES);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** This segment in another form, record by record; not yet in its place. */
  Rewriting rewriting() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    FileChannel to = FileChannel.open(next, CREATE_NEW, READ, WRITE);
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    return new Rewriting(next, to, head);
  }

  /** A segment on the way to another's place. */
  final class Rewriting implements Closeable {
    private final Path next;
    private final Segment segment;
    private boolean finished;

    private Rewriting(Path next, FileChannel to, ByteBuffer head) throws IOException {
      this.next = next;
      segment = new Segment(file, to, incarnation, first, HEAD_BYTES);
      try {
        while (head.hasRemaining() && channel.read(head, head.position()) > 0) {
          // until it is full
        }
        head.flip();
        while (head.hasRemaining()) {
          to.write(head, head.position());
        }
      } catch (IOException e) {
        to.close();
        Files.deleteIfExists(next);
        throw e;
      }
    }

    void append(SpoolEntry entry) throws IOException {
      segment.append(entry);
      segment.next += Eviction.span(entry) - 1;
    }

    /**
     * Takes the other's place, which is closed before, as Windows wants it: after a crash one of
     * them is there, whole; which one is certain when the folder is synced.
     */
    Segment finish() throws IOException {
      segment.force();
      segment.release();
      segment.thin = true;
      channel.close();
      try {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        channel = FileChannel.open(file, READ, WRITE);
        throw e;
      }
      finished = true;
      return segment;
    }

    @Override
    public void close() throws IOException {
      if (!finished) {
        segment.close();
        Files.deleteIfExists(next);
      }
    }
  }

  /** Whether no sample is known to be in it. */
  boolean thin() {
    return thin;
  }

  void thin(boolean none) {
    thin = none;
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
    return new Segment(file, channel, head.getLong(8), head.getLong(16), channel.size());
  }

  /**
   * Appends one record. It lies in memory until {@link #flush}; a full buffer is flushed before.
   *
   * @return its sequence
   * @throws IOException where the buffer cannot be flushed; the record was not taken
   */
  long append(SpoolEntry entry) throws IOException {
    EntryWriter buffer = buffer();
    if (buffer.length() >= BUFFER) {
      flush();
    }
    lastAt = buffer.length();
    buffer.add(next, entry);
    size = inFile + buffer.length();
    return next++;
  }

  /** Forgets the record that was appended last and not flushed since. */
  void takeBack() {
    buffer().cut(lastAt);
    size = inFile + lastAt;
    next--;
  }

  /** Gives to the system what was appended. On failure it is kept for the next time. */
  void flush() throws IOException {
    EntryWriter buffer = out;
    if (buffer == null || buffer.length() == 0) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(buffer.bytes(), 0, buffer.length());
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes, inFile + bytes.position());
      }
    } catch (IOException e) {
      channel.truncate(inFile);
      throw e;
    }
    inFile += buffer.length();
    buffer.clear();
  }

  private EntryWriter buffer() {
    EntryWriter buffer = out;
    if (buffer == null) {
      buffer = new EntryWriter();
      out = buffer;
    }
    return buffer;
  }

  /** Gives back the memory that it took to write and to read; all was flushed. */
  void release() {
    out = null;
    ahead = ByteBuffer.allocate(0);
  }

  /** Makes all that was appended durable. */
  void force() throws IOException {
    flush();
    channel.force(false);
  }

  /** The record at an offset, or null where there is no whole one in the file. */
  @Nullable Record read(long offset) throws IOException {
    if (offset + RECORD_HEAD_BYTES > inFile) {
      return null;
    }
    int at = ahead(offset, RECORD_HEAD_BYTES);
    if (at < 0) {
      return null;
    }
    int length = ahead.getInt(at);
    int crc = ahead.getInt(at + Integer.BYTES);
    if (length < Long.BYTES
        || length > MAX_RECORD_BYTES
        || offset + RECORD_HEAD_BYTES + length > inFile) {
      return null;
    }
    at = ahead(offset + RECORD_HEAD_BYTES, length);
    if (at < 0 || Binary.crc(ahead.array(), at, length) != crc) {
      return null;
    }
    ByteBuffer body = ByteBuffer.wrap(ahead.array(), at, length);
    long sequence = body.getLong();
    return new Record(sequence, entries.read(body), offset + RECORD_HEAD_BYTES + length);
  }

  /**
   * A record read back.
   *
   * @param end the offset at which the following record starts
   */
  record Record(long sequence, SpoolEntry entry, long end) {}

  /**
   * Sees to it that bytes of the file are in memory, and some more behind them.
   *
   * @return where they start in {@code ahead}; -1 where the file does not have them
   */
  private int ahead(long offset, int length) throws IOException {
    if (offset < aheadAt || offset + length > aheadAt + ahead.limit()) {
      int wanted = (int) Math.min(Math.max(length, AHEAD), inFile - offset);
      if (ahead.capacity() < wanted) {
        ahead = ByteBuffer.allocate(Math.max(wanted, AHEAD));
      }
      ahead.clear().limit(wanted);
      aheadAt = offset;
      while (ahead.hasRemaining() && channel.read(ahead, offset + ahead.position()) >= 0) {
        // until it is full or the file ends
      }
      ahead.limit(ahead.position());
    }
    return offset + length > aheadAt + ahead.limit() ? -1 : (int) (offset - aheadAt);
  }

  /**
   * Takes the records that are whole as this segment's content, and drops what follows them. Syncs:
   * after a killed process they may be in the page cache alone, and once they are sent their
   * sequences must not be given out again.
   */
  void recover(long end, long nextSequence) throws IOException {
    size = end;
    inFile = end;
    ahead = ByteBuffer.allocate(0);
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
