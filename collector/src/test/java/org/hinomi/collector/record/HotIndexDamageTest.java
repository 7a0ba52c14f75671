package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.record.TestRecords.events;
import static org.hinomi.collector.record.TestRecords.plain;
import static org.hinomi.collector.record.TestRecords.positions;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a history whose files are damaged or gone. */
class HotIndexDamageTest {
  private static final Condition ALL = new Condition.All();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));
  private static final HotSettings PARTS_OF_15 =
      new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 15);

  @TempDir Path dir;

  private HotIndex open() throws IOException {
    return open(HotSettings.DEFAULT);
  }

  private HotIndex open(HotSettings settings) throws IOException {
    return new HotIndex(dir, settings, CLOCK, new PrometheusRegistry(), () -> 100);
  }

  @Test
  void beginsAgainWhenTheFileIsGone() throws IOException {
    try (HotIndex index = open()) {
      index.accept(plain(1, 5), 6);
    }
    Files.delete(HotFile.path(dir));
    try (HotIndex index = open()) {
      assertThat(index.nextPosition()).isEqualTo(1);
      index.accept(plain(1, 5), 6);
      assertThat(positions(index.history(), ALL)).hasSize(5);
    }
  }

  @Test
  void setsADamagedFileAsideAndBeginsAgain() throws IOException {
    try (HotIndex index = open()) {
      index.accept(plain(1, 5000), 5001);
    }
    try (RandomAccessFile file = new RandomAccessFile(HotFile.path(dir).toFile(), "rw")) {
      file.seek(4096);
      file.write(new byte[8192]);
    }
    try (HotIndex index = open()) {
      assertThat(index.nextPosition()).isEqualTo(1);
      index.accept(plain(1, 5000), 5001);
      assertThat(positions(index.history(), ALL)).hasSize(5000).doesNotHaveDuplicates();
    }
    assertThat(setAside()).hasSize(1);
  }

  @Test
  void setsAFileOfSomethingElseAside() throws IOException {
    Files.createDirectories(dir.resolve("history"));
    Files.writeString(HotFile.path(dir), "this is no database at all, but long enough to look at");
    try (HotIndex index = open()) {
      assertThat(index.nextPosition()).isEqualTo(1);
    }
    assertThat(setAside()).hasSize(1);
  }

  @Test
  void aDamagedPartIsSetAsideAndReadAgainFromTheJournal() throws IOException {
    damagesAndMends(part -> 4, 400);
  }

  @Test
  void aPartWithoutItsFooterIsMendedToo() throws IOException {
    damagesAndMends(part -> Files.size(part) - 60, 60);
  }

  @Test
  void aFaultOfTheQuestionSuspectsNoPart() throws IOException {
    try (HotIndex index = open(PARTS_OF_15)) {
      index.accept(plain(1, 20), 21);
    }
    flip(parts().getFirst(), 4, 400);
    try (HotIndex index = open()) {
      TableSink nobody =
          new TableSink() {
            @Override
            public void columns(List<Column> columns) {}

            @Override
            public void row(List<@Nullable Object> values) {}
          };
      assertThatThrownBy(() -> index.history().sql("SELECT error('broken')", 10, nobody))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("broken");
      index.accept(plain(21, 1), 22);
      assertThat(index.nextPosition()).isEqualTo(22);
    }
  }

  @Test
  void aListThatIsGoneCostsNoPart() throws IOException {
    int parts = sixtyEvents();
    Files.delete(Manifest.path(dir.resolve("history")));
    try (HotIndex index = open()) {
      // The newest batch may not be whole, and the journal has it.
      assertThat(index.nextPosition()).isEqualTo(41);
      index.accept(plain(1, 60), 61);
      assertThat(positions(index.history(), ALL)).hasSize(60).doesNotHaveDuplicates();
    }
    assertThat(parts().size() + setAsideParts().size()).isGreaterThanOrEqualTo(parts);
    assertThat(setAsideParts()).hasSize(1);
    assertThat(Manifest.read(dir.resolve("history")).entries().getFirst().held()).isNotNull();
  }

  @Test
  void aLastLineThatIsNotWholeDeletesNoPart() throws IOException {
    sixtyEvents();
    Path manifest = Manifest.path(dir.resolve("history"));
    List<Part> last = Manifest.read(dir.resolve("history")).entries().getLast().added();
    try (RandomAccessFile file = new RandomAccessFile(manifest.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    open().close();
    assertThat(setAsideParts()).hasSameSizeAs(last);
  }

  @Test
  void whatNoLineListsIsTakenInWhereTheJournalDoesNotHaveIt() throws IOException {
    takeOutTheLastLine();
    JournalEnds later =
        new JournalEnds() {
          @Override
          public long next() {
            return 100;
          }

          @Override
          public long first() {
            return 61;
          }
        };
    try (HotIndex index =
        new HotIndex(dir, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), later)) {
      assertThat(index.nextPosition()).isEqualTo(61);
      assertThat(positions(index.history(), ALL)).hasSize(60).doesNotHaveDuplicates();
    }
    assertThat(setAsideParts()).isEmpty();
  }

  @Test
  void whatNoLineListsIsDeletedWhereTheJournalHasIt() throws IOException {
    List<Part> last = takeOutTheLastLine();
    open().close();
    assertThat(setAsideParts()).isEmpty();
    assertThat(last.stream().map(part -> dir.resolve("history").resolve(part.file())))
        .noneMatch(Files::exists);
  }

  private List<Part> takeOutTheLastLine() throws IOException {
    sixtyEvents();
    Path manifest = Manifest.path(dir.resolve("history"));
    List<Part> last = Manifest.read(dir.resolve("history")).entries().getLast().added();
    List<String> lines = Files.readAllLines(manifest);
    Files.write(manifest, lines.subList(0, lines.size() - 1));
    return last;
  }

  private int sixtyEvents() throws IOException {
    try (HotIndex index = open(PARTS_OF_15)) {
      for (int batch = 0; batch < 6; batch++) {
        index.accept(plain(1 + batch * 10L, 10), 11 + batch * 10L);
      }
    }
    assertThat(parts()).hasSizeGreaterThan(2);
    return parts().size();
  }

  private List<Path> setAsideParts() throws IOException {
    try (Stream<Path> all = Files.walk(dir.resolve("history/event"))) {
      return all.filter(file -> file.toString().contains(".parquet.damaged-")).toList();
    }
  }

  private interface Offset {
    long in(Path part) throws IOException;
  }

  private static void flip(Path file, long offset, int length) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(offset);
      bytes.write(new byte[length]);
    }
  }

  private void damagesAndMends(Offset offset, int length) throws IOException {
    sixtyEvents();
    List<Path> parts = parts();
    Path middle = parts.get(1);
    flip(middle, offset.in(middle), length);
    try (HotIndex index = open()) {
      assertThat(index.nextPosition()).isEqualTo(61);
      assertThatThrownBy(() -> events(index.history(), ALL)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> index.accept(plain(61, 1), 62))
          .isInstanceOf(HistoryException.Damaged.class);
      long from = index.nextPosition();
      assertThat(from).isBetween(11L, 60L);
      assertThat(positions(index.history(), ALL)).hasSize((int) from - 1);
      index.accept(plain(from, 61 - (int) from), 61);
      assertThat(positions(index.history(), ALL)).hasSize(60);
    }
    assertThat(middle).doesNotExist();
    try (Stream<Path> kept = Files.list(middle.resolveSibling(""))) {
      assertThat(kept.filter(file -> file.toString().contains(".damaged-"))).hasSize(1);
    }
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> all = Files.walk(dir.resolve("history"))) {
      return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private List<Path> setAside() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("history"))) {
      return files.filter(file -> file.toString().contains(".damaged-")).toList();
    }
  }
}
