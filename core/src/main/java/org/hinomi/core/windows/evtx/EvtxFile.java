package org.hinomi.core.windows.evtx;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of an EVTX file in the order of its chunks (libevtx, "Windows XML Event Log
 * (EVTX) format"). What is damaged is told and passed over, so that every record that can be read
 * is read: a file that was not closed, one that is cut, and a carved run of chunks without a file
 * header. Holds one chunk at a time. For one thread.
 */
public final class EvtxFile implements Closeable {
  private static final long MAGIC = 0x0065_6c69_4666_6c45L; // ElfFile\0
  private static final int HEADER = 4096;
  private static final int SECTOR = 512;
  private static final int DIRTY = 1;
  private static final int NO_CHECKSUMS = 4;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Source {
    /** Fills the buffer from this position on, as far as there are bytes. */
    void read(ByteBuffer into, long position) throws IOException;
  }

  private final Source source;
  private final Closeable closing;
  private final Consumer<Damage> damages;
  private long at;
  private long chunksLeft = Long.MAX_VALUE;
  private boolean dirty = true;
  private boolean checked = true;
  private @Nullable EvtxChunk chunk;

  private EvtxFile(Source source, Closeable closing, Consumer<Damage> damages) {
    this.source = source;
    this.closing = closing;
    this.damages = damages;
  }

  /**
   * Opens a file.
   *
   * @param damages takes each damage when reading comes to it
   * @throws IOException if the file cannot be read; no damage in it is an exception
   */
  public static EvtxFile open(Path path, Consumer<Damage> damages) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    EvtxFile file =
        new EvtxFile(
            (into, position) -> {
              long from = position;
              int read = 0;
              while (into.hasRemaining() && (read = channel.read(into, from)) >= 0) {
                from += read;
              }
            },
            channel,
            damages);
    try {
      file.header();
    } catch (IOException unreadable) {
      channel.close();
      throw unreadable;
    }
    return file;
  }

  /** Reads the bytes of a file, of a carved chunk or of several in a row. */
  public static EvtxFile of(byte[] bytes, Consumer<Damage> damages) throws IOException {
    EvtxFile file =
        new EvtxFile(
            (into, position) -> {
              int from = (int) Math.min(position, bytes.length);
              into.put(bytes, from, Math.min(into.remaining(), bytes.length - from));
            },
            () -> {},
            damages);
    file.header();
    return file;
  }

  /**
   * Reads a stream from its start to its end, once; it is closed with this.
   *
   * @throws IOException if its start cannot be read
   */
  public static EvtxFile of(InputStream in, Consumer<Damage> damages) throws IOException {
    EvtxFile file = new EvtxFile(new StreamSource(in), in, damages);
    file.header();
    return file;
  }

  /** Whether what begins so is a file, or a carved chunk; eight bytes decide. */
  public static boolean isMagic(byte[] head) {
    if (head.length < Long.BYTES) {
      return false;
    }
    long magic = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return magic == MAGIC || magic == EvtxChunk.MAGIC;
  }

  private ChunkBytes bytes(long position, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    source.read(into, position);
    return new ChunkBytes(into.array(), into.position());
  }

  private void header() throws IOException {
    try {
      ChunkBytes header = bytes(0, HEADER);
      if (header.length() < 128) {
        damage(0, Fault.TRUNCATED, header.length() + " bytes (expected: a file header of 4096)");
      } else if (header.i64(0) == MAGIC) {
        at = HEADER;
        flags(header);
      } else {
        damage(
            0, Fault.FILE_HEADER, "0x" + Long.toHexString(header.i64(0)) + " (expected: ElfFile)");
        int first = firstChunk(header);
        at = first < 0 ? HEADER : first;
      }
    } catch (BinXmlException impossible) {
      throw new IllegalStateException("inside of 128 bytes", impossible);
    }
  }

  private void flags(ChunkBytes header) throws BinXmlException {
    int flags = header.i32(120);
    checked = (flags & NO_CHECKSUMS) == 0;
    CRC32 crc = new CRC32();
    crc.update(header.bytes(), 0, 120);
    boolean sound = !checked || header.i32(124) == (int) crc.getValue();
    if (!sound) {
      damage(
          124,
          Fault.FILE_CHECKSUM,
          "0x"
              + Integer.toHexString(header.i32(124))
              + " (computed: 0x"
              + Long.toHexString(crc.getValue())
              + ")");
    }
    dirty = !sound || (flags & DIRTY) != 0;
    int count = header.u16(42);
    if (!dirty && count > 0) {
      chunksLeft = count;
    }
  }

  /**
   * The next record, or null at the end of the file.
   *
   * @throws IOException if the file cannot be read any further
   */
  public @Nullable EvtxRecord next() throws IOException {
    try {
      while (true) {
        EvtxRecord record = chunk == null ? null : chunk.next();
        if (record != null) {
          return record;
        }
        if (!nextChunk()) {
          return null;
        }
      }
    } catch (BinXmlException impossible) {
      throw new IllegalStateException("every offset is checked before", impossible);
    }
  }

  /** Chunks lie at multiples of their size; unused ones are all zero or old. */
  private boolean nextChunk() throws IOException, BinXmlException {
    chunk = null;
    if (chunksLeft == 0) {
      return false;
    }
    ChunkBytes bytes = bytes(at, EvtxChunk.SIZE);
    if (bytes.length() == 0) {
      return false;
    }
    long offset = at;
    at += EvtxChunk.SIZE;
    chunksLeft--;
    boolean magic = EvtxChunk.isMagic(bytes, 0);
    if (bytes.length() < EvtxChunk.SIZE && (magic || !zero(bytes))) {
      damage(offset, Fault.TRUNCATED, bytes.length() + " bytes (expected: 65536)");
    }
    if (magic || EvtxChunk.hasRecords(bytes)) {
      EvtxChunk opened = new EvtxChunk(bytes, offset, dirty, damages);
      opened.open(checked);
      chunk = opened;
    } else if (bytes.length() == EvtxChunk.SIZE && !zero(bytes)) {
      damage(offset, Fault.CHUNK_MAGIC, "no chunk and no record (expected: ElfChnk)");
      realign(offset, firstChunk(bytes));
    }
    return true;
  }

  /** In a piece of a disk a chunk may begin at any sector. */
  private static int firstChunk(ChunkBytes bytes) throws BinXmlException {
    for (int sector = 0; sector + 8 <= bytes.length(); sector += SECTOR) {
      if (EvtxChunk.isMagic(bytes, sector)) {
        return sector;
      }
    }
    return -1;
  }

  private void realign(long offset, int found) {
    if (found >= 0) {
      at = offset + found;
      chunksLeft = Long.MAX_VALUE;
    }
  }

  private static boolean zero(ChunkBytes bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.bytes()[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void damage(long offset, Fault fault, String detail) {
    damages.accept(new Damage(offset, fault, detail));
  }

  @Override
  public void close() throws IOException {
    closing.close();
  }
}
