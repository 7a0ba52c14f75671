package org.hinomi.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One change of a file after the other, also of several programs: none undoes another. */
public final class ChangeLock {
  /** Java lets a process take a lock on a file once. */
  private static final Object IN_PROCESS = new Object();

  private ChangeLock() {}

  /** Reads a file and replaces it. */
  @FunctionalInterface
  public interface Change<T> {
    T make() throws IOException;
  }

  /**
   * Makes a change alone.
   *
   * @param file what is changed; beside it stands a file for the lock from then on
   */
  public static <T> T alone(Path file, Change<T> change) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    synchronized (IN_PROCESS) {
      try {
        OwnerFiles.create(lock, "");
      } catch (FileAlreadyExistsException usual) {
        // Made by the first change.
      }
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        return change.make();
      }
    }
  }
}
