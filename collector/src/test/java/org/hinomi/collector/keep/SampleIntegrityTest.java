package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.groups.Tuple;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.keep.Finding.Status;
import org.hinomi.collector.record.Catalog;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.SampleComparison;
import org.hinomi.collector.record.SampleRetention;
import org.hinomi.collector.record.StoredSample;
import org.hinomi.collector.record.TestHot;
import org.hinomi.collector.record.TestRecords;
import org.hinomi.core.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples of days that are over stand in parts that the manifest lists. */
class SampleIntegrityTest {
  private static final SampleRetention KEPT =
      new SampleRetention(Duration.ofDays(2), Duration.ofDays(4), Duration.ofDays(100));

  @TempDir Path data;
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");

  private HotIndex open() throws Exception {
    return new HotIndex(
        data,
        new HotSettings(64L << 20, 1, Duration.ofSeconds(60), 10),
        () -> now,
        new PrometheusRegistry(),
        () -> 0);
  }

  /** The same with samples of the day before, which are in parts. */
  private HotIndex openSealed() throws Exception {
    HotIndex index = open();
    add(index, 1, 100);
    now = Instant.parse("2026-11-24T03:00:00Z");
    index.upkeep(KEPT);
    return index;
  }

  /** A round each minute from a position on: positions are seconds since midnight. */
  private static void add(HotIndex index, long first, int count) throws Exception {
    index.accept(rounds(first, count), Math.max(index.nextPosition() + 1, first + count * 60L));
  }

  private static List<Decoded> rounds(long first, int count) {
    List<Decoded> batch = new ArrayList<>();
    for (long position = first; position < first + count * 60L; position += 60) {
      batch.add(
          TestRecords.round(
              position, null, new Sample("system.uptime", new TreeMap<>(), position)));
    }
    return batch;
  }

  /** The same with an event behind them, which is in a part then. */
  private static void addWithEvent(HotIndex index, long first, int count) throws Exception {
    List<Decoded> batch = rounds(first, count);
    long last = first + count * 60L;
    batch.addAll(TestRecords.plain(last, 1));
    index.accept(batch, last + 1);
    index.seal();
  }

  @Test
  void aDayThatIsOverIsSealedAndSeenWhenItChanges() throws Exception {
    try (HotIndex index = open()) {
      add(index, 1, 100);
      index.upkeep(KEPT);
      assertThat(parts()).as("the day is not over").isEmpty();
      now = Instant.parse("2026-11-24T03:00:00Z");
      index.upkeep(KEPT);
      assertThat(parts())
          .extracting(Part::retentionClass, Part::day, Part::rows)
          .containsExactly(
              Tuple.tuple("samples-raw", "2026-11-23", 100L),
              Tuple.tuple("samples-minute", "2026-11-23", 100L),
              Tuple.tuple("samples-hour", "2026-11-23", 2L));
      List<Part> before = parts();
      index.upkeep(KEPT);
      assertThat(parts()).as("nothing came: nothing is written").isEqualTo(before);
    }
    HistoryVerifier.Report report = verify();
    assertThat(report.findings()).isEmpty();
    assertThat(report.samples()).hasSize(3);
    assertThat(report.days()).isEmpty();
    Path file = data.resolve("history").resolve(parts().getFirst().file());
    TestHistory.flip(file, 30);
    assertThat(verify().findings())
        .extracting(Finding::status, Finding::retentionClass, Finding::day)
        .containsExactly(Tuple.tuple(Status.MODIFIED, "samples-raw", "2026-11-23"));
    Files.move(file, file.resolveSibling("part-99.parquet"));
    assertThat(verify().findings())
        .extracting(Finding::status)
        .containsExactlyInAnyOrder(Status.MISSING, Status.ADDED);
  }

  @Test
  void whatComesLateReplacesAndWhatIsOldGoes() throws Exception {
    try (HotIndex index = openSealed()) {
      add(index, 40_001, 10);
      index.upkeep(KEPT);
      assertThat(parts()).extracting(Part::rows).containsExactly(110L, 110L, 3L);
      now = Instant.parse("2026-11-26T03:00:00Z");
      index.upkeep(KEPT);
      assertThat(parts())
          .extracting(Part::retentionClass)
          .containsExactly("samples-minute", "samples-hour");
      assertThat(data.resolve("history/sample/class=samples-raw/date=2026-11-23"))
          .isEmptyDirectory();
    }
    assertThat(verify().findings()).isEmpty();
    try (HotIndex again = open()) {
      assertThat(parts()).as("a start deletes none").hasSize(2);
      now = Instant.parse("2026-11-28T03:00:00Z");
      again.upkeep(KEPT);
      assertThat(parts()).extracting(Part::retentionClass).containsExactly("samples-hour");
    }
    assertThat(verify().findings()).isEmpty();
    assertThat(Files.readString(Manifest.path(data.resolve("history"))))
        .contains("samples: kept 2 days");
  }

  @Test
  void anEditedRowOfTheHotFileIsSeen() throws Exception {
    try (HotIndex index = openSealed()) {
      now = Instant.parse("2026-11-24T04:00:00Z");
      index.upkeep(KEPT);
      add(index, 90_001, 5); // of the next day, not rolled up yet
      assertThat(differing(index.comparison())).containsExactly(0L, 0L, 0L);
      HistoryVerifier.Report report =
          new HistoryVerifier(
                  data, () -> now, () -> true, 1, bytes -> {}, Optional.of(index.comparison()))
              .run(List.of());
      assertThat(report.findings()).isEmpty();
    }
    for (String[] edit :
        new String[][] {
          {"UPDATE sample SET value = value + 1 WHERE position = 61", "samples-raw"},
          {"DELETE FROM minute WHERE time < TIMESTAMP '2026-11-23 00:01:00'", "samples-minute"},
          {"UPDATE hour_day SET high = 1000000", "samples-hour"},
          {"UPDATE hour_day SET last = 3", "samples-hour"},
          {"UPDATE hour_day SET total = total + 1", "samples-hour"}
        }) {
      Path copy = data.resolve("copy-" + edit[0].hashCode());
      Files.createDirectories(copy.resolve("history"));
      Files.copy(data.resolve("history/hot.duckdb"), copy.resolve("history/hot.duckdb"));
      TestHot.edit(copy, edit[0]);
      assertThat(TestHot.differing(copy, data.resolve("history"), parts()))
          .as(edit[0])
          .hasSize(1)
          .containsKey(edit[1]);
    }
  }

  @Test
  void whatComesLateForADayThatBeginsToGoIsNoChange() throws Exception {
    try (HotIndex index = openSealed()) {
      now = Instant.parse("2026-11-25T13:00:00Z");
      add(index, 80_001, 5);
      index.upkeep(KEPT);
      assertThat(parts()).extracting(Part::rows).containsExactly(100L, 105L, 3L);
      assertThat(differing(index.comparison())).containsExactly(0L, 0L, 0L);
    }
  }

  @Test
  void aCopyFromBeforeADayWasWrittenAgainIsNoChange() throws Exception {
    Path copy = data.resolve("copy");
    Files.createDirectories(copy.resolve("history"));
    try (HotIndex index = openSealed()) {
      Files.move(index.snapshot(), copy.resolve("history/hot.duckdb"));
      add(index, 40_001, 10);
      index.upkeep(KEPT);
    }
    assertThat(TestHot.differing(copy, data.resolve("history"), parts())).isEmpty();
  }

  @Test
  void aDayThatCannotBeWrittenWholeLeavesNoFileThatIsInNoLine() throws Exception {
    try (HotIndex index = open()) {
      add(index, 1, 100);
      now = Instant.parse("2026-11-24T03:00:00Z");
      Path hours = data.resolve("history/sample/class=samples-hour");
      Files.createDirectories(hours.resolveSibling(""));
      Files.writeString(hours, "in the way");
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> index.upkeep(KEPT));
      assertThat(parts()).isEmpty();
      assertThat(data.resolve("history/sample/class=samples-raw/date=2026-11-23"))
          .isEmptyDirectory();
      Files.delete(hours);
      index.upkeep(KEPT);
      assertThat(parts()).hasSize(3);
    }
  }

  @Test
  void aDamagedHotFileIsMadeAnewFromPartsAndJournal() throws Exception {
    List<StoredSample> hours;
    List<StoredSample> minutes;
    try (HotIndex index = open()) {
      add(index, 1, 100);
      now = Instant.parse("2026-11-24T03:00:00Z");
      add(index, 86_401, 70); // of the next day, and rolled up before the first is sealed
      index.upkeep(KEPT);
      add(index, 96_001, 10);
      hours = TestRecords.samples(index.history(), null, 3_600_000_000L);
      minutes = TestRecords.samples(index.history(), null, 60_000_000L);
      assertThat(parts()).hasSize(3);
    }
    Files.writeString(data.resolve("history/hot.duckdb"), "damaged");
    try (HotIndex index = open()) {
      assertThat(index.nextPosition()).isEqualTo(1);
      // The journal gives it again, as far as it goes back: here into the first day.
      add(index, 3_001, 50);
      add(index, 86_401, 70);
      add(index, 96_001, 10);
      assertThat(TestRecords.samples(index.history(), null, 3_600_000_000L)).isEqualTo(hours);
      assertThat(TestRecords.samples(index.history(), null, 60_000_000L)).isEqualTo(minutes);
      index.upkeep(KEPT);
      assertThat(TestRecords.samples(index.history(), null, 3_600_000_000L)).isEqualTo(hours);
      assertThat(differing(index.comparison())).containsExactly(0L, 0L, 0L);
      now = Instant.parse("2026-11-25T03:00:00Z");
      index.upkeep(KEPT);
      assertThat(parts()).extracting(Part::rows).containsExactly(100L, 100L, 2L, 80L, 80L, 3L);
      assertThat(differing(index.comparison())).containsOnly(0L).hasSize(6);
    }
  }

  @Test
  void theJournalIsNeededForWhatIsInNoPart() throws Exception {
    List<StoredSample> minutes;
    long needed;
    try (HotIndex index = open()) {
      index.accept(List.of(), 1);
      assertThat(index.neededFrom()).as("no samples at all").isEqualTo(1);
      addWithEvent(index, 1, 100);
      assertThat(index.neededFrom()).as("not rolled up").isEqualTo(1);
      index.upkeep(KEPT);
      assertThat(index.neededFrom()).as("rolled up, the day not over").isEqualTo(1);
      now = Instant.parse("2026-11-24T03:00:00Z");
      addWithEvent(index, 86_401, 70);
      index.upkeep(KEPT);
      assertThat(index.neededFrom()).as("the first day is in parts").isEqualTo(86_401);
      addWithEvent(index, 96_001, 10);
      index.upkeep(KEPT);
      needed = index.neededFrom();
      assertThat(needed).isEqualTo(86_401);
      minutes = TestRecords.samples(index.history(), null, 60_000_000L);
    }
    Files.writeString(data.resolve("history/hot.duckdb"), "damaged");
    try (HotIndex index = open()) {
      assertThat(index.neededFrom()).as("a crash while it is made anew").isEqualTo(1);
      addWithEvent(index, needed, 70);
      assertThat(index.neededFrom()).isEqualTo(needed);
      addWithEvent(index, 96_001, 10);
      assertThat(TestRecords.samples(index.history(), null, 60_000_000L)).isEqualTo(minutes);
    }
  }

  @Test
  void aDayIsWrittenBeforeItsJournalGoes() throws Exception {
    List<StoredSample> hours;
    List<StoredSample> minutes;
    List<StoredSample> raw;
    try (HotIndex index = open()) {
      addWithEvent(index, 1, 100);
      index.writeSamples(KEPT);
      assertThat(parts()).extracting(Part::rows).containsExactly(100L, 100L, 2L);
      assertThat(index.neededFrom()).as("all are in parts").isEqualTo(index.nextPosition());
      addWithEvent(index, 6_061, 30);
      assertThat(index.neededFrom()).as("some came since").isEqualTo(6_061);
      index.writeSamples(KEPT);
      assertThat(parts()).extracting(Part::rows).containsExactly(130L, 130L, 4L);
      assertThat(differing(index.comparison())).containsExactly(0L, 0L, 0L);
      hours = TestRecords.samples(index.history(), null, 3_600_000_000L);
      minutes = TestRecords.samples(index.history(), null, 60_000_000L);
      raw = TestRecords.samples(index.history(), null, 0);
    }
    assertThat(verify().samples()).hasSize(3);
    assertThat(verify().findings())
        .filteredOn(finding -> !finding.where().equals("journal"))
        .isEmpty();
    Files.writeString(data.resolve("history/hot.duckdb"), "damaged");
    try (HotIndex index = open()) {
      assertThat(TestRecords.samples(index.history(), null, 3_600_000_000L)).isEqualTo(hours);
      assertThat(TestRecords.samples(index.history(), null, 60_000_000L)).isEqualTo(minutes);
      assertThat(TestRecords.samples(index.history(), null, 0)).isEqualTo(raw);
      addWithEvent(index, 7_921, 20);
      now = Instant.parse("2026-11-24T03:00:00Z");
      index.upkeep(KEPT);
      assertThat(parts()).extracting(Part::rows).startsWith(150L, 150L);
      assertThat(differing(index.comparison())).containsOnly(0L);
    }
  }

  @Test
  void whatCouldNotBeSampledHoldsTheJournalNoLonger() throws Exception {
    try (HotIndex index = open()) {
      List<Decoded> batch = new ArrayList<>(TestRecords.plain(8, 1));
      batch.add(TestRecords.gap(7, new Sample.Unavailable("system.x", new TreeMap<>(), "denied")));
      index.accept(batch, 9);
      index.seal();
      assertThat(index.neededFrom()).isEqualTo(7);
      index.writeSamples(KEPT);
      assertThat(index.neededFrom()).isEqualTo(9);
      assertThat(parts())
          .extracting(Part::retentionClass, Part::rows)
          .containsExactly(Tuple.tuple("samples-raw", 1L));
    }
  }

  @Test
  void aFileOfAnOlderProgramHasItsDaysWrittenAgain() throws Exception {
    try (HotIndex index = open()) {
      addWithEvent(index, 1, 100);
      index.upkeep(KEPT);
    }
    TestHot.edit(data, "CREATE OR REPLACE TABLE unsealed (day DATE PRIMARY KEY)");
    try (HotIndex index = open()) {
      assertThat(index.neededFrom()).isEqualTo(1);
      index.writeSamples(KEPT);
      assertThat(parts()).extracting(Part::rows).containsExactly(100L, 100L, 2L);
      assertThat(index.neededFrom()).isEqualTo(index.nextPosition());
    }
  }

  @Test
  void aDamagedPartDoesNotKeepTheCollectorFromStarting() throws Exception {
    openSealed().close();
    for (Part part : parts()) {
      TestHistory.flip(data.resolve("history").resolve(part.file()), 200);
    }
    Files.writeString(data.resolve("history/hot.duckdb"), "damaged");
    try (HotIndex index = open()) {
      add(index, 1, 100);
      assertThat(TestRecords.samples(index.history(), null, 0))
          .as("the journal gives what the part does not")
          .hasSize(100);
    }
  }

  /** A day that was sealed, sealed again because something came late, and in part disposed of. */
  @Test
  void noDamagedLineOfTheManifestCostsASample() throws Exception {
    try (HotIndex index = openSealed()) {
      add(index, 40_001, 10);
      index.upkeep(KEPT);
      now = Instant.parse("2026-11-26T03:00:00Z");
      index.upkeep(KEPT);
    }
    List<String> files = parts().stream().map(Part::file).toList();
    assertThat(files).hasSize(2);
    List<String> lines = Files.readAllLines(Manifest.path(data.resolve("history")));
    assertThat(lines).hasSizeGreaterThanOrEqualTo(3);
    for (int damaged = 0; damaged < lines.size(); damaged++) {
      List<String> harmed = new ArrayList<>(lines);
      harmed.set(damaged, "{" + lines.get(damaged));
      Files.write(Manifest.path(data.resolve("history")), harmed);
      for (int start = 0; start < 2; start++) {
        try (HotIndex index = open()) {
          assertThat(parts())
              .as("line " + (damaged + 1))
              .extracting(Part::file)
              .containsExactlyInAnyOrderElementsOf(files);
          assertThat(differing(index.comparison())).containsOnly(0L);
        }
      }
      Files.delete(data.resolve("history/hot.duckdb"));
      try (HotIndex index = open()) {
        assertThat(differing(index.comparison())).containsOnly(0L).hasSize(2);
      }
    }
  }

  private List<Long> differing(SampleComparison comparison) throws Exception {
    List<Long> differing = new ArrayList<>();
    for (Part part : parts()) {
      differing.add(comparison.differing(part));
    }
    return differing;
  }

  private List<Part> parts() throws Exception {
    return List.copyOf(
        Catalog.of(Manifest.read(data.resolve("history")).entries()).samples().values());
  }

  private HistoryVerifier.Report verify() throws Exception {
    return new HistoryVerifier(data, () -> now, () -> false, 1, bytes -> {}).run(List.of());
  }
}
