package org.hinomi.collector.notify.ack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.hinomi.core.file.OwnerFiles;

/** The key of the links, made once, readable by its owner alone. */
public final class KeyFile {
  private static final String NAME = "acknowledge.key";
  private static final int LENGTH = 32;

  private KeyFile() {}

  /**
   * Reads the key, or makes it.
   *
   * @throws IOException where it cannot be read or written, or is no key
   */
  public static byte[] open(Path folder, SecureRandom random) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      byte[] key = new byte[LENGTH];
      random.nextBytes(key);
      OwnerFiles.replace(file, key);
      return key;
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != LENGTH) {
      throw new IOException(
          file
              + ": "
              + key.length
              + " bytes (expected: 32; delete it for a new one, with which older links end)");
    }
    return key;
  }
}
