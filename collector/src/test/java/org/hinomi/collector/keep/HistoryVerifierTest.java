package org.hinomi.collector.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.hinomi.collector.keep.Finding.Status;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.Part;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryVerifierTest {
  @TempDir Path data;
  private List<Part> parts = List.of();

  @BeforeEach
  void make() throws Exception {
    TestHistory.make(data, 5);
    parts = TestHistory.parts(data);
    assertThat(parts).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void findsNothingWhereNothingWasTouched() throws Exception {
    Head before = HistoryVerifier.head(data, TestHistory.CLOCK);
    HistoryVerifier.Report report = verify(before);
    assertThat(report.findings()).isEmpty();
    assertThat(report.intact()).isTrue();
    assertThat(report.days()).extracting(HistoryVerifier.Day::retentionClass).contains("1y");
    assertThat(report.days().stream().mapToLong(HistoryVerifier.Day::events).sum()).isEqualTo(55);
    assertThat(report.records()).isEqualTo(55);
    assertThat(Head.parse(report.head().toString())).isEqualTo(report.head());
  }

  @Test
  void aHeadOfBeforeStillHoldsAfterMoreWasRecordedAndJoined() throws Exception {
    Head before = HistoryVerifier.head(data, TestHistory.CLOCK);
    try (TestHistory history = new TestHistory(data)) {
      for (int i = 0; i < 20; i++) {
        history.add(11, "default");
      }
    }
    assertThat(TestHistory.parts(data).stream().anyMatch(part -> part.groups().size() > 1))
        .as("parts were joined")
        .isTrue();
    assertThat(verify(before).findings()).isEmpty();
    assertThat(verify(Head.parse(before.manifest())).findings()).isEmpty();
  }

  @Test
  void seesOneChangedByteOfAnyPart() throws Exception {
    for (Part part : parts) {
      Path file = TestHistory.file(data, part);
      TestHistory.flip(file, Files.size(file) / 2);
      assertThat(verify().findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.status()).isEqualTo(Status.MODIFIED);
                assertThat(finding.retentionClass()).isEqualTo(part.retentionClass());
                assertThat(finding.day()).isEqualTo("2026-11-23");
                assertThat(finding.where()).isEqualTo("history/" + part.file());
                assertThat(finding.detail(Language.EN)).contains(part.sha256());
                assertThat(finding.detail(Language.JA)).contains(part.sha256());
              });
      TestHistory.flip(file, Files.size(file) / 2);
    }
  }

  @Test
  void seesAPartDeletedTheNewestToo() throws Exception {
    Files.delete(TestHistory.file(data, parts.getFirst()));
    Files.delete(TestHistory.file(data, parts.getLast()));
    assertThat(verify().findings())
        .extracting(Finding::status, Finding::where)
        .containsExactlyInAnyOrder(
            Tuple.tuple(Status.MISSING, "history/" + parts.getFirst().file()),
            Tuple.tuple(Status.MISSING, "history/" + parts.getLast().file()));
  }

  @Test
  void seesTwoPartsSwapped() throws Exception {
    Path first = TestHistory.file(data, parts.get(0));
    Path second = TestHistory.file(data, parts.get(1));
    Path aside = data.resolve("aside");
    Files.move(first, aside);
    Files.move(second, first);
    Files.move(aside, second);
    assertThat(verify().findings())
        .extracting(Finding::status, Finding::text, finding -> finding.values().getFirst())
        .containsExactlyInAnyOrder(
            Tuple.tuple(Status.MODIFIED, "part-swapped", parts.get(1).file()),
            Tuple.tuple(Status.MODIFIED, "part-swapped", parts.get(0).file()));
  }

  @Test
  void seesAFileThatNobodyRecorded() throws Exception {
    Path file = TestHistory.file(data, parts.getFirst());
    Files.copy(file, file.resolveSibling("part-999.parquet"));
    assertThat(verify().findings())
        .singleElement()
        .extracting(Finding::status)
        .isEqualTo(Status.ADDED);
  }

  @Test
  void seesAnEditedLineOfTheManifestAndOneTakenOut() throws Exception {
    List<String> lines = Files.readAllLines(manifest());
    Files.write(
        manifest(),
        lines.stream().map(line -> line.replace("\"rows\":11", "\"rows\":10")).toList());
    assertThat(verify().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.status()).isEqualTo(Status.MODIFIED);
              assertThat(finding.text()).isEqualTo("line-changed");
            });
    Files.write(
        manifest(), Stream.concat(lines.stream().limit(1), lines.stream().skip(2)).toList());
    assertThat(verify().findings()).extracting(Finding::text).contains("line-changed", "added");
  }

  @Test
  void goesOnSayingThatALineWasDamagedAfterTheCollectorHasGoneOnWithoutIt() throws Exception {
    Head early = head(1);
    Head sent = HistoryVerifier.head(data, TestHistory.CLOCK);
    List<String> lines = new ArrayList<>(Files.readAllLines(manifest()));
    lines.set(1, lines.get(1).replace("\"rows\":11", "\"rows\":10"));
    Files.write(manifest(), lines);
    assertThat(verify(early, sent).findings())
        .extracting(Finding::text)
        .containsExactlyInAnyOrder("line-changed", "added");
    try (TestHistory history = new TestHistory(data)) {
      history.add(11, "default");
    }
    for (int start = 0; start < 2; start++) {
      HistoryVerifier.Report report = verify(early, sent);
      assertThat(report.intact()).isFalse();
      assertThat(report.findings())
          .extracting(Finding::text, Finding::where)
          .containsExactlyInAnyOrder(
              Tuple.tuple("line-changed", "history/manifest.jsonl:2"),
              Tuple.tuple("recovered", "history/manifest.jsonl:" + (lines.size() + 1)),
              Tuple.tuple("recovered-hold", "history/manifest.jsonl:" + (lines.size() + 1)));
      assertThat(report.findings())
          .filteredOn(finding -> finding.text().equals("recovered"))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.detail(Language.EN))
                    .contains("line 2", "manifest.jsonl.damaged-");
                assertThat(finding.detail(Language.JA)).contains("2 行目");
              });
      assertThat(report.days().stream().mapToLong(HistoryVerifier.Day::events).sum()).isEqualTo(66);
      new TestHistory(data).close();
    }
    // Who changes what stood before that line does not go unseen.
    lines = new ArrayList<>(Files.readAllLines(manifest()));
    lines.set(1, lines.get(1).replace("\"rows\":10", "\"rows\":12"));
    Files.write(manifest(), lines);
    assertThat(verify().findings()).extracting(Finding::text).contains("recovered-changed");
  }

  @Test
  void saysOfAHeadThatItsLineStandsElsewhereWhereOneBeforeItIsGone() throws Exception {
    Head sent = HistoryVerifier.head(data, TestHistory.CLOCK);
    List<String> lines = new ArrayList<>(Files.readAllLines(manifest()));
    lines.remove(1);
    Files.write(manifest(), lines);
    new TestHistory(data).close();
    assertThat(verify(sent).findings())
        .extracting(Finding::text)
        .containsExactlyInAnyOrder("line-changed", "recovered", "recovered-hold", "head-moved");
  }

  private Head head(int lines) throws IOException {
    String line = Files.readAllLines(manifest()).get(lines - 1);
    return new Head("", lines, line.substring(line.indexOf('\t') + 1), -1, "");
  }

  @Test
  void seesTheNewestPartTakenOutTogetherWithItsLine() throws Exception {
    Head sent = HistoryVerifier.head(data, TestHistory.CLOCK);
    List<String> lines = Files.readAllLines(manifest());
    Files.write(manifest(), lines.subList(0, lines.size() - 1));
    Files.delete(TestHistory.file(data, parts.getLast()));
    // The journal still has the events, so nothing is lost; the head that was sent out tells.
    assertThat(verify(sent).findings())
        .singleElement()
        .extracting(Finding::status)
        .isEqualTo(Status.CUT_OFF);
    assertThat(verify(Head.parse(sent.manifest())).findings())
        .extracting(Finding::text)
        .containsExactly("head-unknown");
    deleteJournal();
    assertThat(verify().findings()).extracting(Finding::text).containsExactly("no-journal");
  }

  @Test
  void seesEverythingReplacedConsistentlyByAHeadThatWasSentOut() throws Exception {
    Head sent = HistoryVerifier.head(data, TestHistory.CLOCK);
    Part part = parts.getFirst();
    Path file = TestHistory.file(data, part);
    byte[] bytes = Files.readAllBytes(file);
    bytes[100] ^= 1;
    Files.write(file, bytes);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    TestHistory.rewrite(
        data,
        Files.readAllLines(manifest()).stream()
            .map(line -> line.substring(0, line.indexOf('\t')).replace(part.sha256(), sha256))
            .toList());
    assertThat(verify().findings()).isEmpty();
    assertThat(verify(sent).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.status()).isEqualTo(Status.MODIFIED);
              assertThat(finding.text()).isEqualTo("head-differs");
            });
  }

  @Test
  void seesARecordOfTheJournalEditedThatIsInNoPartYet() throws Exception {
    Path other = data.resolve("other");
    TestHistory.make(other, 5);
    TestHistory history = new TestHistory(other);
    history.add(3, "default");
    // As after a crash: the events are in memory only, and in the journal.
    Path crashed = data.resolve("crashed");
    copy(other, crashed);
    history.close();
    assertThat(HistoryVerifierTest.verify(crashed).findings()).isEmpty();
    Head sent = HistoryVerifier.head(crashed, TestHistory.CLOCK);
    Path segment = newestSegment(crashed);
    byte[] bytes = Files.readAllBytes(segment);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("message 57")] = 'M';
    Files.write(segment, bytes);
    // The group that was written last cannot be told from one that a crash tore…
    assertThat(HistoryVerifierTest.verify(crashed, sent).findings())
        .extracting(Finding::status)
        .contains(Status.CUT_OFF);
    // …but any before it can.
    bytes[text.indexOf("message 57")] = 'm';
    bytes[text.indexOf("message 50")] = 'M';
    Files.write(segment, bytes);
    assertThat(HistoryVerifierTest.verify(crashed).findings())
        .extracting(Finding::status, Finding::text)
        .contains(Tuple.tuple(Status.MODIFIED, "journal"));
  }

  @Test
  void saysOfALineThatACrashLeftUnfinishedThatNothingIsWrong() throws Exception {
    Files.writeString(manifest(), "{\"added\"", StandardOpenOption.APPEND);
    HistoryVerifier.Report report = verify();
    assertThat(report.findings()).extracting(Finding::text).containsExactly("unfinished-line");
    assertThat(report.intact()).isTrue();
  }

  @Test
  void waitsForTheEndOfALineThatACollectorIsWriting() throws Exception {
    byte[] whole = Files.readAllBytes(manifest());
    // Of a part that has come since the names of files were read.
    Files.writeString(manifest(), "{\"added\"", StandardOpenOption.APPEND);
    BooleanSupplier running =
        () -> {
          write(manifest(), whole); // as if it had not begun: its end would need the part
          return true;
        };
    HistoryVerifier.Report report =
        new HistoryVerifier(data, TestHistory.CLOCK, running, 2, bytes -> {}).run(List.of());
    assertThat(report.findings()).isEmpty();
    assertThat(report.lines()).isEqualTo(verify().lines());
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void worksOnTheFolderOfACollectorThatRecordsAndJoins() throws Exception {
    try (TestHistory history = new TestHistory(data)) {
      Thread recording =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 100; i++) {
                        history.add(11, "default");
                      }
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
      while (recording.isAlive()) {
        assertThat(run(data, true).findings()).isEmpty();
      }
      recording.join();
    }
    assertThat(verify().findings()).isEmpty();
  }

  private Path manifest() {
    return Manifest.path(data.resolve("history"));
  }

  private void deleteJournal() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("journal"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(data.resolve("journal"));
  }

  private static Path newestSegment(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("journal"))) {
      return files
          .filter(file -> file.toString().endsWith(".hnj"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        if (!file.getFileName().toString().contains("duckdb")) {
          Files.copy(
              file,
              to.resolve(from.relativize(file).toString()),
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private HistoryVerifier.Report verify(Head... sent) throws Exception {
    return verify(data, sent);
  }

  private static HistoryVerifier.Report verify(Path data, Head... sent) throws Exception {
    return run(data, false, sent);
  }

  private static HistoryVerifier.Report run(Path data, boolean running, Head... sent)
      throws Exception {
    return new HistoryVerifier(data, TestHistory.CLOCK, () -> running, 2, bytes -> {})
        .run(List.of(sent));
  }
}
