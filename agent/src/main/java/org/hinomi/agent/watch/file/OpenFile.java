package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.hinomi.core.charset.LineUnit;
import org.jspecify.annotations.Nullable;

/**
 * One open file, read forward by line, or by records of a fixed length. Holds what it has of a line
 * that has not ended, at most one line limit: hundreds may be open at a time. Not thread-safe.
 */
final class OpenFile implements AutoCloseable {
  /** Bytes that a buffer for {@link #read} has; the system's own copy of it is as large. */
  static final int CHUNK = 32 * 1024;

  /** A line that is longer is handed on in pieces of so many bytes, each cut to the limit. */
  static final long UNENDED = 16L << 20;

  private static final int FEW = 512;

  /** Bytes of a file's start that UTF-16 is told from. */
  private static final int LOOKED_AT = 4096;

  /** Takes a line without its terminator. */
  interface Lines {
    /**
     * @param cut bytes left out after the limit
     * @param partial whether it has no terminator
     * @param position resumes after this line
     */
    void line(byte[] line, long cut, boolean partial, FilePosition position)
        throws InterruptedException;

    /** How the lines end that follow; told before the first of each file. */
    void unit(LineUnit unit) throws InterruptedException;
  }

  private final String key;
  private final FileChannel channel;
  private final byte[] head = new byte[FilePosition.HEAD_LIMIT];
  private final int lineLimit;
  private final LineForm form;
  private @Nullable LineUnit unit;
  private byte[] held = new byte[0];
  private int headLength;
  private int headCrc;
  private int tailLength;
  private int tailCrc;
  private int heldLength;
  private long cut;
  private long lineStart;
  private long readOffset;

  private OpenFile(String key, FileChannel channel, int lineLimit, LineForm form) {
    this.form = form;
    this.key = key;
    this.channel = channel;
    this.lineLimit = lineLimit;
  }

  /**
   * Opens a file that must be a plain one.
   *
   * @param offset where to read on; the file must be as long
   * @param lineLimit bytes of the longest line that is kept whole
   * @param form what is declared of its lines; records are at most as long as the limit
   */
  static OpenFile open(Path path, long offset, int lineLimit, LineForm form) throws IOException {
    FileFacts before = FileFacts.of(path);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      // The channel has no inode to ask for: the path's, the same before and after, is its own.
      if (!FileFacts.of(path).key().equals(before.key())) {
        throw new IOException("was replaced while it was being opened");
      }
      OpenFile file = new OpenFile(before.key(), channel, lineLimit, form);
      file.startAt(offset);
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void startAt(long offset) throws IOException {
    byte[] start = bytes(0, (int) Math.min(FilePosition.HEAD_LIMIT, offset));
    System.arraycopy(start, 0, head, 0, start.length);
    headLength = start.length;
    headCrc = FilePosition.crc(head, 0, headLength);
    int length = (int) Math.min(FilePosition.TAIL_LIMIT, offset);
    byte[] before = bytes(offset - length, length);
    lineEnds(before, before.length, offset);
    readOffset = offset;
  }

  String key() {
    return key;
  }

  /** Bytes so far of the line that has not ended. */
  long unended() {
    return heldLength + cut;
  }

  /** Bytes read so far, a held line included. */
  long readOffset() {
    return readOffset;
  }

  /** Bytes that the file has; half a character at its end is not there yet. */
  long size() throws IOException {
    long size = channel.size();
    return unit == null ? size : size - size % unit.width();
  }

  /** Resumes after the last complete line. */
  FilePosition position() {
    return new FilePosition(key, headLength, headCrc, tailLength, tailCrc, lineStart);
  }

  /** Whether this is the file, with the contents, that a position was taken in. */
  boolean holds(FilePosition position) throws IOException {
    if (channel.size() < position.offset() || channel.size() < position.headLength()) {
      return false;
    }
    byte[] start = bytes(0, position.headLength());
    byte[] before = bytes(position.offset() - position.tailLength(), position.tailLength());
    return start.length == position.headLength()
        && before.length == position.tailLength()
        && FilePosition.crc(start, 0, start.length) == position.headCrc()
        && FilePosition.crc(before, 0, before.length) == position.tailCrc();
  }

  /**
   * Reads one chunk and hands on the lines that end in it.
   *
   * @param chunk a buffer with an array, for this call
   * @return bytes read; 0 at the end
   */
  int read(ByteBuffer chunk, Lines lines) throws IOException, InterruptedException {
    chunk.clear();
    int count = channel.read(chunk, readOffset);
    if (count <= 0) {
      return 0;
    }
    byte[] bytes = chunk.array();
    if (form.recordLength() > 0) {
      extendHead(bytes, count);
      records(bytes, count, lines);
      readOffset += count;
      return count;
    }
    LineUnit of = unit(lines);
    count -= (int) ((readOffset + count) % of.width());
    if (count == 0) {
      return 0;
    }
    extendHead(bytes, count);
    lines(of, bytes, count, lines);
    readOffset += count;
    if (unended() >= UNENDED) {
      lineEnds(bytes, count, readOffset);
      emit(lines, true);
    }
    return count;
  }

  private void records(byte[] bytes, int count, Lines lines) throws InterruptedException {
    int start = 0;
    while (start < count) {
      int length = Math.min(form.recordLength() - heldLength, count - start);
      hold(bytes, start, length);
      start += length;
      if (heldLength == form.recordLength()) {
        lineEnds(bytes, start, readOffset + start);
        emit(lines, false);
      }
    }
  }

  private void lines(LineUnit of, byte[] bytes, int count, Lines lines)
      throws InterruptedException {
    int width = of.width();
    int start = 0;
    for (int i = lineFeed(of, bytes, 0, count); i >= 0; i = lineFeed(of, bytes, start, count)) {
      int next = i + width;
      lineEnds(bytes, next, readOffset + next);
      if (heldLength == 0 && i - start <= lineLimit) {
        boolean returns = i > start && of.isCarriageReturn(bytes, i - width);
        int end = returns ? i - width : i;
        lines.line(Arrays.copyOfRange(bytes, start, end), 0, false, position());
      } else {
        hold(bytes, start, i - start);
        emit(lines, false);
      }
      start = next;
    }
    hold(bytes, start, count - start);
  }

  private LineUnit unit(Lines lines) throws IOException, InterruptedException {
    LineUnit known = unit;
    if (known == null) {
      known = LineUnit.of(bytes(0, LOOKED_AT), form.charset());
      unit = known;
      lines.unit(known);
    }
    return known;
  }

  private static int lineFeed(LineUnit unit, byte[] bytes, int from, int to) {
    if (unit == LineUnit.BYTE) {
      for (int i = from; i < to; i++) {
        if (bytes[i] == '\n') {
          return i;
        }
      }
      return -1;
    }
    for (int i = from; i + 1 < to; i += 2) {
      if (unit.isLineFeed(bytes[i], bytes[i + 1])) {
        return i;
      }
    }
    return -1;
  }

  /** Hands on a last line that has no terminator and, since the file is done, gets none. */
  void finish(Lines lines) throws InterruptedException {
    if (heldLength > 0) {
      lineEnds(held, 0, readOffset);
      emit(lines, true);
    }
  }

  /**
   * What comes next is another line.
   *
   * @param end in {@code bytes}, where what was read before it ends
   * @param offset of that end in the file
   */
  private void lineEnds(byte[] bytes, int end, long offset) {
    tailLength = Math.min(FilePosition.TAIL_LIMIT, end);
    tailCrc = FilePosition.crc(bytes, end - tailLength, tailLength);
    lineStart = offset;
  }

  private void emit(Lines lines, boolean partial) throws InterruptedException {
    boolean overLimit = heldLength > lineLimit;
    int length = overLimit ? lineLimit : heldLength;
    long left = overLimit ? cut + 1 : 0;
    LineUnit of = unit == null ? LineUnit.BYTE : unit;
    int width = of.width();
    boolean line = form.recordLength() == 0 && !partial && !overLimit;
    if (line && length >= width && of.isCarriageReturn(held, length - width)) {
      length -= width;
    }
    byte[] record = Arrays.copyOf(held, length);
    heldLength = 0;
    cut = 0;
    if (held.length > FEW) {
      held = new byte[0];
    }
    lines.line(record, left, partial, position());
  }

  private void hold(byte[] bytes, int from, int length) {
    // One byte more than the limit, to know whether the line is longer.
    int room = Math.min(length, lineLimit + 1 - heldLength);
    if (heldLength + room > held.length) {
      held = Arrays.copyOf(held, Math.min(lineLimit + 1, Math.max(FEW, 2 * (heldLength + room))));
    }
    System.arraycopy(bytes, from, held, heldLength, room);
    heldLength += room;
    cut += length - room;
  }

  private void extendHead(byte[] bytes, int count) {
    if (headLength < FilePosition.HEAD_LIMIT && readOffset == headLength) {
      int more = Math.min(count, FilePosition.HEAD_LIMIT - headLength);
      System.arraycopy(bytes, 0, head, headLength, more);
      headLength += more;
      headCrc = FilePosition.crc(head, 0, headLength);
    }
  }

  private byte[] bytes(long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
      // until it is full or the file ends
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
