package org.hinomi.collector.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.alert.AlertFixtures.START;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hinomi.collector.alert.AlertFixtures;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.collector.alert.FakeClock;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(24));

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock(START);
  private final Counter results =
      Counter.builder().name("results_total").labelNames("destination", "result").build();
  private AlertStore store;
  private long position;

  @BeforeEach
  void open() throws IOException {
    store = open(List.of("a"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void deliversInOrderAndOnce() throws Exception {
    raise("/srv");
    clear("/srv");
    Fake notifier = new Fake("a", t -> new Delivery.Delivered());
    DestinationWorker worker = worker(notifier);
    assertThat(worker.step()).isZero();
    assertThat(worker.step()).isZero();
    assertThat(worker.step()).as("nothing left").isEqualTo(Duration.ofMinutes(1));
    assertThat(notifier.given)
        .extracting(Transition::kind)
        .containsExactly(Kind.RAISED, Kind.CLEARED);
    assertThat(results.labelValues("a", "delivered").get()).isEqualTo(2);
  }

  @Test
  void waitsTwiceAsLongAfterEachFailureAtMostTheLongest() throws Exception {
    raise("/srv");
    Fake notifier = new Fake("a", t -> new Delivery.RetryAfter("connection refused"));
    DestinationWorker worker = worker(notifier);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      assertThat(worker.step()).isZero();
      Duration wait = worker.step();
      waits.add(wait);
      clock.advance(wait);
    }
    assertThat(waits.subList(0, 4))
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8));
    assertThat(waits.getLast()).isEqualTo(Duration.ofMinutes(5));
    assertThat(results.labelValues("a", "retried").get()).isEqualTo(12);
    assertThat(store.outbox().depth("a")).isEqualTo(1);
  }

  @Test
  void jitterIsBetweenHalfAndAll() {
    assertThat(POLICY.backoff(3, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(POLICY.backoff(3, 1)).isEqualTo(Duration.ofSeconds(4));
    assertThat(POLICY.backoff(1_000_000, 1)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void oneThatAlwaysFailsDoesNotKeepTheOthersAndKeepsItsOwnOrder() throws Exception {
    raise("/bad");
    clear("/bad");
    raise("/good");
    Fake notifier =
        new Fake(
            "a",
            t ->
                t.labels().containsValue("/bad")
                    ? new Delivery.RetryAfter("no")
                    : new Delivery.Delivered());
    DestinationWorker worker = worker(notifier);
    worker.step();
    clock.advance(worker.step());
    worker.step();
    assertThat(notifier.given)
        .extracting(t -> t.labels().get(AlertFixtures.MOUNT))
        .containsExactly("/bad", "/good");
    for (int i = 0; i < 6; i++) {
      clock.advance(worker.step());
    }
    assertThat(notifier.given.subList(2, notifier.given.size()))
        .isNotEmpty()
        .allMatch(t -> t.kind() == Kind.RAISED, "what follows waits for it");
  }

  @Test
  void countsWhatIsRejectedAndGoesOn() throws Exception {
    raise("/srv");
    DestinationWorker worker = worker(new Fake("a", t -> new Delivery.Rejected("550 no")));
    worker.step();
    assertThat(results.labelValues("a", "rejected").get()).isEqualTo(1);
    assertThat(store.outbox().depth("a")).isZero();
  }

  @Test
  void givesUpAfterItsTimeAndCountsIt() throws Exception {
    raise("/srv");
    Fake notifier = new Fake("a", t -> new Delivery.RetryAfter("no"));
    DestinationWorker worker = worker(notifier);
    worker.step();
    clock.advance(Duration.ofHours(25));
    worker.step();
    assertThat(notifier.given).hasSize(1);
    assertThat(results.labelValues("a", "expired").get()).isEqualTo(1);
    assertThat(store.outbox().depth("a")).isZero();
  }

  @Test
  void aNotifierThatThrowsIsTriedAgain() throws Exception {
    raise("/srv");
    DestinationWorker worker =
        worker(
            new Fake(
                "a",
                t -> {
                  throw new IllegalStateException("a bug");
                }));
    worker.step();
    assertThat(results.labelValues("a", "retried").get()).isEqualTo(1);
    assertThat(store.outbox().depth("a")).isEqualTo(1);
  }

  @Test
  void aDestinationThatHangsHoldsUpNeitherTheOthersNorDetection() throws Exception {
    store.close();
    store = open(List.of("hangs", "works"));
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch delivered = new CountDownLatch(20);
    Fake hangs =
        new Fake(
            "hangs",
            t -> {
              hanging.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new Delivery.RetryAfter("ended");
            });
    Fake works =
        new Fake(
            "works",
            t -> {
              delivered.countDown();
              return new Delivery.Delivered();
            });
    try (Dispatcher dispatcher =
        new Dispatcher(
            store.outbox(),
            List.of(hangs, works),
            POLICY,
            clock,
            new Random(1),
            new PrometheusRegistry(),
            new ChannelWatch(store.grouping(), "collector"))) {
      dispatcher.start();
      raise("/0");
      assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i < 20; i++) {
        raise("/" + i);
      }
      assertThat(delivered.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(store.outbox().depth("hangs")).isEqualTo(20);
    }
  }

  @Test
  void wantsOneNotifierForEachDestination() {
    assertThatThrownBy(
            () ->
                new Dispatcher(
                    store.outbox(),
                    List.of(new Fake("b", t -> new Delivery.Delivered())),
                    POLICY,
                    clock,
                    new Random(1),
                    new PrometheusRegistry(),
                    new ChannelWatch(store.grouping(), "collector")))
        .hasMessage("notifiers: [b] (expected: one each for [a])");
  }

  private AlertStore open(List<String> destinations) throws IOException {
    return new AlertStore(
        folder, AlertFixtures.disk(), destinations, clock, new PrometheusRegistry());
  }

  private DestinationWorker worker(Notifier notifier) throws IOException {
    return new DestinationWorker(
        store.outbox(),
        notifier,
        POLICY,
        clock,
        () -> 1.0,
        results,
        new ChannelWatch(store.grouping(), "collector"));
  }

  private void raise(String mount) throws IOException {
    sample(mount, clock.instant().minusSeconds(60), 0.95);
    sample(mount, clock.instant(), 0.95);
  }

  private void clear(String mount) throws IOException {
    clock.advance(Duration.ofMillis(1));
    sample(mount, clock.instant(), 0.10);
  }

  private void sample(String mount, Instant time, double value) throws IOException {
    position++;
    store.accept(
        List.of(AlertFixtures.round(position, time, "fs01", mount, value, Transport.RELP)),
        position + 1);
  }

  private static final class Fake implements Notifier {
    private final String name;
    private final Function<Transition, Delivery> answer;
    private final List<Transition> given = new ArrayList<>();

    Fake(String name, Function<Transition, Delivery> answer) {
      this.name = name;
      this.answer = answer;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Delivery deliver(Transition transition) {
      given.add(transition);
      return answer.apply(transition);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
