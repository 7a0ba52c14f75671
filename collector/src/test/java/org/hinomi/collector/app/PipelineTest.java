package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.DecodedSink;
import org.hinomi.collector.decode.Decoder;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.journal.JournalReader;
import org.hinomi.collector.journal.RecordView;
import org.hinomi.collector.receive.FrameFault;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PipelineTest {
  private static final long LAST = 10;

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void givesEverySinkEveryRecordFromWhereItStands() throws Exception {
    Sink fresh = new Sink(1);
    Sink ahead = new Sink(8);
    run(fresh, ahead);
    assertThat(fresh.seen).isEqualTo(LongStream.rangeClosed(1, LAST).boxed().toList());
    assertThat(ahead.seen).containsExactly(8L, 9L, 10L);
  }

  @Test
  void aSinkThatFailsIsLeftOutAndCatchesUpWhileTheOtherGoesOn() throws Exception {
    Sink good = new Sink(1);
    Sink failing = new Sink(1);
    failing.failures = 3;
    run(good, failing);
    assertThat(good.seen).isEqualTo(LongStream.rangeClosed(1, LAST).boxed().toList());
    assertThat(failing.seen).isEqualTo(LongStream.rangeClosed(1, LAST).boxed().toList());
    assertThat(failing.failures).isZero();
  }

  @Test
  void anEnricherThatFailsIsTriedAgainAndCostsNoRecord() throws Exception {
    AtomicLong failures = new AtomicLong(3);
    Sink sink = new Sink(1);
    run(
        batch -> {
          if (failures.getAndDecrement() > 0) {
            throw new UnsupportedOperationException("broken");
          }
          return batch;
        },
        sink);
    assertThat(sink.seen).isEqualTo(LongStream.rangeClosed(1, LAST).boxed().toList());
  }

  private void run(Sink... sinks) throws InterruptedException {
    run(UnaryOperator.identity(), sinks);
  }

  private void run(UnaryOperator<List<Decoded>> enricher, Sink... sinks)
      throws InterruptedException {
    Decoder decoder = record -> event(record.position());
    Pipeline pipeline =
        new Pipeline(
            FakeReader::new,
            decoder,
            enricher,
            List.of(sinks),
            4,
            Duration.ofMillis(1),
            () -> false,
            // Each look at the clock is a second later: retries come due without waiting.
            () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()));
    Thread thread = Thread.ofPlatform().start(pipeline);
    for (Sink sink : sinks) {
      assertThat(sink.complete.await(15, TimeUnit.SECONDS)).isTrue();
    }
    pipeline.stop();
    thread.join();
  }

  private static Event event(long position) {
    return new Event(
        position,
        Transport.SYSLOG_UDP,
        "127.0.0.1",
        0,
        0,
        "h",
        1,
        5,
        null,
        null,
        "m",
        RawMessage.wrap(new byte[0]),
        null,
        Map.of());
  }

  private static final class Sink implements DecodedSink {
    final List<Long> seen = new ArrayList<>();
    final CountDownLatch complete = new CountDownLatch(1);
    volatile long next;
    volatile int failures;

    Sink(long next) {
      this.next = next;
    }

    @Override
    public long nextPosition() {
      return next;
    }

    @Override
    public void accept(List<Decoded> batch, long endPosition) {
      if (failures > 0) {
        failures--;
        throw new IllegalStateException("disk full");
      }
      batch.stream().map(Decoded::position).filter(p -> p >= next).forEach(seen::add);
      next = endPosition;
      if (next > LAST) {
        complete.countDown();
      }
    }
  }

  /** Ten records, then nothing more. */
  private static final class FakeReader implements JournalReader {
    private long next;

    FakeReader(long from) {
      next = from;
    }

    @Override
    public long nextPosition() {
      return next;
    }

    @Override
    public int read(int maxRecords, Duration wait, Consumer<RecordView> sink) {
      int given = 0;
      for (; given < maxRecords && next <= LAST; given++, next++) {
        sink.accept(new View(next));
      }
      return given;
    }

    @Override
    public void close() {}
  }

  private record View(long position) implements RecordView {
    @Override
    public Transport transport() {
      return Transport.SYSLOG_UDP;
    }

    @Override
    public InetSocketAddress sender() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public long receivedNanos() {
      return 0;
    }

    @Override
    public long connection() {
      return 0;
    }

    @Override
    public long indexInConnection() {
      return 0;
    }

    @Override
    public int originalLength() {
      return 0;
    }

    @Override
    public @Nullable FrameFault fault() {
      return null;
    }

    @Override
    public byte[] buffer() {
      return new byte[0];
    }

    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int length() {
      return 0;
    }
  }
}
