package org.hinomi.collector.journal;

import static org.hinomi.collector.journal.JournalFormat.CHUNK_COUNT;
import static org.hinomi.collector.journal.JournalFormat.CHUNK_POSITION;
import static org.hinomi.collector.journal.JournalFormat.COMMIT_LENGTH;
import static org.hinomi.collector.journal.JournalFormat.ENTRY_CRC;
import static org.hinomi.collector.journal.JournalFormat.ENTRY_KIND;
import static org.hinomi.collector.journal.JournalFormat.KIND_CHUNK;
import static org.hinomi.collector.journal.JournalFormat.KIND_COMMIT;
import static org.hinomi.collector.journal.JournalFormat.MIN_CHUNK_ENTRY;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Steps through the entries of one segment with few, large reads. Not thread-safe. */
final class EntryCursor implements Closeable {
  private final FileChannel channel;
  private final CRC32C crc = new CRC32C();
  private byte[] buffer;
  private int at;
  private int filled;
  private long bufferOffset = JournalFormat.HEADER_LENGTH;

  EntryCursor(Path segment, byte[] buffer) throws IOException {
    this.channel = FileChannel.open(segment, StandardOpenOption.READ);
    this.buffer = buffer;
  }

  long size() throws IOException {
    return channel.size();
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where in {@link #buffer()} the present entry begins. */
  int at() {
    return at;
  }

  boolean isChunk() {
    return buffer[at + ENTRY_KIND] == KIND_CHUNK;
  }

  long chunkPosition() {
    return JournalFormat.longAt(buffer, at + CHUNK_POSITION);
  }

  int chunkCount() {
    return JournalFormat.intAt(buffer, at + CHUNK_COUNT);
  }

  /**
   * Stands on an intact entry or moves on to the next one, byte by byte where need be.
   *
   * @param before chunks whose records all stand before this position are not checked
   * @param limit the offset in the file at which entries end
   * @return false where none is left
   */
  boolean toIntact(long before, long limit) throws IOException {
    while (load(MIN_CHUNK_ENTRY, limit)) {
      if (plausible(limit)) {
        boolean old = isChunk() && chunkPosition() + chunkCount() <= before;
        if (old || intact(limit)) {
          return true;
        }
      }
      at++;
    }
    return false;
  }

  /** Leaves the present entry behind. */
  void step() {
    int length = JournalFormat.intAt(buffer, at);
    if (length <= filled - at) {
      at += length;
      return;
    }
    bufferOffset += at + length;
    at = 0;
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private boolean plausible(long limit) {
    int length = JournalFormat.intAt(buffer, at);
    int kind = buffer[at + ENTRY_KIND];
    boolean fits = length <= limit - bufferOffset - at;
    return fits
        && (kind == KIND_CHUNK
            ? length >= MIN_CHUNK_ENTRY && chunkPosition() > 0 && chunkCount() > 0
            : kind == KIND_COMMIT && length == COMMIT_LENGTH);
  }

  private boolean intact(long limit) throws IOException {
    int length = JournalFormat.intAt(buffer, at);
    if (!load(length, limit)) {
      return false;
    }
    crc.reset();
    crc.update(buffer, at + ENTRY_KIND, length - ENTRY_KIND);
    return JournalFormat.intAt(buffer, at + ENTRY_CRC) == (int) crc.getValue();
  }

  /** Has {@code need} bytes from the present place on in the buffer; false beyond the limit. */
  private boolean load(int need, long limit) throws IOException {
    if (filled - at >= need) {
      return true;
    }
    if (bufferOffset + at + need > limit) {
      return false;
    }
    byte[] target = need > buffer.length ? new byte[need] : buffer;
    System.arraycopy(buffer, at, target, 0, filled - at);
    buffer = target;
    bufferOffset += at;
    filled -= at;
    at = 0;
    int upTo = (int) Math.min(buffer.length, limit - bufferOffset);
    ByteBuffer into = ByteBuffer.wrap(buffer, filled, upTo - filled);
    while (filled < need) {
      int read = channel.read(into, bufferOffset + filled);
      if (read < 0) {
        return false; // the file was cut short: what is missing shows as a gap in the positions
      }
      filled += read;
    }
    return true;
  }
}
