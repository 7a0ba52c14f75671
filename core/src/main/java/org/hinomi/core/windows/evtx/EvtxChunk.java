package org.hinomi.core.windows.evtx;

import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.hinomi.core.windows.EventBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One chunk of 64 KiB, which stands alone: its records point at names and templates in it only.
 * Records begin at byte 512; what lies behind the free space offset is old and counts only where
 * the header is older than the records.
 */
final class EvtxChunk {
  static final int SIZE = 65_536;

  static final long MAGIC = 0x006b_6e68_4366_6c45L; // ElfChnk\0
  private static final int RECORD_MAGIC = 0x2a2a;
  private static final int RECORDS = 512;
  private static final int RECORD_HEADER = 24;
  private static final int MIN_RECORD = RECORD_HEADER + 4;

  private final ChunkBytes bytes;
  private final long offset;
  private final Consumer<Damage> damages;
  private final BinXmlReader reader;
  private int at = RECORDS;
  private int end;
  private boolean stale;

  /** The last record that was read: its number and where it ended; 0 before the first. */
  private long lastId;

  private int lastEnd;

  /**
   * @param offset of the chunk in the file
   * @param dirty whether the log was not closed, so that the header may be older than the records
   */
  EvtxChunk(ChunkBytes bytes, long offset, boolean dirty, Consumer<Damage> damages) {
    this.bytes = bytes;
    this.offset = offset;
    this.damages = damages;
    this.reader = new BinXmlReader(bytes);
    this.stale = dirty;
    this.end = bytes.length();
  }

  /** Whether a chunk begins here. */
  static boolean isMagic(ChunkBytes bytes, int at) throws BinXmlException {
    return bytes.length() >= at + 8 && bytes.i64(at) == MAGIC;
  }

  /** Whether a record begins where a chunk has its first. */
  static boolean hasRecords(ChunkBytes bytes) throws BinXmlException {
    return bytes.length() >= RECORDS + MIN_RECORD && bytes.i32(RECORDS) == RECORD_MAGIC;
  }

  /** Reads the header; {@code checked} says whether its checksums count. */
  void open(boolean checked) throws BinXmlException {
    if (!isMagic(bytes, 0)) {
      damage(0, Fault.CHUNK_MAGIC, hex(bytes.i64(0)) + " (expected: " + hex(MAGIC) + ")");
      stale = true;
      return;
    }
    boolean sound = bytes.length() >= RECORDS;
    if (sound && checked) {
      sound = sum(Fault.CHUNK_CHECKSUM, 124, crc(0, 120, 128, RECORDS));
    }
    int free = sound ? bytes.i32(48) : -1;
    if (free < RECORDS || free > SIZE) {
      stale = true;
      return;
    }
    if (free > bytes.length()) {
      return;
    }
    end = free;
    if (checked && !sum(Fault.RECORDS_CHECKSUM, 52, crc(RECORDS, free, 0, 0))) {
      stale = true;
    }
  }

  private int crc(int from, int to, int secondFrom, int secondTo) {
    CRC32 crc = new CRC32();
    crc.update(bytes.bytes(), from, to - from);
    crc.update(bytes.bytes(), secondFrom, secondTo - secondFrom);
    return (int) crc.getValue();
  }

  private boolean sum(Fault fault, int at, int computed) throws BinXmlException {
    int stored = bytes.i32(at);
    if (stored == computed) {
      return true;
    }
    damage(0, fault, hex(stored) + " (computed: " + hex(computed) + ")");
    return false;
  }

  /** The next record that can be read, or null at the end of the chunk. */
  @Nullable EvtxRecord next() throws BinXmlException {
    while (at + MIN_RECORD <= bytes.length() && (at < end || continues())) {
      if (bytes.i32(at) != RECORD_MAGIC) {
        resync(Fault.RECORD_MAGIC, hex(bytes.i32(at)) + " (expected: " + hex(RECORD_MAGIC) + ")");
        continue;
      }
      int size = bytes.i32(at + 4);
      if (size < MIN_RECORD || size > bytes.length() - at) {
        cutOrResync(size);
        continue;
      }
      if (!isWhole(size)) {
        continue;
      }
      EvtxRecord record = record(at, size);
      at += size;
      if (record != null) {
        return record;
      }
    }
    return null;
  }

  /** Behind the end that the header tells, a record counts only if its number follows. */
  private boolean continues() throws BinXmlException {
    return stale && bytes.i32(at) == RECORD_MAGIC && bytes.i64(at + 8) == lastId + 1;
  }

  private void cutOrResync(int size) throws BinXmlException {
    String what = Integer.toUnsignedString(size) + " (expected: 28 to " + (SIZE - at) + ")";
    if (bytes.length() < SIZE && size >= MIN_RECORD && size <= SIZE - at) {
      at = bytes.length();
    } else {
      resync(Fault.RECORD_SIZE, what);
    }
  }

  /**
   * With another size behind it, a record is whole only if its size leads to the next one or to the
   * end: mostly it is the last that was written, and only the first pages of it.
   */
  private boolean isWhole(int size) throws BinXmlException {
    int copy = bytes.i32(at + size - 4);
    if (copy == size) {
      return true;
    }
    String what = copy + " (expected: " + size + ")";
    int next = at + size;
    if (next == end || next + 4 <= bytes.length() && bytes.i32(next) == RECORD_MAGIC) {
      damage(at, Fault.RECORD_SIZE_COPY, what);
      return true;
    }
    resync(Fault.RECORD_CUT, what);
    return false;
  }

  private void resync(Fault fault, String what) throws BinXmlException {
    int from = at;
    at++;
    while (at + MIN_RECORD <= bytes.length() && !isRecord()) {
      at++;
    }
    boolean found = at + MIN_RECORD <= bytes.length();
    if (!found) {
      at = bytes.length();
    }
    if (from < end && !blank(from, at)) {
      damage(from, fault, what);
    }
  }

  /**
   * Behind damage a record counts if its number can follow: disks and shadow copies leave whole
   * records of older states there.
   */
  private boolean isRecord() throws BinXmlException {
    if (bytes.i32(at) != RECORD_MAGIC || at >= end) {
      return false;
    }
    int size = bytes.i32(at + 4);
    if (size < MIN_RECORD || size > bytes.length() - at || bytes.i32(at + size - 4) != size) {
      return false;
    }
    long ahead = bytes.i64(at + 8) - lastId;
    return lastEnd == 0 || ahead > 0 && ahead <= 1 + (at - lastEnd) / MIN_RECORD;
  }

  private boolean blank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes.bytes()[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private @Nullable EvtxRecord record(int from, int size) throws BinXmlException {
    long id = bytes.i64(from + 8);
    try {
      reader.begin();
      List<Node> content = reader.fragment(from + RECORD_HEADER, from + size - 4);
      EventBuilder event = new EventBuilder();
      new EventWalk(bytes, reader, event).event(content, from);
      lastId = id;
      lastEnd = from + size;
      return new EvtxRecord(
          id,
          ValueTexts.instant(bytes.i64(from + 16)),
          offset + from,
          event.build(),
          this,
          content);
    } catch (BinXmlException broken) {
      int where = broken.offset() > 0 ? Math.min(broken.offset(), SIZE) : from;
      damage(where, Fault.BINARY_XML, "record " + id + ": " + broken.getMessage());
      return null;
    }
  }

  /** The XML of a record that has been read before, so that its parts are known to be sound. */
  String xml(List<Node> content) {
    XmlText xml = new XmlText();
    try {
      reader.begin();
      new EventWalk(bytes, reader, xml).event(content, 0);
    } catch (BinXmlException impossible) {
      throw new IllegalStateException("the record has been read before", impossible);
    }
    return xml.toString();
  }

  private void damage(int at, Fault fault, String detail) {
    damages.accept(new Damage(offset + at, fault, detail));
  }

  private static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
