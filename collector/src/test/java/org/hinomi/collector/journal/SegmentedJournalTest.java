package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.journal.JournalFixture.append;
import static org.hinomi.collector.journal.JournalFixture.chunk;
import static org.hinomi.collector.journal.JournalFixture.open;
import static org.hinomi.collector.journal.JournalFixture.readAll;

import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.collector.receive.Intake;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedJournalTest {
  @TempDir Path dir;

  @Test
  void givesBackWhatWentInWithEveryField() throws Exception {
    ChunkBuilder builder = new ChunkBuilder();
    byte[] bytes = {0, (byte) 0xff, '\n', 'x'};
    builder.add(Unpooled.wrappedBuffer(bytes), 1, 3);
    builder.add(bytes, 1, Unpooled.wrappedBuffer(bytes), 2, 2, 9000, FrameFault.CUT_OFF);
    InetSocketAddress ipv6 =
        JournalFixture.sender(
            new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, 65535);
    Chunk first = builder.build(Transport.RELP, ipv6, 123, 77, 5);
    builder.add(Unpooled.EMPTY_BUFFER, 0, 0);
    Chunk second =
        builder.build(Transport.IMPORT, InetSocketAddress.createUnresolved("fs1", 0), 456, 0, 0);
    List<String> seen = new ArrayList<>();
    try (SegmentedJournal journal = open(dir)) {
      assertThat(append(journal, first)).isEqualTo(1);
      assertThat(append(journal, second)).isEqualTo(3);
      try (JournalReader reader = journal.openReader(1)) {
        while (reader.read(
                1,
                Duration.ZERO,
                r ->
                    seen.add(
                        List.of(
                                r.position(),
                                r.transport(),
                                r.sender().toString(),
                                r.receivedNanos(),
                                r.connection(),
                                r.indexInConnection(),
                                r.originalLength(),
                                String.valueOf(r.fault()),
                                Unpooled.wrappedBuffer(r.buffer(), r.offset(), r.length())
                                    .toString(StandardCharsets.ISO_8859_1))
                            .toString()))
            > 0) {
          // on
        }
      }
    }
    assertThat(seen)
        .containsExactly(
            "[1, RELP, " + ipv6 + ", 123, 77, 5, 3, null, \u00ff\nx]",
            "[2, RELP, " + ipv6 + ", 123, 77, 6, 9000, CUT_OFF, \0\nx]",
            "[3, IMPORT, fs1/<unresolved>:0, 456, 0, 0, 0, null, ]");
  }

  @Test
  void putsRecordsTogetherThatShareTheirStart() throws Exception {
    byte[] bytes = "head one, two, of all".getBytes(StandardCharsets.UTF_8);
    ChunkBuilder builder = new ChunkBuilder();
    builder.add(Unpooled.wrappedBuffer(bytes), 0, 8);
    builder.addShared(5, bytes, 10, 3);
    builder.add(Unpooled.wrappedBuffer(bytes), 15, 6);
    builder.addShared(8, bytes, 8, 1);
    builder.addShared(1, bytes, 0, 0);
    builder.addShared(5, bytes, 15, 6);
    Chunk first = builder.build(Transport.IMPORT, JournalFixture.SENDER, 1, 0, 0);
    builder.add(Unpooled.wrappedBuffer(bytes), 10, 11);
    builder.addShared(3, bytes, 4, 4);
    Chunk second = builder.build(Transport.IMPORT, JournalFixture.SENDER, 1, 0, 0);
    try (SegmentedJournal journal = open(dir)) {
      append(journal, first);
      append(journal, second);
      assertThat(readAll(journal))
          .containsExactly(
              "1 head one",
              "2 head two",
              "3 of all",
              "4 head one,",
              "5 h",
              "6 head of all",
              "7 two, of all",
              "8 two one");
      assertThat(journal.verify(1).problems()).isEmpty();
      try (JournalReader reader = journal.openReader(6)) {
        assertThat(readAll(reader)).startsWith("6 head of all");
      }
    }
  }

  @Test
  void goesOnWhereItStoppedAndChainsOverSegments() throws Exception {
    String text = "x".repeat(1000);
    for (int run = 0; run < 4; run++) {
      try (SegmentedJournal journal = open(dir)) {
        assertThat(journal.nextPosition()).isEqualTo(run * 60 + 1);
        for (int i = 0; i < 60; i++) {
          append(journal, chunk(text + journal.nextPosition()));
        }
        assertThat(journal.verify(1).problems()).isEmpty();
      }
    }
    assertThat(JournalFormat.segments(dir)).hasSizeGreaterThan(3);
    JournalVerifier.Report report = JournalVerifier.verify(dir, 1);
    assertThat(report.problems()).isEmpty();
    assertThat(report.records()).isEqualTo(240);
    assertThat(report.nextPosition()).isEqualTo(241);
    List<String> expected =
        LongStream.rangeClosed(1, 240).mapToObj(p -> p + " " + text + p).toList();
    assertThat(JournalFixture.readStopped(dir)).isEqualTo(expected);
    try (JournalReader middle = SegmentedJournal.openStopped(dir, 171)) {
      assertThat(readAll(middle)).isEqualTo(expected.subList(170, 240));
    }
  }

  @Test
  void concurrentAppendsEachGetTheirOwnPositionsInOrderOfTheirThread() throws Exception {
    int threads = 4;
    int chunks = 300;
    try (SegmentedJournal journal = open(dir)) {
      List<CompletableFuture<Long>> all = Collections.synchronizedList(new ArrayList<>());
      List<Thread> running =
          IntStream.range(0, threads)
              .mapToObj(
                  t ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                for (int i = 0; i < chunks; i++) {
                                  Chunk c =
                                      chunk(t + 1, 2L * i, t + ":" + 2 * i, t + ":" + (2 * i + 1));
                                  CompletableFuture<Long> synced = new CompletableFuture<>();
                                  Intake.Commit commit = (p, failure) -> synced.complete(p);
                                  while (!journal.offer(c, commit)) {
                                    Thread.onSpinWait();
                                  }
                                  all.add(synced);
                                }
                              }))
              .toList();
      for (Thread t : running) {
        t.join();
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
      assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(threads * chunks);
      long[] next = new long[threads];
      List<String> wrong = new ArrayList<>();
      try (JournalReader reader = journal.openReader(1)) {
        long expected = 1;
        while (expected <= 2L * threads * chunks) {
          long from = expected;
          expected +=
              reader.read(
                  100,
                  Duration.ofSeconds(10),
                  r -> {
                    int t = (int) r.connection() - 1;
                    String text = t + ":" + next[t];
                    if (!JournalFixture.text(r).equals(text) || r.indexInConnection() != next[t]) {
                      wrong.add(r.position() + ": " + JournalFixture.text(r) + " for " + text);
                    }
                    next[t]++;
                  });
          assertThat(expected).isGreaterThan(from);
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void aReaderWaitsForWhatComes() throws Exception {
    try (SegmentedJournal journal = open(dir);
        JournalReader reader = journal.openReader(1)) {
      CompletableFuture<String> got = new CompletableFuture<>();
      CountDownLatch started = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(
              () -> {
                started.countDown();
                try {
                  reader.read(1, Duration.ofSeconds(20), r -> got.complete(JournalFixture.text(r)));
                } catch (IOException | InterruptedException e) {
                  got.completeExceptionally(e);
                }
              });
      started.await();
      append(journal, chunk("here"));
      assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo("here");
    }
  }

  @Test
  void refusesASecondOpenWithTheHoldersPid() throws Exception {
    try (SegmentedJournal journal = open(dir)) {
      assertThat(journal.nextPosition()).isEqualTo(1);
      assertThatThrownBy(() -> open(dir))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("open in another process (pid " + ProcessHandle.current().pid());
    }
    open(dir).close();
  }

  @Test
  void dropsOnlySegmentsThatAreWholeBeforeThePosition() throws Exception {
    try (SegmentedJournal journal = open(dir)) {
      for (int i = 0; i < 200; i++) {
        append(journal, chunk("y".repeat(1000)));
      }
      List<Long> firsts = List.copyOf(JournalFormat.segments(dir).keySet());
      assertThat(firsts).hasSizeGreaterThan(3);
      assertThat(journal.dropBefore(Long.MAX_VALUE, journal.bytes())).isZero();
      assertThat(journal.dropBefore(firsts.get(2) - 1, 0)).isEqualTo(1);
      assertThat(journal.firstPosition()).isEqualTo(firsts.get(1));
      assertThat(journal.dropBefore(Long.MAX_VALUE, 0)).isEqualTo(firsts.size() - 2);
      assertThat(JournalFormat.segments(dir)).hasSize(1);
      assertThatThrownBy(() -> journal.openReader(1))
          .hasMessage(
              "journal position 1 is not there (expected: %d..201)", firsts.get(firsts.size() - 1));
    }
  }

  @Test
  void pendingBytesAreBoundedAndResumeRunsWhenThereIsRoom() throws Exception {
    JournalSettings small = new JournalSettings(dir, 1 << 20, 64 << 10);
    try (SegmentedJournal journal =
        SegmentedJournal.open(small, 1, () -> 0, new PrometheusRegistry())) {
      CountDownLatch hold = new CountDownLatch(1);
      CountDownLatch holding = new CountDownLatch(1);
      assertThat(
              journal.offer(
                  chunk("first"),
                  (p, f) -> {
                    holding.countDown();
                    try {
                      hold.await();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }))
          .isTrue();
      holding.await();
      Chunk big = chunk("z".repeat(30 << 10));
      assertThat(journal.offer(big, Intake.Commit.IGNORED)).isTrue();
      assertThat(journal.offer(big, Intake.Commit.IGNORED)).isTrue();
      assertThat(journal.offer(big, Intake.Commit.IGNORED)).isFalse();
      CountDownLatch resumed = new CountDownLatch(1);
      journal.whenWritable(resumed::countDown);
      assertThat(resumed.getCount()).isEqualTo(1);
      hold.countDown();
      assertThat(resumed.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(journal.offer(big, Intake.Commit.IGNORED)).isTrue();
    }
    assertThat(JournalVerifier.verify(dir, 1).records()).isEqualTo(4);
  }

  @Test
  void refusesAChunkWhoseCountIsWrong() throws Exception {
    Chunk good = chunk("a", "b");
    Chunk bad =
        new Chunk(good.transport(), good.sender(), 0, 0, 0, 3, good.records(), good.length());
    try (SegmentedJournal journal = open(dir)) {
      assertThatThrownBy(() -> journal.offer(bad, Intake.Commit.IGNORED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("chunk of 3 records");
    }
  }

  @Test
  void positionsThatAConsumerHasSeenAreNotGivenAgain() throws Exception {
    try (SegmentedJournal journal = open(dir)) {
      append(journal, chunk("a"));
    }
    JournalSettings settings = new JournalSettings(dir, 64 << 10, 1 << 20);
    try (SegmentedJournal journal =
        SegmentedJournal.open(settings, 10, () -> 0, new PrometheusRegistry())) {
      assertThat(append(journal, chunk("b"))).isEqualTo(10);
      assertThat(readAll(journal)).containsExactly("1 a", "10 b");
      assertThat(journal.verify(1).problems()).containsExactly("positions 2..9 are missing");
    }
  }

  @Test
  void saysWhenItsNewestRecordCame() throws Exception {
    try (SegmentedJournal journal = open(dir)) {
      assertThat(journal.newest()).as("there is none").isEmpty();
      append(journal, chunk("a", "b"));
      assertThat(journal.newest()).hasValue(Instant.EPOCH.plusNanos(JournalFixture.NOW));
    }
    try (SegmentedJournal journal = open(dir)) {
      assertThat(journal.newest()).hasValue(Instant.EPOCH.plusNanos(JournalFixture.NOW));
    }
    JournalSettings settings = new JournalSettings(dir, 64 << 10, 1 << 20);
    try (SegmentedJournal journal =
        SegmentedJournal.open(settings, 10, () -> 0, new PrometheusRegistry())) {
      assertThat(journal.newest()).as("the one before the position is lost").isEmpty();
      assertThat(journal.dropBefore(10, 0)).isEqualTo(1);
      assertThat(journal.newest()).as("none is left").isEmpty();
    }
  }
}
