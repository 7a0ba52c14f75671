package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One open file, read forward by line, or by records of a fixed length. Holds at most one line
 * limit and one chunk in memory. Not thread-safe.
 */
final class OpenFile implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  /** Takes a line without its terminator. */
  interface Lines {
    /**
     * @param cut bytes left out after the limit
     * @param partial whether it has no terminator
     * @param position resumes after this line
     */
    void line(byte[] line, long cut, boolean partial, FilePosition position)
        throws InterruptedException;
  }

  private final String key;
  private final FileChannel channel;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private final byte[] head = new byte[FilePosition.HEAD_LIMIT];
  private final byte[] held;
  private final int recordLength;
  private int headLength;
  private int headCrc;
  private byte[] tail = new byte[0];
  private int heldLength;
  private long cut;
  private long lineStart;
  private long readOffset;

  private OpenFile(String key, FileChannel channel, int lineLimit, int recordLength) {
    this.key = key;
    this.channel = channel;
    this.held = new byte[lineLimit + 1];
    this.recordLength = recordLength;
  }

  /**
   * Opens a file that must be a plain one.
   *
   * @param offset where to read on; the file must be as long
   * @param lineLimit bytes of the longest line that is kept whole
   * @param recordLength bytes of each record, at most the limit; 0: lines
   */
  static OpenFile open(Path path, long offset, int lineLimit, int recordLength) throws IOException {
    FileFacts before = FileFacts.of(path);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      // The channel has no inode to ask for: the path's, the same before and after, is its own.
      if (!FileFacts.of(path).key().equals(before.key())) {
        throw new IOException("was replaced while it was being opened");
      }
      OpenFile file = new OpenFile(before.key(), channel, lineLimit, recordLength);
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
    tail = bytes(offset - length, length);
    lineStart = offset;
    readOffset = offset;
  }

  String key() {
    return key;
  }

  /** Bytes read so far, a held line included. */
  long readOffset() {
    return readOffset;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** Resumes after the last complete line. */
  FilePosition position() {
    return new FilePosition(
        key, headLength, headCrc, tail.length, FilePosition.crc(tail, 0, tail.length), lineStart);
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
   * @return bytes read; 0 at the end
   */
  int read(Lines lines) throws IOException, InterruptedException {
    chunk.clear();
    int count = channel.read(chunk, readOffset);
    if (count <= 0) {
      return 0;
    }
    byte[] bytes = chunk.array();
    extendHead(bytes, count);
    if (recordLength > 0) {
      records(bytes, count, lines);
    } else {
      lines(bytes, count, lines);
    }
    readOffset += count;
    return count;
  }

  private void lines(byte[] bytes, int count, Lines lines) throws InterruptedException {
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        hold(bytes, start, i - start);
        start = i + 1;
        done(bytes, start);
        emit(lines, false);
      }
    }
    hold(bytes, start, count - start);
  }

  private void records(byte[] bytes, int count, Lines lines) throws InterruptedException {
    int start = 0;
    while (start < count) {
      int length = Math.min(recordLength - heldLength, count - start);
      hold(bytes, start, length);
      start += length;
      if (heldLength == recordLength) {
        done(bytes, start);
        emit(lines, false);
      }
    }
  }

  /** What was read of the chunk before {@code end} is done with the record that ends there. */
  private void done(byte[] bytes, int end) {
    int tailLength = Math.min(FilePosition.TAIL_LIMIT, end);
    tail = java.util.Arrays.copyOfRange(bytes, end - tailLength, end);
    lineStart = readOffset + end;
  }

  /** Hands on a last line that has no terminator and, since the file is done, gets none. */
  void finish(Lines lines) throws InterruptedException {
    if (heldLength > 0) {
      lineStart = readOffset;
      tail = new byte[0];
      emit(lines, true);
    }
  }

  private void emit(Lines lines, boolean partial) throws InterruptedException {
    boolean overLimit = heldLength == held.length;
    int length = overLimit ? held.length - 1 : heldLength;
    long left = overLimit ? cut + 1 : 0;
    if (recordLength == 0 && !partial && !overLimit && length > 0 && held[length - 1] == '\r') {
      length--;
    }
    byte[] line = java.util.Arrays.copyOf(held, length);
    heldLength = 0;
    cut = 0;
    lines.line(line, left, partial, position());
  }

  private void hold(byte[] bytes, int from, int length) {
    int room = Math.min(length, held.length - heldLength);
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
    return java.util.Arrays.copyOf(buffer.array(), buffer.position());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
