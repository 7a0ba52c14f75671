package org.hinomi.agent.spool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a start finds of the life before, whole or not. */
@Timeout(60)
class SpoolRestartTest extends SpoolFixture {

  @Test
  void givesUnacknowledgedRecordsAgainWithTheSameIdentity() throws Exception {
    List<Identity> before = new ArrayList<>();
    try (Spool spool = open(SMALL)) {
      for (int i = 0; i < 5; i++) {
        spool.put(line("s", "l" + i));
      }
      for (int i = 0; i < 4; i++) {
        before.add(taken(spool).identity());
      }
      spool.acknowledge(before.get(0));
      spool.acknowledge(before.get(1));
    }
    try (Spool spool = open(SMALL)) {
      assertThat(taken(spool).identity()).isEqualTo(before.get(2));
      assertThat(taken(spool).identity()).isEqualTo(before.get(3));
      assertThat(text(taken(spool))).isEqualTo("l4");
      spool.put(line("s", "l5"));
      assertThat(taken(spool).identity())
          .isEqualTo(new Identity(spool.agentId(), before.get(0).incarnation(), 6));
      assertThat(spool.status().pending()).isEqualTo(4);
    }
  }

  @Test
  void resumesEachStreamBehindItsLastSpooledRecord() throws Exception {
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "10"));
      spool.put(positioned("s", "b", "7"));
      spool.put(positioned("other", "a", "99"));
      spool.put(positioned("s", "a", "20"));
      spool.acknowledge(taken(spool).identity());
    }
    try (Spool spool = open(SMALL)) {
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", "20", "b", "7"));
      assertThat(spool.positions("none")).isEmpty();
    }
  }

  /** A stop meets blocks whose first records are acknowledged and whose others are not. */
  @Test
  void keepsThePositionsOfABlockThatAStopMetHalfAcknowledged() throws Exception {
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      spool.put(positioned("s", "b", "1"));
      spool.acknowledge(taken(spool).identity());
    }
    try (Spool spool = open(SMALL)) {
      for (int i = 2; i < 100; i++) {
        spool.put(positioned("s", "b", String.valueOf(i)));
        spool.acknowledge(taken(spool).identity());
      }
      assertThat(segments().getFirst().toString())
          .as("the first is freed")
          .doesNotEndWith("1.spool");
    }
    try (Spool spool = open(SMALL)) {
      assertThat(spool.positions("s").get("a")).isEqualTo("1");
    }
  }

  @Test
  void freesAcknowledgedSegmentsAndKeepsPositionsWithoutThem() throws Exception {
    try (Spool spool = open(SMALL)) {
      for (int i = 0; i < 200; i++) {
        spool.put(positioned("s", "a", String.valueOf(i)));
        spool.acknowledge(taken(spool).identity());
      }
      assertThat(segments()).hasSizeLessThanOrEqualTo(2);
      assertThat(spool.status().pending()).isZero();
    }
    try (Spool spool = open(SMALL)) {
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", "199"));
      assertThat(spool.take(Duration.ZERO)).isNull();
      spool.put(line("s", "next"));
      assertThat(taken(spool).identity().sequence()).isEqualTo(201);
    }
  }

  @Test
  void dropsATornTailAtEveryByteAndNeverGivesASequenceOutTwice() throws Exception {
    long oneRecord;
    long twoRecords;
    Path segment;
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      spool.flush();
      segment = segments().getFirst();
      oneRecord = Files.size(segment);
      spool.put(positioned("s", "a", "2"));
      spool.flush();
      twoRecords = Files.size(segment);
    }
    byte[] whole = Files.readAllBytes(segment);
    long incarnation = T0.toEpochMilli();
    for (int cut = (int) oneRecord; cut <= twoRecords; cut++) {
      for (Path old : segments()) {
        Files.delete(old);
      }
      Files.write(segment, java.util.Arrays.copyOf(whole, cut));
      try (Spool spool = open(SMALL)) {
        boolean torn = cut != oneRecord && cut != twoRecords;
        assertThat(spool.damages()).as("cut at %s", cut).isEqualTo(torn ? 1 : 0);
        assertThat(spool.positions("s").get("a")).isEqualTo(cut == twoRecords ? "2" : "1");
        assertThat(taken(spool).identity())
            .isEqualTo(new Identity(spool.agentId(), incarnation, 1));
        if (torn) {
          Spooled gap = taken(spool);
          assertThat(gap.entry().msgId()).isEqualTo(AgentFrame.MSGID_GAP);
          assertThat(gap.identity().incarnation()).isGreaterThan(incarnation);
        } else if (cut == twoRecords) {
          assertThat(taken(spool).identity().sequence()).isEqualTo(2);
        }
        spool.put(line("s", "more"));
        Identity more = taken(spool).identity();
        assertThat(more.incarnation() == incarnation).isEqualTo(!torn);
      }
    }
  }

  @Test
  void findsEveryFlippedBit() throws Exception {
    Path segment;
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      segment = segments().getFirst();
    }
    byte[] whole = Files.readAllBytes(segment);
    for (int i = 0; i < whole.length; i++) {
      for (Path old : allFiles()) {
        Files.delete(old);
      }
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x10;
      Files.write(segment, flipped);
      try (Spool spool = open(SMALL)) {
        assertThat(spool.damages()).as("byte %s", i).isEqualTo(1);
        assertThat(taken(spool).entry().msgId()).isEqualTo(AgentFrame.MSGID_GAP);
      }
    }
  }

  @Test
  void startsANewIncarnationWhenTheSegmentsAreGone() throws Exception {
    Identity before;
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      before = taken(spool).identity();
      spool.acknowledge(before);
    }
    for (Path segment : segments()) {
      Files.delete(segment);
    }
    try (Spool spool = open(SMALL)) {
      assertThat(spool.agentId()).isEqualTo(before.agentId());
      assertThat(spool.damages()).isEqualTo(1);
      assertThat(taken(spool).identity().incarnation()).isGreaterThan(before.incarnation());
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", "1"));
    }
  }

  @Test
  void sendsEverythingAgainWhenPositionsAreDamaged() throws Exception {
    try (Spool spool = open(SMALL)) {
      spool.put(positioned("s", "a", "1"));
      spool.acknowledge(taken(spool).identity());
    }
    Path positions = state.resolve("spool/positions");
    byte[] bytes = Files.readAllBytes(positions);
    bytes[20] ^= 1;
    Files.write(positions, bytes);
    try (Spool spool = open(SMALL)) {
      assertThat(spool.positions("s")).isEqualTo(Map.of("a", "1"));
      assertThat(taken(spool).identity().sequence()).isEqualTo(1);
      assertThat(text(taken(spool))).contains("positions: damaged");
    }
  }

  @Test
  void refusesADamagedAgentId() throws Exception {
    Files.writeString(state.resolve("agent.id"), "somebody");
    assertThatThrownBy(() -> open(SMALL)).hasMessageContaining("32 hexadecimal digits");
  }

  /** A folder that an agent before format 2 left: 100 sequences, of which 33 are evicted. */
  @Test
  void opensASpoolOfTheFirstFormat() throws Exception {
    try (FileSystem zip =
            FileSystems.newFileSystem(
                Path.of(requireNonNull(getClass().getResource("first-format.zip")).toURI()));
        Stream<Path> files = Files.walk(zip.getPath("/"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = state.resolve(file.toString().substring(1));
        Files.createDirectories(requireNonNull(to.getParent()));
        Files.copy(file, to);
      }
    }
    List<String> texts = new ArrayList<>();
    Identity last;
    try (Spool spool = open(new SpoolSettings(16 * 4096, 4096))) {
      assertThat(spool.damages()).isZero();
      assertThat(spool.positions("auth")).isEqualTo(Map.of("/var/log/auth.log", "o=39"));
      assertThat(spool.status().pending()).isEqualTo(65);
      spool.put(positioned("auth", "/var/log/auth.log", "o=40"));
      last = new Identity(spool.agentId(), T0.toEpochMilli(), 5);
      for (int left = 65; left > 0; left--) {
        Spooled next = taken(spool);
        assertThat(next.identity().agentId()).isEqualTo(last.agentId());
        assertThat(next.identity().incarnation()).isEqualTo(T0.toEpochMilli());
        assertThat(next.identity().sequence()).isGreaterThan(last.sequence());
        last = next.identity();
        texts.add(text(next).replaceAll("[xy]{300}", ""));
        spool.acknowledge(last);
      }
      assertThat(last.sequence()).isEqualTo(100);
      Spooled added = taken(spool);
      assertThat(added.entry().position()).isEqualTo("o=40");
      assertThat(added.identity().incarnation()).isGreaterThan(T0.toEpochMilli());
      spool.acknowledge(added.identity());
    }
    assertThat(texts.subList(0, 7))
        .startsWith("sample 5 ", "sample 6 ")
        .endsWith(
            "source=sample from=2026-01-02T03:04:16.123456789Z to=2026-01-02T03:04:26.123456789Z"
                + " count=11 reason=spool-full");
    assertThat(texts.subList(25, 65))
        .isEqualTo(IntStream.range(0, 40).mapToObj(i -> "日本語 \0 line " + i + " ").toList());
    try (Spool spool = open(SMALL)) {
      assertThat(spool.damages()).isZero();
      assertThat(spool.status().pending()).isZero();
      assertThat(spool.positions("auth")).isEqualTo(Map.of("/var/log/auth.log", "o=40"));
    }
  }

  @Test
  void aStopWithAFullSpoolDoesNotForgetWhatWasDropped() throws Exception {
    try (Spool spool = open(SMALL)) {
      while (spool.tryPut(line("s", "x".repeat(500)))) {}
      assertThat(spool.offer(line("sample", "y".repeat(500)))).isFalse();
      assertThat(spool.offer(line("sample", "y".repeat(500)))).isFalse();
    }
    try (Spool spool = open(SMALL)) {
      List<String> texts = new ArrayList<>();
      Spooled next;
      while ((next = spool.take(Duration.ZERO)) != null) {
        texts.add(text(next));
      }
      assertThat(texts.getLast()).contains("source=sample", "count=2 reason=spool-full");
    }
  }

  /** The source reads its line again; the samples are gone, and the report with them. */
  @Test
  void aKillSoonAfterALineDoesNotForgetWhatWasDroppedBeforeIt() throws Exception {
    Path copy = Files.createDirectories(state.resolve("after-the-kill"));
    try (Spool spool = open(SMALL)) {
      int taken = 0;
      while (spool.offer(line("sample", "x".repeat(500)))) {
        taken++;
      }
      for (int i = 0; i < taken; i++) {
        spool.acknowledge(taken(spool).identity());
      }
      spool.put(line("s", "line"));
      for (Path file : allFiles()) {
        Files.copy(
            file, Files.createDirectories(copy.resolve("spool")).resolve(file.getFileName()));
      }
    }
    try (Spool spool = Spool.open(copy, SMALL, () -> T0, nanos::get, new Random(1))) {
      List<String> texts = new ArrayList<>();
      Spooled next;
      while ((next = spool.take(Duration.ZERO)) != null) {
        texts.add(text(next));
      }
      assertThat(texts.getLast()).contains("source=sample", "count=1 reason=spool-full");
    }
  }

  /** Killed every few seconds it would else send everything again each time. */
  @Test
  void whatWasAcknowledgedLongBeforeAKillIsNotSentAgain() throws Exception {
    try (Spool spool = open(SMALL)) {
      for (int i = 1; i <= 15; i++) {
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        spool.put(line("s", "l" + i));
        spool.acknowledge(taken(spool).identity());
      }
      assertThat(Positions.read(state.resolve("spool")).orElseThrow().acknowledged())
          .as("in the file before the end")
          .isBetween(11L, 15L);
    }
  }
}
