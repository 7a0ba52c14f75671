package org.hinomi.agent.sample;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * statvfs(3) of a 64-bit Linux, where Java's FileStore knows no inodes and OSHI's native-free
 * provider gives 0 for them. The layout of the first eight fields is the same in glibc and musl on
 * all 64-bit processors; needs {@code --enable-native-access}.
 */
final class StatVfs {

  /**
   * Blocks in bytes and inodes.
   *
   * @param free bytes free, with those kept for root
   * @param available bytes an unprivileged process may still write
   * @param inodes 0 where the file system has no fixed number of them
   */
  record Usage(long total, long free, long available, long inodes, long freeInodes) {}

  /** Larger than any libc's struct statvfs (112 bytes in glibc). */
  private static final int STRUCT_BYTES = 256;

  private static final StructLayout ERRNO = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      ERRNO.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle statvfs;

  /**
   * Links the function.
   *
   * @throws UnsupportedOperationException where this system has no such function, or native access
   *     is denied
   */
  StatVfs() {
    try {
      Linker linker = Linker.nativeLinker();
      if (ValueLayout.ADDRESS.byteSize() != 8) {
        throw new UnsupportedOperationException("not a 64-bit system");
      }
      statvfs =
          linker.downcallHandle(
              linker
                  .defaultLookup()
                  .find("statvfs")
                  .orElseThrow(() -> new UnsupportedOperationException("no statvfs in libc")),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
              Linker.Option.captureCallState("errno"));
    } catch (IllegalCallerException e) {
      throw new UnsupportedOperationException("start with --enable-native-access=ALL-UNNAMED", e);
    }
  }

  /**
   * Asks for one mount point.
   *
   * @throws IOException with the error number where the call fails
   */
  Usage of(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO);
      MemorySegment buffer = arena.allocate(STRUCT_BYTES, 8);
      int result = (int) statvfs.invokeExact(errno, arena.allocateFrom(path), buffer);
      if (result != 0) {
        throw new IOException("statvfs: error " + (int) ERRNO_VALUE.get(errno, 0L));
      }
      long blockBytes = field(buffer, 1);
      return new Usage(
          field(buffer, 2) * blockBytes,
          field(buffer, 3) * blockBytes,
          field(buffer, 4) * blockBytes,
          field(buffer, 5),
          field(buffer, 6));
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("statvfs " + path, e);
    }
  }

  private static long field(MemorySegment buffer, int index) {
    return buffer.get(ValueLayout.JAVA_LONG, index * 8L);
  }
}
