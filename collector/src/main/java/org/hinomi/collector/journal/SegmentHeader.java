package org.hinomi.collector.journal;

import static org.hinomi.collector.journal.JournalFormat.HEADER_CRC;
import static org.hinomi.collector.journal.JournalFormat.HEADER_CREATED;
import static org.hinomi.collector.journal.JournalFormat.HEADER_FIRST_POSITION;
import static org.hinomi.collector.journal.JournalFormat.HEADER_LENGTH;
import static org.hinomi.collector.journal.JournalFormat.HEADER_LENGTH_FIELD;
import static org.hinomi.collector.journal.JournalFormat.HEADER_PREVIOUS_HEAD;
import static org.hinomi.collector.journal.JournalFormat.HEADER_VERSION;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment file.
 *
 * @param firstPosition position of the segment's first record
 * @param createdNanos when the file got its name, nanoseconds since 1970-01-01T00:00Z
 * @param previousHead hash of the last commit before this segment; zeros in the first one
 */
record SegmentHeader(long firstPosition, long createdNanos, Hash previousHead) {

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(0, JournalFormat.MAGIC);
    out.putInt(HEADER_VERSION, JournalFormat.VERSION);
    out.putInt(HEADER_LENGTH_FIELD, HEADER_LENGTH);
    out.putLong(HEADER_FIRST_POSITION, firstPosition);
    out.putLong(HEADER_CREATED, createdNanos);
    out.put(HEADER_PREVIOUS_HEAD, previousHead.bytes());
    out.putInt(HEADER_CRC, crc(out));
    return out;
  }

  /**
   * Reads the header at the start of {@code in}.
   *
   * @throws DamagedException where it is cut or its bytes were changed
   * @throws IOException where a newer program wrote it
   */
  static SegmentHeader decode(ByteBuffer in, String file) throws IOException {
    if (in.limit() < HEADER_LENGTH || in.getLong(0) != JournalFormat.MAGIC) {
      throw new DamagedException(
          file + ": no journal header (expected: " + HEADER_LENGTH + " bytes, \"HINOMIJ\" first)");
    }
    int version = in.getInt(HEADER_VERSION);
    if (version > JournalFormat.VERSION) {
      throw new IOException(
          file
              + ": format version "
              + version
              + " (expected: at most "
              + JournalFormat.VERSION
              + "; a newer program wrote it, start that one)");
    }
    if (in.getInt(HEADER_CRC) != crc(in)) {
      throw new DamagedException(file + ": the checksum of the header does not match");
    }
    byte[] head = new byte[JournalFormat.HASH_LENGTH];
    in.get(HEADER_PREVIOUS_HEAD, head);
    return new SegmentHeader(
        in.getLong(HEADER_FIRST_POSITION), in.getLong(HEADER_CREATED), new Hash(head));
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(0).limit(HEADER_CRC));
    return (int) crc.getValue();
  }
}
