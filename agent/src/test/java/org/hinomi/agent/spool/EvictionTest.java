package org.hinomi.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hinomi.core.event.AgentFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictionTest {
  private static final Instant T0 = Instant.parse("2026-01-02T00:00:00Z");
  private static final SpoolSettings SMALL = new SpoolSettings(8 * 4096, 4096);
  private static final Pattern GAP =
      Pattern.compile("source=sample from=(\\S+) to=(\\S+) count=(\\d+) reason=(\\S+)");

  @TempDir Path state;
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> samples = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private long evicted;
  private Instant now = T0;

  private Spool open() throws Exception {
    return open(SMALL);
  }

  private Spool open(SpoolSettings settings) throws Exception {
    return Spool.open(state, settings, () -> now, nanos::get, new Random(1));
  }

  private static SpoolEntry entry(String msgId, String source, int number) {
    return entry(msgId, source, number, 300);
  }

  private static SpoolEntry entry(String msgId, String source, int number, int length) {
    return new SpoolEntry(
        source,
        "",
        msgId.equals(AgentFrame.MSGID_EVENT) ? String.valueOf(number) : "",
        msgId,
        AgentFrame.KIND_LINE,
        T0.plusSeconds(number),
        3,
        6,
        "app",
        null,
        Map.of(),
        (number + " " + "x".repeat(length)).getBytes(UTF_8));
  }

  private static SpoolEntry sample(int number) {
    return entry(AgentFrame.MSGID_SAMPLE, "sample", number);
  }

  private static SpoolEntry line(int number) {
    return entry(AgentFrame.MSGID_EVENT, "log", number);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(state.resolve("spool"))) {
      return found.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
    }
  }

  /** Takes all that is there; sequences go up by what is sent. */
  private void drain(Spool spool) throws Exception {
    long last = 0;
    Spooled next;
    while ((next = spool.take(Duration.ZERO)) != null) {
      assertThat(next.identity().sequence()).isGreaterThan(last);
      last = next.identity().sequence();
      String text = new String(next.entry().message(), UTF_8);
      if (next.entry().msgId().equals(AgentFrame.MSGID_GAP)) {
        Matcher gap = GAP.matcher(text);
        assertThat(gap.matches()).as(text).isTrue();
        evicted += Long.parseLong(requireNonNull(gap.group(3)));
        gaps.add(text);
      } else {
        List<String> kind = next.entry().msgId().equals(AgentFrame.MSGID_SAMPLE) ? samples : lines;
        kind.add(text.substring(0, text.indexOf(' ')));
      }
      spool.acknowledge(next.identity());
    }
    assertThat(spool.status().pending()).isZero();
  }

  @Test
  void theOldestSamplesGoFirstAndTheirGapSaysFromWhenToWhen() throws Exception {
    try (Spool spool = open()) {
      for (int i = 0; i < 300; i++) {
        assertThat(spool.offer(sample(i))).as("sample " + i).isTrue();
      }
      assertThat(spool.status().bytes()).isLessThanOrEqualTo(SMALL.maxBytes());
      assertThat(spool.status().dropped()).isPositive();
      drain(spool);
      assertThat(samples).contains("0", "299").hasSize((int) (300 - spool.status().dropped()));
      assertThat(evicted).isEqualTo(spool.status().dropped());
      Matcher first = GAP.matcher(gaps.getFirst());
      assertThat(first.matches()).isTrue();
      assertThat(Instant.parse(requireNonNull(first.group(1))))
          .isBefore(Instant.parse(requireNonNull(first.group(2))));
      assertThat(first.group(4)).isEqualTo("spool-full");
    }
  }

  @Test
  void watchedRecordsStayAndGetTheRoomOfSamplesAlsoOverARestart() throws Exception {
    int taken = 0;
    try (Spool spool = open()) {
      for (int i = 0; i < 60; i++) {
        spool.offer(sample(i));
      }
      while (spool.tryPut(line(taken))) {
        taken++;
      }
      assertThat(taken).as("samples of 7 segments made room").isGreaterThan(40);
    }
    try (Spool spool = open()) {
      assertThat(spool.damages()).isZero();
      assertThat(spool.positions("log")).containsEntry("", String.valueOf(taken - 1));
      drain(spool);
    }
    assertThat(lines).hasSize(taken).first().isEqualTo("0");
    assertThat(evicted + samples.size()).isEqualTo(60);
  }

  @Test
  void whatIsOldGoesAlsoWhereThereIsRoom() throws Exception {
    try (Spool spool = open()) {
      for (int i = 0; i < 25; i++) {
        spool.offer(sample(i));
      }
      List<Path> files = files();
      assertThat(files).hasSizeGreaterThan(2);
      Files.setLastModifiedTime(files.get(1), FileTime.from(T0.minus(Duration.ofDays(15))));
      Files.setLastModifiedTime(files.get(2), FileTime.from(T0));
      nanos.addAndGet(Duration.ofDays(2).toNanos());
      spool.offer(sample(25));
      drain(spool);
      assertThat(gaps).singleElement().asString().endsWith("reason=spool-age");
      assertThat(samples).contains("0", "25").hasSize((int) (26 - evicted));
    }
  }

  /** As of a machine without a clock of its own, once it has asked for the time. */
  @Test
  void aClockThatJumpsMakesNothingOld() throws Exception {
    try (Spool spool = open()) {
      for (int i = 0; i < 25; i++) {
        offerNow(spool, i);
      }
      pass(Duration.ofMinutes(2));
      now = now.plus(Duration.ofDays(20_000));
      offerNow(spool, 25);
    }
    try (Spool spool = open()) {
      pass(Duration.ofDays(2));
      offerNow(spool, 26);
      assertThat(spool.status().dropped()).as("after a start").isZero();
      pass(Duration.ofDays(2));
      now = now.plus(Duration.ofDays(20));
      offerNow(spool, 27);
      assertThat(spool.status().dropped()).as("at a jump").isZero();
      pass(Duration.ofDays(2));
      now = now.minus(Duration.ofDays(30_000));
      offerNow(spool, 28);
      pass(Duration.ofDays(9));
      offerNow(spool, 29);
      assertThat(spool.status().dropped()).as("after 15 days").isPositive();
      drain(spool);
      assertThat(gaps).isNotEmpty().allMatch(gap -> gap.endsWith("reason=spool-age"));
    }
  }

  /** And within the minute in which nobody looks at the clock. */
  @Test
  void aClockThatIsSetBackMakesNothingOldThatWasWrittenSince() throws Exception {
    try (Spool spool = open()) {
      int put = 0;
      while (files().size() < 2) {
        offerNow(spool, put++);
      }
      now = now.minus(Duration.ofDays(30_000));
      while (files().size() < 4) {
        offerNow(spool, put++);
      }
      assertThat(spool.status().dropped()).isZero();
    }
  }

  /** The file's time is this test's too, not the machine's. */
  private void offerNow(Spool spool, int number) throws IOException {
    assertThat(spool.offer(sample(number))).isTrue();
    Files.setLastModifiedTime(files().getLast(), FileTime.from(now));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    now = now.plus(time);
  }

  @Test
  void aRewritingThatWasBrokenOffLeavesTheSegmentAsItWas() throws Exception {
    try (Spool spool = open()) {
      for (int i = 0; i < 40; i++) {
        spool.offer(sample(i));
      }
    }
    List<Path> files = files();
    Path torn = files.get(1).resolveSibling(files.get(1).getFileName() + ".next");
    Files.writeString(torn, "torn");
    try (Spool spool = open()) {
      assertThat(spool.damages()).isZero();
      assertThat(torn).doesNotExist();
      for (int i = 40; i < 300; i++) {
        assertThat(spool.offer(sample(i))).isTrue();
      }
      drain(spool);
    }
    assertThat(evicted + samples.size()).isEqualTo(300);
  }

  /** What follows it in its block is gone: nothing of the block is sent any more. */
  @Test
  void thePositionOfALineThatWasAcknowledgedBeforeAStopIsKept() throws Exception {
    SpoolSettings settings = new SpoolSettings(4 * 128 << 10, 128 << 10);
    try (Spool spool = open(settings)) {
      int put = 0;
      while (Files.size(files().getFirst()) < settings.segmentBytes()) {
        spool.offer(sample(put++));
      }
      spool.put(line(1));
      spool.offer(sample(put));
      assertThat(files()).hasSize(2);
      for (; put >= 0; put--) { // but for the last, which is in the line's block
        spool.acknowledge(requireNonNull(spool.take(Duration.ZERO)).identity());
      }
    }
    assertThat(files()).as("no answer came since the second is read").hasSize(2);
    try (Spool spool = open(settings)) {
      spool.put(entry(AgentFrame.MSGID_EVENT, "other", 1, BlockWriter.FULL));
      while (spool.status().dropped() == 0) {
        assertThat(spool.offer(sample(1))).isTrue();
      }
      drain(spool);
    }
    try (Spool spool = open(settings)) {
      assertThat(spool.positions("log")).containsEntry("", "1");
    }
  }

  @Test
  void aDamagedSegmentStopsNeitherSamplesNorSources() throws Exception {
    int taken = 0;
    try (Spool spool = open()) {
      for (int i = 0; i < 40; i++) {
        assertThat(spool.offer(sample(i))).isTrue();
      }
      Path damaged = files().get(1);
      byte[] bytes = Files.readAllBytes(damaged);
      bytes[bytes.length / 2] ^= 1;
      Files.write(damaged, bytes);
      for (int i = 40; i < 300; i++) {
        assertThat(spool.offer(sample(i))).as("sample " + i).isTrue();
      }
      while (spool.tryPut(line(taken))) {
        taken++;
      }
      assertThat(taken).isPositive();
      assertThat(spool.status().bytes()).isLessThanOrEqualTo(SMALL.maxBytes());
      assertThat(Files.readAllBytes(damaged)).isEqualTo(bytes);
      spool.flush();
      assertThatThrownBy(() -> drain(spool)).isInstanceOf(IOException.class);
    }
    try (Spool spool = open()) {
      assertThat(spool.damages()).as("the end of the segment, and what was there").isEqualTo(2);
      Spooled next;
      while ((next = spool.take(Duration.ZERO)) != null) {
        lines.addAll(next.entry().msgId().equals(AgentFrame.MSGID_EVENT) ? List.of("") : List.of());
        spool.acknowledge(next.identity());
      }
    }
    assertThat(lines).hasSize(taken);
  }
}
