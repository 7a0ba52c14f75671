package org.hinomi.collector.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hinomi.core.file.OwnerFiles;
import org.jspecify.annotations.Nullable;

/** Keeps a second process from writing to the same journal. */
final class JournalLock implements AutoCloseable {
  private final FileChannel channel;

  private JournalLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder where it is absent and locks it.
   *
   * @throws IOException where another process has it; names that process
   */
  static JournalLock take(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      OwnerFiles.folder(dir);
      Path parent = dir.toAbsolutePath().getParent();
      if (parent != null) {
        JournalFormat.syncDirectory(parent);
      }
    }
    Path file = dir.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      byte[] holder = Files.readAllBytes(file);
      channel.close();
      throw new IOException(
          dir
              + ": the journal is open in another process (pid "
              + new String(holder, StandardCharsets.US_ASCII).strip()
              + "); stop that one first, or use another data folder");
    }
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid), 0);
    return new JournalLock(channel);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
