package org.hinomi.collector.imports;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Something with lines: a file, or an entry of an archive. It may be read more than once.
 *
 * @param path as {@code log.file.path} shows it; an entry stands behind its archive's path and
 *     {@code !/}
 * @param modified when it was written last: years that lines lack are the nearest before it
 * @param stored bytes that it takes up: of an entry what it takes up in its archive
 * @param opener opens it from the start
 */
record Content(String path, Instant modified, long stored, Opener opener) {
  /**
   * No file has more. Greater numbers in the history are the hours of event logs
   * (docs/decisions/0017-identity-of-windows-records.md): no file of lines is read ahead for them.
   */
  private static final long MOST_LINES = 1L << 38;

  /** Compressed once more in what was compressed is common; more is an attack. */
  private static final int NESTING = 3;

  /** Opens the bytes as they are stored. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /** Lines that it can have: no more than bytes. */
  long mostLines() {
    return Math.min(ExpansionGuard.most(stored), MOST_LINES);
  }

  /**
   * Opens it unpacked.
   *
   * @param told gets the stored bytes of each read
   * @throws IOException where it cannot be opened, or is of a kind that is not read
   */
  InputStream open(LongConsumer told) throws IOException {
    InputStream opened = opener.open();
    try {
      CountedInput counted = new CountedInput(opened, told);
      // An entry is unpacked already: what is packed in it must not grow once more by as much.
      return unpacked(counted, () -> Math.min(counted.bytes(), stored));
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static InputStream unpacked(InputStream bytes, LongSupplier packed) throws IOException {
    InputStream in = bytes;
    for (int depth = 0; ; depth++) {
      Peeked whole = new Peeked(in, Format.HEAD);
      Format format = Format.of(whole.head());
      if (format == Format.PLAIN) {
        return whole;
      }
      if (format == Format.ZIP || format == Format.TAR) {
        throw new IOException(
            (format == Format.ZIP ? "a zip archive in an archive" : "a tar archive")
                + " (expected: text, gzip, zstd, or zip with these in it; unpack it first)");
      }
      if (depth == NESTING) {
        throw new IOException("compressed more than " + NESTING + " times (expected: once)");
      }
      in =
          new ExpansionGuard(
              format == Format.GZIP ? new GzipMembers(whole) : new ZstdInputStream(whole), packed);
    }
  }
}
