package org.hinomi.core.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Replaces small files so that after a power cut either the old or the new content is there. */
public final class AtomicFile {

  private AtomicFile() {}

  /** Replaces {@code name} in a directory. */
  public static void write(Path directory, String name, byte[] content) throws IOException {
    Path temporary = directory.resolve(name + ".new");
    try (FileChannel channel = FileChannel.open(temporary, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(temporary, directory.resolve(name), ATOMIC_MOVE);
    syncDirectory(directory);
  }

  /** Makes the names in a directory durable (fsync(2): the file alone is not enough). */
  public static void syncDirectory(Path directory) throws IOException {
    if (File.separatorChar == '\\') {
      return; // Windows opens no folder, and NTFS keeps the order of such changes by itself
    }
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }
}
