package org.hinomi.collector.notify;

import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.hinomi.collector.alert.Outbox;
import org.hinomi.collector.alert.Transition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the queue of one destination. After a failure it leaves the destination alone for a
 * while, the longer the more failures there were in a row, and then tries the notification that has
 * waited longest, so that one that always fails does not keep the others. For one thread.
 */
final class DestinationWorker {

  /** How long to wait where nothing is queued: the queue wakes the worker. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** A streak of failures is logged at its first and then every so many. */
  private static final int LOG_EACH = 20;

  private static final Logger log = LoggerFactory.getLogger(DestinationWorker.class);

  private final Outbox outbox;
  private final Notifier notifier;
  private final RetryPolicy policy;
  private final InstantSource clock;
  private final DoubleSupplier chance;
  private final Counter results;
  private final ChannelWatch watch;
  private volatile Dispatcher.@Nullable Failure failing;
  private Instant pausedUntil = Instant.MIN;
  private int failures;

  /**
   * @param chance drawn evenly from 0..1
   * @param results labelled with destination and result
   * @param watch told of failures
   */
  DestinationWorker(
      Outbox outbox,
      Notifier notifier,
      RetryPolicy policy,
      InstantSource clock,
      DoubleSupplier chance,
      Counter results,
      ChannelWatch watch) {
    this.outbox = outbox;
    this.notifier = notifier;
    this.policy = policy;
    this.clock = clock;
    this.chance = chance;
    this.results = results;
    this.watch = watch;
  }

  /**
   * Makes at most one attempt.
   *
   * @return how long to wait for the next call, unless something is queued before; 0: not at all
   */
  Duration step() throws IOException {
    Instant now = clock.instant();
    if (now.isBefore(pausedUntil)) {
      return Duration.between(now, pausedUntil);
    }
    Optional<Outbox.Queued> next = outbox.peek(notifier.name());
    if (next.isEmpty()) {
      return IDLE;
    }
    Outbox.Queued queued = next.get();
    if (now.isBefore(queued.notBefore())) {
      return Duration.between(now, queued.notBefore());
    }
    if (!now.isBefore(queued.queuedAt().plus(policy.giveUpAfter()))) {
      reject(queued, "expired", "not taken for " + policy.giveUpAfter());
      return Duration.ZERO;
    }
    switch (attempt(queued)) {
      case Delivery.Delivered() -> delivered(queued);
      case Delivery.RetryAfter(String reason) -> retry(queued, reason);
      case Delivery.Rejected(String reason) -> reject(queued, "rejected", reason);
    }
    return Duration.ZERO;
  }

  /** Why the destination takes nothing at present, if so. Thread-safe. */
  Optional<Dispatcher.Failure> failure() {
    return Optional.ofNullable(failing);
  }

  private Delivery attempt(Outbox.Queued queued) {
    GroupMessage message = null;
    if (queued.content() instanceof Outbox.Message written) {
      try {
        message = GroupMessages.read(written.json());
      } catch (IllegalArgumentException e) {
        return new Delivery.Rejected(String.valueOf(e.getMessage()));
      }
    }
    try {
      return message != null
          ? notifier.deliver(message)
          : notifier.deliver(((Outbox.Step) queued.content()).transition());
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .addKeyValue("destination", notifier.name())
          .log("A notifier failed in a way it should not; the notification is tried again.");
      return new Delivery.RetryAfter(e.toString());
    }
  }

  private void delivered(Outbox.Queued queued) throws IOException {
    outbox.delivered(queued, clock.instant());
    count("delivered");
    watch.delivered(notifier.name(), clock.instant());
    if (failures > 0) {
      log.atInfo()
          .addKeyValue("destination", notifier.name())
          .addKeyValue("failures", failures)
          .log("The destination takes notifications again.");
      failures = 0;
      failing = null;
    }
  }

  private void retry(Outbox.Queued queued, String reason) throws IOException {
    failures++;
    Instant now = clock.instant();
    Dispatcher.Failure before = failing;
    Instant since = before == null ? now : before.since();
    failing = new Dispatcher.Failure(notifier.name(), reason, since);
    watch.failed(notifier.name(), reason, failures, since, now);
    pausedUntil = now.plus(policy.backoff(failures, chance.getAsDouble()));
    Instant again = now.plus(policy.backoff(queued.attempts() + 1, chance.getAsDouble()));
    outbox.retry(queued, again, reason);
    count("retried");
    if (failures % LOG_EACH == 1) {
      log.atWarn()
          .addKeyValue("destination", notifier.name())
          .addKeyValue("reason", reason)
          .addKeyValue("failures", failures)
          .addKeyValue("queued", outbox.depth(notifier.name()))
          .log("A destination does not take notifications; they wait and are tried again.");
    }
  }

  private void reject(Outbox.Queued queued, String result, String reason) throws IOException {
    Instant now = clock.instant();
    outbox.rejected(queued, now, reason);
    count(result);
    // Nobody learns what stood there: that is worth more than a line in the log.
    watch.failed(notifier.name(), reason, ChannelWatch.FAILURES, now, now);
    log.atWarn()
        .addKeyValue("destination", notifier.name())
        .addKeyValue("reason", reason)
        .addKeyValue("notification", what(queued.content()))
        .log("A notification was given up.");
  }

  private static String what(Outbox.Content content) {
    return switch (content) {
      case Outbox.Step(Transition step) -> step.id() + " " + step.rule() + " " + step.labels();
      case Outbox.Message message -> message.id();
    };
  }

  private void count(String result) {
    results.labelValues(notifier.name(), result).inc();
  }
}
