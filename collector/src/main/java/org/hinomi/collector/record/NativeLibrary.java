package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DuckDB's own library. Its driver unpacks it into the folder of temporary files, 72 MB at each
 * start, and takes it away at the end. Where the system lets it (Linux), the file goes as soon as
 * it is loaded: who is killed leaves nothing behind.
 */
public final class NativeLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

  /** What this process has mapped into its memory (proc(5)). */
  private static final Path MAPS = Path.of("/proc/self/maps");

  private static final Pattern UNPACKED = Pattern.compile("/.*/libduckdb_java[0-9]+\\.so$");

  private static boolean loaded;

  private NativeLibrary() {}

  /** For a command: what it unpacks need not reach the disk before it ends. */
  static void load() {
    load(false);
  }

  /**
   * For a program that stays. The kernel writes what was unpacked to the disk half a minute later,
   * all at once, and whoever waits for a sync then waits for that, too: so it is written now.
   */
  public static void loadForLong() {
    load(true);
  }

  private static synchronized void load(boolean writeBack) {
    if (loaded) {
      return;
    }
    loaded = true;
    try {
      Class.forName("org.duckdb.DuckDBNative");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    for (Path file : mapped()) {
      settle(file, writeBack);
    }
  }

  private static List<Path> mapped() {
    if (!Files.isReadable(MAPS)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(MAPS, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(UNPACKED::matcher)
          .filter(Matcher::find)
          .map(Matcher::group)
          .distinct()
          .map(
              name ->
                  Path.of(
                      new String(
                          name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)))
          .toList();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("DuckDB's library stays where it was unpacked.");
      return List.of();
    }
  }

  @SuppressWarnings("MustBeClosed") // the thread closes it
  private static void settle(Path file, boolean writeBack) {
    try {
      if (writeBack) {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Thread.ofPlatform().daemon().name("native-library").start(() -> writeBack(channel));
      }
      Files.delete(file);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("DuckDB's library stays where it was unpacked.");
    }
  }

  private static void writeBack(FileChannel channel) {
    try (channel) {
      channel.force(false);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("The kernel writes DuckDB's library to the disk later.");
    }
  }
}
