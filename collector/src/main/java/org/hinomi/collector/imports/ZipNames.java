package org.hinomi.collector.imports;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import org.hinomi.core.charset.CharsetLook;

/**
 * Names of entries that a zip archive does not mark as UTF-8: Windows writes them in the charset of
 * the machine, in Japan CP932, and no archive says which. {@link java.util.zip} refuses an archive
 * with a name that is not of the charset it was told.
 */
final class ZipNames {
  /** Takes any name, a character for each byte. Those that are marked are UTF-8 all the same. */
  static final Charset BYTES = StandardCharsets.ISO_8859_1;

  private ZipNames() {}

  /**
   * The name as people know it.
   *
   * @param read as which names were read
   */
  static String shown(ZipEntry entry, Charset read) {
    String name = entry.getName();
    if (!read.equals(BYTES) || name.chars().anyMatch(c -> c > 0xff)) {
      return name;
    }
    byte[] bytes = name.getBytes(BYTES);
    return new String(bytes, CharsetLook.of(bytes));
  }
}
