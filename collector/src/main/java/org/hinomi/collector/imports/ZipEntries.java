package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a zip archive without its directory: each begins where the one before it ends, so
 * all of them are found in one reading. Not thread-safe; close it.
 */
final class ZipEntries implements AutoCloseable {
  private final Walk walk;
  private final ExpansionGuard guarded;

  /**
   * An entry.
   *
   * @param at where in the archive it begins
   */
  record Found(ZipEntry entry, long at) {}

  ZipEntries(Path archive) throws IOException {
    long size = Files.size(archive);
    this.walk = new Walk(new CountedInput(Files.newInputStream(archive), bytes -> {}));
    this.guarded = new ExpansionGuard(walk, () -> size);
  }

  /** The next entry; null where there is none, or none can be found any more. */
  @Nullable Found next() {
    try {
      guarded.transferTo(OutputStream.nullOutputStream()); // what is left of the one before
      long at = walk.position();
      ZipEntry entry = walk.getNextEntry();
      return entry == null ? null : new Found(entry, at);
    } catch (IOException rest) {
      return null;
    }
  }

  /** Opens the entry that begins there. */
  static InputStream open(Path archive, long at) throws IOException {
    InputStream in = Files.newInputStream(archive);
    try {
      in.skipNBytes(at);
      ZipInputStream zip = new ZipInputStream(in, ZipNames.BYTES);
      if (zip.getNextEntry() == null) {
        throw new IOException("zip: an entry is gone; import it again");
      }
      long size = Files.size(archive);
      return new ExpansionGuard(zip, () -> size);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    walk.close();
  }

  /** Knows where in the archive it is. */
  private static final class Walk extends ZipInputStream {
    private final CountedInput counted;

    Walk(CountedInput counted) {
      super(counted, ZipNames.BYTES);
      this.counted = counted;
    }

    /** Behind an entry that was read: what was read for it, without what was too much. */
    long position() throws IOException {
      return counted.bytes() - in.available(); // what was put back: counted has none available
    }
  }
}
