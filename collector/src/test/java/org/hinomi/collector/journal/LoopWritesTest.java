package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hinomi.collector.journal.JournalFixture.chunk;
import static org.hinomi.collector.journal.JournalFixture.readAll;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.Pauses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are written by the event loop which read them. */
class LoopWritesTest {
  private static final String OWN = "journal-writer";

  @TempDir Path dir;
  private final ExecutorService loop = newLoop("loop");
  private SegmentedJournal journal;

  private static ExecutorService newLoop(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).factory());
  }

  @BeforeEach
  void open() throws IOException {
    journal = open(Long.MAX_VALUE);
  }

  private SegmentedJournal open(long slowNanos) throws IOException {
    return SegmentedJournal.open(
        new JournalSettings(dir, 64 << 10, 1 << 20),
        1,
        () -> 0,
        new PrometheusRegistry(),
        new Pauses(InstantSource.system(), System::nanoTime),
        slowNanos);
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
    loop.shutdown();
    assertThat(loop.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Offers it as a loop does whose sender waits; gives the name of the thread that told of it. */
  private CompletableFuture<String> offer(Executor executor, Chunk chunk) {
    CompletableFuture<String> told = new CompletableFuture<>();
    boolean taken =
        journal.offer(
            chunk,
            Intake.Commit.answeredOn(
                executor, (position, failure) -> told.complete(Thread.currentThread().getName())));
    assertThat(taken).isTrue();
    return told;
  }

  private static String get(CompletableFuture<String> told) throws Exception {
    return told.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aSingleRecordIsWrittenByTheLoopThatReadIt() throws Exception {
    assertThat(get(offer(loop, chunk("a")))).isEqualTo("loop");
    assertThat(get(offer(loop, chunk("b", "c")))).isEqualTo("loop");
    assertThat(readAll(journal)).containsExactly("1 a", "2 b", "3 c");
    assertThat(journal.verify(1).problems()).isEmpty();
  }

  @Test
  void whatComesInNumbersIsNot() throws Exception {
    assertThat(get(offer(loop, chunk("a", "b", "c", "d", "e")))).isEqualTo(OWN);
  }

  @Test
  void whatNobodyWaitsForIsNot() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    journal.offer(
        chunk("a"), (position, failure) -> told.complete(Thread.currentThread().getName()));
    assertThat(get(told)).isEqualTo(OWN);
  }

  @Test
  void isNotOnADiskThatWasSlow() throws Exception {
    journal.close();
    journal = open(0);
    assertThat(get(offer(loop, chunk("a")))).isEqualTo("loop");
    assertThat(get(offer(loop, chunk("b")))).isEqualTo(OWN);
  }

  /** All that one turn of the loop reads has one commit entry, so one sync. */
  @Test
  void sendersThatComeTogetherShareASync() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    loop.execute(
        () -> {
          try {
            read.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    List<CompletableFuture<String>> told = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      told.add(offer(loop, chunk("m" + i)));
    }
    long before = journal.verify(1).groups();
    read.countDown();
    for (CompletableFuture<String> each : told) {
      assertThat(get(each)).isEqualTo("loop");
    }
    assertThat(journal.verify(1).groups()).isEqualTo(before + 1);
  }

  @Test
  void aLoopThatStopsLeavesItToTheJournal() throws Exception {
    Executor stopped =
        task -> {
          throw new RejectedExecutionException();
        };
    assertThat(get(offer(stopped, chunk("a")))).isEqualTo(OWN);
  }

  @Test
  void whatALoopNeverCameToIsWrittenAtTheEnd() throws Exception {
    CompletableFuture<String> told = offer(task -> {}, chunk("a"));
    journal.close();
    assertThat(get(told)).isEqualTo(OWN);
    journal = open(Long.MAX_VALUE);
    assertThat(readAll(journal)).containsExactly("1 a");
  }

  /** Loops, and a thread that is none, at once: each sender's records stay in their order. */
  @Test
  void keepsTheOrderOfEachSender() throws Exception {
    int each = 2_000;
    ExecutorService other = newLoop("other");
    Thread plain =
        Thread.ofPlatform().start(() -> IntStream.range(0, each).forEach(i -> put("plain " + i)));
    for (ExecutorService one : List.of(loop, other)) {
      String name = one == loop ? "loop " : "other ";
      IntStream.range(0, each).forEach(i -> one.execute(() -> offer(one, chunk(name + i))));
    }
    for (ExecutorService one : List.of(loop, other)) {
      // Behind all offers.
      get(CompletableFuture.supplyAsync(() -> "", one));
    }
    plain.join();
    get(offer(task -> {}, chunk("a", "b", "c", "d", "e")));
    other.shutdown();
    List<String> all = readAll(journal).stream().map(r -> r.substring(r.indexOf(' ') + 1)).toList();
    for (String name : List.of("loop ", "other ", "plain ")) {
      assertThat(all.stream().filter(r -> r.startsWith(name)))
          .containsExactlyElementsOf(IntStream.range(0, each).mapToObj(i -> name + i).toList());
    }
    assertThat(journal.verify(1).problems()).isEmpty();
  }

  private void put(String text) {
    try {
      journal.put(chunk(text), Intake.Commit.IGNORED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
