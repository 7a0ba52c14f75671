package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports the real event logs of ../shared/data/evtx, twice. */
class SharedEventLogsTest {
  @Test
  void everyRecordOnceAndTheDamagedFilesTold() throws Exception {
    List<Path> files = logs();
    CountingTarget target = new CountingTarget();
    ToldProgress progress = new ToldProgress();
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
