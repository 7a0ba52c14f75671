package org.hinomi.collector.notify.ack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

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
      boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] attributes =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      try (var channel =
          Files.newByteChannel(
              file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
        channel.write(ByteBuffer.wrap(key));
      }
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
