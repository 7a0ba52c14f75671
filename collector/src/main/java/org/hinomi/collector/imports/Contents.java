package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Finds what has lines in a file: itself, or the entries of a zip archive. */
final class Contents {
  private static final int ENTRIES = 100_000;

  private Contents() {}

  /** Told of each content while its archive is open. */
  interface Taker {
    void take(Content content) throws IOException, InterruptedException;
  }

  /**
   * Gives each content of the file.
   *
   * @throws IOException where there is nothing that can be read, or the archive's rest cannot; the
   *     message does not name the file
   */
  static void each(Path file, Taker taker) throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      throw new IOException("no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          (Files.isDirectory(file) ? "a directory" : "not a regular file")
              + " (expected: a file that can be read twice)");
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(Format.HEAD);
    } catch (AccessDeniedException e) {
      throw new IOException("may not be read by this user", e);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file", e);
    }
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    String path = file.toAbsolutePath().normalize().toString();
    if (Format.of(head) == Format.ZIP) {
      zip(file, path, modified, taker);
    } else {
      taker.take(new Content(path, modified, Files.size(file), () -> Files.newInputStream(file)));
    }
  }

  private static void zip(Path file, String path, Instant modified, Taker taker)
      throws IOException, InterruptedException {
    ZipDirectory.check(file);
    try {
      entries(file, StandardCharsets.UTF_8, path, modified, taker);
      return;
    } catch (ZipException otherNames) {
      // Or it is damaged: read byte by byte, names cannot be the reason.
    }
    try {
      entries(file, ZipNames.BYTES, path, modified, taker);
      return;
    } catch (ZipException damaged) {
      // Cut off: the directory at its end is missing, the entries before may be whole.
    }
    brokenZip(file, path, modified, taker);
    throw new IOException("zip: its directory is missing or damaged; what stands before was read");
  }

  private static void entries(Path file, Charset names, String path, Instant modified, Taker taker)
      throws IOException, InterruptedException {
    long size = Files.size(file);
    try (ZipFile zip = new ZipFile(file.toFile(), names)) {
      if (zip.size() > ENTRIES) {
        throw new IOException(
            "zip: " + zip.size() + " entries (expected: at most " + ENTRIES + ")");
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory()) {
          // No more than what there is, whatever the archive says.
          long stored = Math.min(entry.getCompressedSize(), size);
          taker.take(
              new Content(
                  path + "!/" + ZipNames.shown(entry, names),
                  time(entry, modified),
                  stored,
                  () -> checked(zip, entry, stored)));
        }
      }
    }
  }

  /** What {@code ZipFile} leaves out: the checksum, and a bound. */
  private static InputStream checked(ZipFile zip, ZipEntry entry, long stored) throws IOException {
    return new ExpansionGuard(new EntryCheck(zip.getInputStream(entry), entry), () -> stored);
  }

  /** Compares the checksum at the end of an entry. */
  private static final class EntryCheck extends CheckedInputStream {
    private final ZipEntry entry;

    EntryCheck(InputStream in, ZipEntry entry) {
      super(in, new CRC32());
      this.entry = entry;
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      int n = super.read(b, offset, length);
      if (n < 0 && entry.getCrc() >= 0 && entry.getCrc() != getChecksum().getValue()) {
        throw new IOException("zip: checksum differs");
      }
      return n;
    }
  }

  /** Reads the entries one behind the other, as far as they go. */
  private static void brokenZip(Path file, String path, Instant modified, Taker taker)
      throws IOException, InterruptedException {
    try (ZipEntries entries = new ZipEntries(file)) {
      ZipEntries.Found found = entries.next();
      for (int i = 0; i < ENTRIES && found != null; i++) {
        ZipEntry entry = found.entry();
        long at = found.at();
        if (!entry.isDirectory()) {
          taker.take(
              new Content(
                  path + "!/" + ZipNames.shown(entry, ZipNames.BYTES),
                  time(entry, modified),
                  Files.size(file),
                  () -> ZipEntries.open(file, at)));
        }
        found = entries.next();
      }
    }
  }

  private static Instant time(ZipEntry entry, Instant otherwise) {
    FileTime time = entry.getLastModifiedTime();
    return time == null ? otherwise : time.toInstant();
  }
}
