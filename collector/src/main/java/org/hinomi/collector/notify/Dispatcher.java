package org.hinomi.collector.notify;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.hinomi.collector.alert.Grouping;
import org.hinomi.collector.alert.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings queued notifications to their destinations, one thread each, so that one that hangs holds
 * up neither the others nor whoever queues. At least once: what was taken by the destination in the
 * moment of a crash goes out again, with the same id.
 */
public final class Dispatcher implements AutoCloseable {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /**
   * A destination that takes nothing at present.
   *
   * @param reason of the last failure
   * @param since the first in a row
   */
  public record Failure(String destination, String reason, Instant since) {}

  private record Destination(
      Notifier notifier, DestinationWorker worker, Semaphore wake, Thread thread) {}

  private final List<Destination> destinations = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param notifiers one for each destination of the outbox; closed with this
   * @param random for the jitter of the retries
   * @param watch told of channels that fail
   */
  public Dispatcher(
      Outbox outbox,
      List<Notifier> notifiers,
      RetryPolicy policy,
      InstantSource clock,
      RandomGenerator random,
      PrometheusRegistry metrics,
      ChannelWatch watch) {
    Set<String> names = new HashSet<>();
    notifiers.forEach(notifier -> names.add(notifier.name()));
    List<String> wanted =
        outbox.destinations().stream().filter(name -> !name.equals(Grouping.QUEUE)).toList();
    if (!names.equals(Set.copyOf(wanted))) {
      throw new IllegalArgumentException(
          "notifiers: " + names + " (expected: one each for " + wanted + ")");
    }
    Counter results =
        Counter.builder()
            .name("hinomi_notifications_total")
            .help("Attempts to notify, by how they ended: delivered, retried, rejected, expired")
            .labelNames("destination", "result")
            .register(metrics);
    GaugeWithCallback.builder()
        .name("hinomi_notifications_queued")
        .help("Notifications that wait for their destination")
        .labelNames("destination")
        .callback(c -> outbox.destinations().forEach(d -> c.call(outbox.depth(d), d)))
        .register(metrics);
    DoubleSupplier chance =
        () -> {
          synchronized (random) {
            return random.nextDouble();
          }
        };
    for (Notifier notifier : notifiers) {
      DestinationWorker worker =
          new DestinationWorker(outbox, notifier, policy, clock, chance, results, watch);
      Semaphore wake = new Semaphore(0);
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .name("notify-" + notifier.name())
              .unstarted(() -> run(worker, wake));
      destinations.add(new Destination(notifier, worker, wake, thread));
    }
    outbox.onQueued(() -> destinations.forEach(d -> d.wake().release()));
  }

  /** Starts; what was queued before goes out too. */
  public void start() {
    destinations.forEach(d -> d.thread().start());
  }

  /** Destinations that take nothing at present. */
  public List<Failure> failures() {
    return destinations.stream().map(d -> d.worker().failure()).flatMap(Optional::stream).toList();
  }

  private void run(DestinationWorker worker, Semaphore wake) {
    while (!closed) {
      try {
        Duration wait = step(worker);
        if (wait.isPositive() && wake.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Duration step(DestinationWorker worker) {
    try {
      return worker.step();
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        log.atError()
            .setCause(e)
            .log("The queue of notifications cannot be used; it is tried again in 10 s.");
      }
      return AFTER_FAULT;
    }
  }

  /** Ends; what is queued stays so. Waits for attempts under way, but not for long. */
  @Override
  public void close() {
    closed = true;
    destinations.forEach(d -> d.thread().interrupt());
    for (Destination destination : destinations) {
      try {
        if (!destination.thread().join(CLOSE_WAIT)) {
          log.atWarn()
              .addKeyValue("destination", destination.notifier().name())
              .log("An attempt to notify still hangs; it is left behind and made again.");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IllegalThreadStateException notStarted) {
        log.debug("The dispatcher ends without having been started.");
      }
      destination.notifier().close();
    }
  }
}
