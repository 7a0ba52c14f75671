package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.hinomi.collector.keep.TestHistory;
import org.hinomi.collector.record.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportIntoFolderTest {
  @TempDir Path data;

  @Test
  void aDamagedPartCostsNoOtherOneThatTheJournalHasNoMore() throws Exception {
    TestHistory.make(data, 4);
    try (Stream<Path> segments = Files.list(data.resolve("journal"))) {
      for (Path segment : segments.toList()) {
        Files.delete(segment);
      }
    }
    List<Path> files =
        TestHistory.parts(data).stream()
            .map(Part::file)
            .map(data.resolve("history")::resolve)
            .toList();
    try (RandomAccessFile part = new RandomAccessFile(files.get(1).toFile(), "rw")) {
      part.setLength(100);
    }
    new ImportIntoFolder(data, ZoneOffset.UTC, TestHistory.CLOCK, ImportIntoFolder.Waits.LOGGED)
        .close();
    assertThat(files.get(1)).doesNotExist();
    assertThat(List.of(files.get(0), files.get(2), files.get(3))).allMatch(Files::exists);
  }
}
