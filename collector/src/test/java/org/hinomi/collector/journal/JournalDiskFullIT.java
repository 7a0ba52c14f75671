package org.hinomi.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.hinomi.collector.SmallDisk;
import org.hinomi.collector.receive.Intake;
import org.hinomi.collector.receive.Pauses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up under the journal and has room again later. */
class JournalDiskFullIT {
  @TempDir Path dir;
  private final SmallDisk disk = new SmallDisk();

  @BeforeEach
  void mountSmallDisk() throws Exception {
    disk.mount(dir, 1);
  }

  @AfterEach
  void unmount() throws Exception {
    disk.close();
  }

  @Test
  void nothingIsAcknowledgedWhileFullAndItGoesOnByItself() throws Exception {
    fillsUpAndGoesOn(commit -> commit);
  }

  @Test
  void norWhereALoopWrites() throws Exception {
    ExecutorService loop = Executors.newSingleThreadExecutor();
    try {
      fillsUpAndGoesOn(commit -> Intake.Commit.answeredOn(loop, commit));
    } finally {
      loop.shutdown();
    }
  }

  private void fillsUpAndGoesOn(UnaryOperator<Intake.Commit> as) throws Exception {
    disk.fill(500);
    JournalSettings settings = new JournalSettings(dir.resolve("journal"), 64 << 10, 256 << 10);
    List<String> acknowledged = new ArrayList<>();
    Pauses pauses = new Pauses(InstantSource.system(), System::nanoTime);
    try (SegmentedJournal journal =
        SegmentedJournal.open(settings, 1, () -> 0, new PrometheusRegistry(), pauses)) {
      Throwable failure = null;
      while (failure == null && acknowledged.size() < 2000) {
        failure = append(journal, as, acknowledged);
      }
      assertThat(failure).hasMessageContaining("No space left");
      assertThat(journal.writable()).isFalse();
      assertThat(journal.offer(JournalFixture.chunk("no"), (p, f) -> {})).isFalse();
      CountDownLatch room = new CountDownLatch(1);
      journal.whenWritable(room::countDown);
      assertThat(pauses.take()).as("it lasts").isEmpty();
      disk.free();
      assertThat(room.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pauses.take())
          .singleElement()
          .satisfies(
              pause -> {
                assertThat(pause.reason()).isEqualTo(Pauses.Reason.JOURNAL_FAILED);
                assertThat(pause.paused()).isPositive();
              });
      for (int i = 0; i < 50; i++) {
        assertThat(append(journal, as, acknowledged)).isNull();
      }
      assertThat(journal.verify(1).problems()).isEmpty();
      assertThat(JournalFixture.readAll(journal)).isEqualTo(acknowledged);
    }
    try (SegmentedJournal journal =
        SegmentedJournal.open(settings, 1, () -> 0, new PrometheusRegistry())) {
      assertThat(JournalFixture.readAll(journal)).isEqualTo(acknowledged);
    }
  }

  private static @Nullable Throwable append(
      SegmentedJournal journal, UnaryOperator<Intake.Commit> as, List<String> acknowledged)
      throws Exception {
    String text = "y".repeat(5000) + acknowledged.size();
    try {
      long position =
          JournalFixture.offer(journal, JournalFixture.chunk(text), as).get(20, TimeUnit.SECONDS);
      acknowledged.add(position + " " + text);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
