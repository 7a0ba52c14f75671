package org.hinomi.collector;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A disk of some MiB that a test can fill. */
public final class SmallDisk implements AutoCloseable {
  private @Nullable Path mounted;

  /** Skips the test where no disk can be mounted: for that one must be root. */
  public void mount(Path folder, int mib) throws IOException, InterruptedException {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", folder.toString()) == 0,
        "a small tmpfs cannot be mounted: run as root");
    mounted = folder;
  }

  public void fill(int kib) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler())) {
      byte[] block = new byte[1 << 10];
      for (int i = 0; i < kib; i++) {
        out.write(block);
      }
    }
  }

  public void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return requireNonNull(mounted).resolve("filler");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (mounted != null) {
      run("umount", mounted.toString());
      mounted = null;
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
