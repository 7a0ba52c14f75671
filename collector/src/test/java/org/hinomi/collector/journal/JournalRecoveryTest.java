package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.journal.JournalFixture.append;
import static org.hinomi.collector.journal.JournalFixture.chunk;
import static org.hinomi.collector.journal.JournalFixture.open;
import static org.hinomi.collector.journal.JournalFixture.readAll;
import static org.hinomi.collector.journal.JournalFixture.readStopped;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of three groups whose file is then cut or changed, byte by byte. */
class JournalRecoveryTest {
  @TempDir Path dir;
  private Path segment = Path.of("");
  private byte[] whole = {};
  private final int[] ends = new int[4];

  @BeforeEach
  void threeGroups() throws Exception {
    segment = dir.resolve(JournalFormat.fileName(1));
    ends[0] = JournalFormat.HEADER_LENGTH;
    try (SegmentedJournal journal = open(dir)) {
      for (int group = 1; group <= 3; group++) {
        append(journal, chunk("a" + group, "b" + group));
        ends[group] = used();
      }
    }
    whole = Files.readAllBytes(segment);
  }

  private int used() throws Exception {
    return (int) SegmentScan.scan(segment, 1, null, Long.MAX_VALUE).endOffset();
  }

  @Test
  void atEveryCutOfTheLastGroupTheGroupsBeforeItStay() throws Exception {
    for (int cut = ends[2]; cut < ends[3]; cut++) {
      byte[] torn = Arrays.copyOf(whole, whole.length);
      Arrays.fill(torn, cut, torn.length, (byte) 0);
      Files.write(segment, torn);
      assertGoesOnAfter(4, "cut at " + cut);
      Files.write(segment, Arrays.copyOf(whole, cut));
      assertGoesOnAfter(4, "file ends at " + cut);
    }
  }

  @Test
  void atEveryCutOfTheHeaderTheJournalBeginsAgainAndKeepsNothingHalf() throws Exception {
    for (int cut = 0; cut < ends[0]; cut += 7) {
      Files.write(segment, Arrays.copyOf(whole, cut));
      try (SegmentedJournal journal = open(dir)) {
        assertThat(append(journal, chunk("new"))).as("cut at %d", cut).isEqualTo(1);
        assertThat(journal.verify(1).problems()).isEmpty();
      }
    }
  }

  @Test
  void aFlippedBitInTheHeaderCostsNoRecord() throws Exception {
    for (int at = 0; at < ends[0]; at++) {
      if (at >= JournalFormat.HEADER_VERSION && at < JournalFormat.HEADER_LENGTH_FIELD) {
        continue; // another version is refused, see below
      }
      flip(at);
      try (SegmentedJournal journal = open(dir)) {
        assertThat(readAll(journal)).as("flipped at %d", at).hasSize(6);
        assertThat(journal.verify(1).problems()).isEmpty();
      }
    }
  }

  @Test
  void aFlippedBitInTheLastGroupCutsItAndKeepsItAside() throws Exception {
    for (int at = ends[2]; at < ends[3]; at++) {
      flip(at);
      assertGoesOnAfter(4, "flipped at " + at);
      assertThat(dir.resolve(segment.getFileName() + ".cut-" + ends[2])).exists();
    }
  }

  @Test
  void aFlippedBitInAnEarlierGroupIsReportedAndTheRestStays() throws Exception {
    for (int at = ends[1]; at < ends[2]; at++) {
      flip(at);
      assertThat(JournalVerifier.verify(dir, 1).problems())
          .as("flipped at %d", at)
          .containsExactly(segment.getFileName() + ": positions 3..4 do not match their hash");
      try (SegmentedJournal journal = open(dir)) {
        assertThat(append(journal, chunk("next"))).as("flipped at %d", at).isEqualTo(7);
        List<String> read = readAll(journal);
        assertThat(read).as("flipped at %d", at).contains("1 a1", "2 b1", "5 a3", "6 b3", "7 next");
        assertThat(read.stream().filter(r -> r.startsWith("3 ") || r.startsWith("4 ")))
            .allMatch(r -> r.equals("3 a2") || r.equals("4 b2"));
      }
    }
  }

  @Test
  void leftoversBehindTheEndAreNeverTakenForRecords() throws Exception {
    byte[] stale = Arrays.copyOf(whole, whole.length);
    System.arraycopy(whole, ends[0], stale, ends[3], ends[3] - ends[0]);
    Files.write(segment, stale);
    assertThat(readStopped(dir)).hasSize(6);
    assertGoesOnAfter(6, "an older group repeated");
  }

  @Test
  void aNewerFormatIsRefusedNotRepaired() throws Exception {
    byte[] newer = Arrays.copyOf(whole, whole.length);
    newer[JournalFormat.HEADER_VERSION] = 2;
    Files.write(segment, newer);
    assertThatThrownBy(() -> open(dir))
        .hasMessage(
            segment.getFileName()
                + ": format version 2 (expected: at most 1; a newer program wrote it, start that"
                + " one)");
    assertThat(Files.readAllBytes(segment)).isEqualTo(newer);
  }

  private void flip(int at) throws Exception {
    byte[] flipped = Arrays.copyOf(whole, whole.length);
    flipped[at] ^= 0x10;
    Files.write(segment, flipped);
  }

  private void assertGoesOnAfter(int records, String what) throws Exception {
    for (Path other : JournalFormat.segments(dir).tailMap(1L, false).values()) {
      Files.delete(other); // the previous round went on in a new file where this one had no room
    }
    assertThat(readStopped(dir)).as(what).hasSize(records);
    try (SegmentedJournal journal = open(dir)) {
      assertThat(append(journal, chunk("next"))).as(what).isEqualTo(records + 1L);
      List<String> read = readAll(journal);
      assertThat(read).as(what).hasSize(records + 1).contains("1 a1", "4 b2");
      assertThat(journal.verify(1).problems()).as(what).isEmpty();
    }
  }
}
