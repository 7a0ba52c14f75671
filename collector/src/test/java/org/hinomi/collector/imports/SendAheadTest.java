package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendAheadTest {
  private final CountDownLatch reached = new CountDownLatch(1);
  private boolean closed;

  /** Takes nothing and waits for ever, as one whose disk is full. */
  private final Target full =
      new Target() {
        @Override
        public List<Recorded> recorded() throws InterruptedException {
          throw never();
        }

        @Override
        public void send(byte[] frames, int length) throws InterruptedException {
          throw never();
        }

        @Override
        public void flush() throws InterruptedException {
          throw never();
        }

        @Override
        public void close() {
          closed = !Thread.currentThread().isInterrupted();
        }

        private IllegalStateException never() throws InterruptedException {
          reached.countDown();
          new CountDownLatch(1).await();
          return new IllegalStateException();
        }
      };

  private interface Work {
    void run() throws Exception;
  }

  private void stopped(SendAhead ahead, Work work) throws Exception {
    Thread stopper =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    reached.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  ahead.stop();
                });
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(work::run);
    stopper.join();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> ahead.send(new byte[1], 1));
    ahead.close();
    assertThat(closed).as("undisturbed").isTrue();
  }

  @Test
  void whoSendsIsInterrupted() throws Exception {
    SendAhead ahead = new SendAhead(full);
    stopped(
        ahead,
        () -> {
          for (int i = 0; i < 10; i++) {
            ahead.send(new byte[1], 1);
          }
        });
  }

  @Test
  void whoAsksOrFlushesIsInterrupted() throws Exception {
    SendAhead asks = new SendAhead(full);
    stopped(asks, asks::recorded);
    SendAhead flushes = new SendAhead(full);
    stopped(flushes, flushes::flush);
  }

  @Test
  void whoGoesOnReadingIsInterruptedWithTheNextBatch() throws Exception {
    SendAhead ahead = new SendAhead(full);
    ahead.send(new byte[1], 1);
    reached.await();
    ahead.stop();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> ahead.send(new byte[1], 1));
    ahead.close();
  }
}
