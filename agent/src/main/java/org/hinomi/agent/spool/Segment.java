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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hinomi.core.file.AtomicFile;
import org.jspecify.annotations.Nullable;

/**
 * One file of the spool: a head, then blocks of records one after another.
 *
 * <pre>
 * head       magic(8) incarnation(8) first sequence(8) crc32c(4)
 * block      length(4) crc32c(4) body(length)                            checksum over the body
 * body       sequence(8) records(4) place of positions(4) record… count(2) position…
 * record     shape(2) [shape] seconds(8) nanoseconds(4) length(4) message
 * shape      source stream msgId kind facility(1) severity(1) app procId attributes(4) (name value)…
 * position   record(4) text
 * </pre>
 *
 * Numbers are big-endian, a text is its length(4) and UTF-8, -1 for none. A shape stands where its
 * number is used first. A record's sequence is the one before and one, or a mark's span, more. Of a
 * block's records only the last of each shape has its position: blocks are there whole or not at
 * all.
 *
 * <p>In the first format, which is read still, each record has a checksum, all texts and its
 * position ({@link EntryReader}).
 *
 * <p>Confined to the spool's lock, but for {@link #force}.
 */
final class Segment implements Closeable {
  private static final long FIRST_FORMAT = 0x484E53504F4F4C31L; // HNSPOOL1
  private static final long MAGIC = 0x484E53504F4F4C32L; // HNSPOOL2
  static final int HEAD_BYTES = 28;
  static final int RECORD_HEAD_BYTES = 8;

  /** A longer record is not believed; sources cut their records long before. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  /** Bytes that are read at a time: more than a block that is full. */
  private static final int AHEAD = BlockWriter.FULL + (16 << 10);

  static final String SUFFIX = ".spool";

  /** Follows {@link #SUFFIX} while a segment is on its way to another's place. */
  static final String NEXT = ".next";

  private final Path file;
  private FileChannel channel;
  private final long incarnation;
  private final long first;
  private long next;
  private long size;

  /** Bytes of it that the system has. */
  private long inFile;

  /** Bytes of it that are durable. */
  private long synced;

  private final boolean firstFormat;

  /** No sample is in it, or all are gone: nothing more to evict. */
  private boolean thin;

  private @Nullable BlockWriter out;
  private final EntryReader entries = new EntryReader();
  private ByteBuffer ahead = ByteBuffer.allocate(0);
  private long aheadAt;

  private Segment(
      Path file,
      FileChannel channel,
      long incarnation,
      long first,
      long inFile,
      boolean firstFormat) {
    this.inFile = inFile;
    this.synced = inFile;
    this.firstFormat = firstFormat;
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
    FileChannel channel = FileChannel.open(file, CREATE_NEW, READ, WRITE);
    try {
      writeHead(channel, incarnation, first);
      channel.force(true);
      AtomicFile.syncDirectory(directory);
      return new Segment(file, channel, incarnation, first, HEAD_BYTES, false);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static void writeHead(FileChannel channel, long incarnation, long first)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    head.putLong(MAGIC).putLong(incarnation).putLong(first);
    head.putInt(Binary.crc(head.array(), 0, HEAD_BYTES - 4)).flip();
    while (head.hasRemaining()) {
      channel.write(head, head.position());
    }
  }

  /** This segment in another form, record by record; not yet in its place. */
  Rewriting rewriting() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + NEXT);
    Files.deleteIfExists(next);
    FileChannel to = FileChannel.open(next, CREATE_NEW, READ, WRITE);
    return new Rewriting(next, to);
  }

  /** A segment on the way to another's place. */
  final class Rewriting implements Closeable {
    private final Path next;
    private final Segment segment;
    private boolean finished;

    private Rewriting(Path next, FileChannel to) throws IOException {
      this.next = next;
      segment = new Segment(file, to, incarnation, first, HEAD_BYTES, false);
      try {
        writeHead(to, incarnation, first);
      } catch (IOException e) {
        to.close();
        Files.deleteIfExists(next);
        throw e;
      }
    }

    void append(SpoolEntry entry) throws IOException {
      if (segment.isFullWith(entry)) {
        segment.flush();
      }
      segment.append(entry);
      segment.next += Eviction.span(entry) - 1;
    }

    /**
     * Takes the other's place, which is closed before, as Windows wants it: after a crash one of
     * them is there, whole; which one is certain when the folder is synced.
     */
    Segment finish() throws IOException {
      segment.flush();
      segment.force();
      segment.synced = segment.inFile;
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
    long magic = head.hasRemaining() ? 0 : head.getLong(0);
    if ((magic != MAGIC && magic != FIRST_FORMAT)
        || head.getInt(HEAD_BYTES - 4) != Binary.crc(head.array(), 0, HEAD_BYTES - 4)) {
      channel.close();
      return null;
    }
    return new Segment(
        file, channel, head.getLong(8), head.getLong(16), channel.size(), magic == FIRST_FORMAT);
  }

  /** Whether it is read only: what comes goes into another segment. */
  boolean isOfFirstFormat() {
    return firstFormat;
  }

  /** Whether the block must be given to the system before this record. */
  boolean isFullWith(SpoolEntry entry) {
    return writer().isFullWith(entry.message().length);
  }

  /**
   * Appends one record to the block, which lies in memory until {@link #flush}.
   *
   * @return its sequence
   */
  long append(SpoolEntry entry) {
    BlockWriter writer = writer();
    writer.add(next, entry);
    size = inFile + writer.length();
    return next++;
  }

  /** Forgets the record that was appended last and not flushed since. */
  void takeBack() {
    writer().takeBack();
    size = inFile + writer().length();
    next--;
  }

  /** Sequence of the first record that the system does not have yet; there may be none. */
  long firstInMemory() {
    BlockWriter writer = out;
    return writer == null || writer.isEmpty() ? next : writer.first();
  }

  /** As an empty segment that starts there: takes over what another one has in memory. */
  void takeOver(Segment before) {
    BlockWriter writer = before.out;
    out = writer;
    next = before.next;
    size = inFile + (writer == null ? 0 : writer.length());
    before.out = null;
    before.next = first;
    before.size = before.inFile;
  }

  /**
   * Gives the block to the system. On failure it is kept for the next time, and may grow.
   *
   * @return the positions in it; empty where there was none
   */
  Map<StreamKey, String> flush() throws IOException {
    BlockWriter writer = out;
    if (writer == null || writer.isEmpty()) {
      return Map.of();
    }
    ByteBuffer bytes = writer.closed();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes, inFile + bytes.position());
      }
    } catch (IOException e) {
      channel.truncate(inFile);
      throw e;
    }
    inFile += bytes.limit();
    size = inFile;
    Map<StreamKey, String> positions = writer.positions();
    writer.clear();
    return positions;
  }

  private BlockWriter writer() {
    BlockWriter writer = out;
    if (writer == null) {
      writer = new BlockWriter();
      out = writer;
    }
    return writer;
  }

  /** Gives back the memory that it took to write and to read; all was flushed. */
  void release() {
    out = null;
    ahead = ByteBuffer.allocate(0);
  }

  /** Makes all that was flushed durable. Needs no lock. */
  void force() throws IOException {
    channel.force(false);
  }

  /** The block at an offset, or null where there is no whole one in the file. */
  @Nullable Block read(long offset) throws IOException {
    if (offset + RECORD_HEAD_BYTES > inFile) {
      return null;
    }
    int at = ahead(offset, RECORD_HEAD_BYTES);
    if (at < 0) {
      return null;
    }
    int length = ahead.getInt(at);
    int crc = ahead.getInt(at + Integer.BYTES);
    long end = offset + RECORD_HEAD_BYTES + length;
    if (length < Long.BYTES || length > MAX_RECORD_BYTES || end > inFile) {
      return null;
    }
    at = ahead(offset + RECORD_HEAD_BYTES, length);
    if (at < 0 || Binary.crc(ahead.array(), at, length) != crc) {
      return null;
    }
    ByteBuffer body = ByteBuffer.wrap(ahead.array(), at, length);
    if (firstFormat) {
      long sequence = body.getLong();
      return new Block(sequence, List.of(entries.read(body)), end);
    }
    return BlockReader.read(body, end);
  }

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
    synced = end;
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

  /** With what lies in memory. */
  long size() {
    return size;
  }

  /** Bytes that the system has. */
  long inFile() {
    return inFile;
  }

  /** Bytes that are durable. */
  long synced() {
    return synced;
  }

  /** So many bytes are durable. */
  void synced(long upTo) {
    synced = Math.max(synced, upTo);
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
