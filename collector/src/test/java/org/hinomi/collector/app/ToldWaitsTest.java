package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.collector.receive.Chunk;
import org.hinomi.collector.receive.ChunkBuilder;
import org.hinomi.collector.receive.Intake;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;

class ToldWaitsTest {
  private static final Duration PATIENCE = Duration.ofMillis(20);

  private final AtomicLong now = new AtomicLong();
  private final List<String> told = new ArrayList<>();

  /**
   * How often the journal refuses, and how often it is waited in vain for it to say that it can.
   */
  private int refusals;

  private int inVain;

  private Optional<IOException> refusal = Optional.of(new IOException("No space left on device"));

  private final Intake journal =
      new Intake() {
        @Override
        public boolean writable() {
          return refusals == 0;
        }

        @Override
        public void whenWritable(Runnable resume) {
          resume.run();
        }

        @Override
        public boolean offer(Chunk chunk, Commit whenSynced) {
          if (refusals == 0) {
            return true;
          }
          refusals--;
          return false;
        }
      };

  private final ToldWaits waits =
      new ToldWaits(
          journal,
          () -> {
            now.addAndGet(PATIENCE.toNanos() / 2);
            return refusal;
          },
          new ImportIntoFolder.Waits() {
            @Override
            public void begins(String reason) {
              told.add(reason);
            }

            @Override
            public void ends() {
              told.add("ends");
            }
          },
          PATIENCE,
          now::get);

  private static Chunk chunk() {
    ChunkBuilder builder = new ChunkBuilder();
    builder.add(Unpooled.wrappedBuffer(new byte[1]), 0, 1);
    return builder.build(
        Transport.IMPORT, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, 0, 0);
  }

  private void put() throws InterruptedException {
    waits.put(chunk(), Intake.Commit.IGNORED);
  }

  @Test
  void aShortWaitIsNotTold() throws Exception {
    refusals = 2;
    put();
    waits.written();
    assertThat(told).isEmpty();
  }

  @Test
  void aLongOneIsToldOnceWithItsReasonAndThatItIsOver() throws Exception {
    refusals = 10;
    put();
    assertThat(told).containsExactly("No space left on device");
    refusals = 10;
    put();
    waits.written();
    waits.written();
    assertThat(told).containsExactly("No space left on device", "ends");
    refusal = Optional.empty();
    refusals = 10;
    put();
    assertThat(told).endsWith("");
  }

  @Test
  void whatNeverGoesOnIsNotWaitedFor() {
    ToldWaits stopped =
        new ToldWaits(
            journal,
            () -> {
              throw new IllegalStateException("stopped");
            },
            ImportIntoFolder.Waits.LOGGED,
            PATIENCE,
            now::get);
    refusals = 1;
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> stopped.put(chunk(), Intake.Commit.IGNORED));
  }
}
