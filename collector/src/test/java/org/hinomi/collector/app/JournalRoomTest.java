package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.journal.JournalSettings;
import org.hinomi.collector.journal.SegmentedJournal;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRoomTest {
  private static final int SEGMENT = 64 << 10;

  @TempDir Path dir;

  /** Runs when the test says so. */
  private final Deque<Runnable> work = new ArrayDeque<>();

  private SegmentedJournal journal;
  private long now;
  private long needed = 1;
  private int written;
  private boolean broken;

  @BeforeEach
  void fillEightSegments() throws Exception {
    journal =
        SegmentedJournal.open(
            new JournalSettings(dir, SEGMENT, 1 << 20), 1, () -> 0, new PrometheusRegistry());
    while (journal.segments() < 8) {
      ChunkBuilder builder = new ChunkBuilder();
      byte[] bytes = new byte[8 << 10];
      builder.add(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
      CompletableFuture<Long> synced = new CompletableFuture<>();
      assertThat(
              journal.offer(
                  builder.build(
                      Transport.SYSLOG_TCP,
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                      0,
                      0,
                      0),
                  (position, failure) -> synced.complete(position)))
          .isTrue();
      synced.get(20, TimeUnit.SECONDS);
    }
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
  }

  private JournalRoom room() {
    return new JournalRoom(
        journal,
        journal::nextPosition,
        new JournalRoom.Samples() {
          @Override
          public long neededFrom() {
            return needed;
          }

          @Override
          public void write() throws IOException {
            written++;
            if (broken) {
              throw new IOException("no room");
            }
            needed = journal.nextPosition();
          }
        },
        work::add,
        () -> now);
  }

  @Test
  void whatIsInNoPartStays() {
    needed = 20;
    room().make(6 * SEGMENT);
    assertThat(journal.firstPosition()).isGreaterThan(1).isLessThanOrEqualTo(20);
    assertThat(work).as("what is held is not worth writing a day twice").isEmpty();
  }

  @Test
  void samplesAreWrittenWhereTheyHoldMoreThanIsToBeKept() {
    JournalRoom room = room();
    assertThat(room.make(2 * SEGMENT)).as("more can go soon").isTrue();
    assertThat(journal.segments()).as("not before they are written").isEqualTo(8);
    assertThat(room.make(2 * SEGMENT)).isTrue();
    assertThat(work).as("once").hasSize(1);
    work.remove().run();
    assertThat(written).isEqualTo(1);
    assertThat(journal.segments()).isLessThanOrEqualTo(2);
    assertThat(room.make(2 * SEGMENT)).isFalse();
  }

  @Test
  void whereTheyCannotBeWrittenNothingIsLostAndItIsTriedAgainLater() {
    broken = true;
    JournalRoom room = room();
    room.make(0);
    work.remove().run();
    assertThat(journal.segments()).isEqualTo(8);
    assertThat(room.make(0)).as("other room has to be found").isFalse();
    assertThat(work).isEmpty();
    now += Duration.ofMinutes(2).toNanos();
    broken = false;
    assertThat(room.make(0)).isTrue();
    work.remove().run();
    assertThat(journal.segments()).isEqualTo(1);
  }
}
