package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hinomi.core.windows.evtx.Damage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Imports the real event logs of ../shared/data/evtx, twice. */
class SharedEventLogsTest {
  /** Counts what comes. */
  private static final class Counting implements Target {
    int batches;

    @Override
    public List<Recorded> recorded() {
      return List.of();
    }

    @Override
    public void send(byte[] frames, int length) {
      batches++;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class Quiet implements Progress {
    final List<Damage> damages = new ArrayList<>();

    @Override
    public void read(long bytes) {}

    @Override
    public void records(long count) {}

    @Override
    public void problem(String path, @Nullable String reason) {}

    @Override
    public void damage(String path, long count, Damage first) {
      damages.add(first);
    }
  }

  @Test
  void everyRecordOnceAndTheDamagedFilesTold() throws Exception {
    List<Path> files = logs();
    Counting target = new Counting();
    Quiet progress = new Quiet();
    ImportOptions options =
        new ImportOptions(ImportOptions.Type.AUTO, null, "here", ZoneOffset.UTC, null);
    Importer importer = new Importer(options, target, progress);
    Summary first = importer.run(files);
    // As libevtx counts them.
    assertThat(first).isEqualTo(new Summary(14, 9197, 0, 4));
    assertThat(progress.damages).hasSize(7);
    int batches = target.batches;
    assertThat(importer.run(files)).isEqualTo(new Summary(28, 9197, 9197, 8));
    assertThat(target.batches).isEqualTo(batches);
  }

  private static List<Path> logs() throws Exception {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = at.resolveSibling("shared").resolve("data/evtx");
      if (Files.isDirectory(found)) {
        try (Stream<Path> files = Files.list(found)) {
          return files.filter(file -> file.toString().endsWith(".evtx")).sorted().toList();
        }
      }
    }
    assumeTrue(false, "no evtx: it belongs into ../shared/data beside the checkout");
    return List.of();
  }
}
