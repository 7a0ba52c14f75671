package org.hinomi.collector.notify.group;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.hinomi.collector.alert.Grouping;
import org.hinomi.collector.alert.Outbox;
import org.hinomi.collector.notify.route.Routing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes steps of alerts out of their queue and puts messages to people into
 * others', each at its time. What it keeps is on disk before a message can go. Thread-safe.
 */
public final class Router implements AutoCloseable {
  private static final int BATCH = 5_000;
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(10);

  /** Shorter than this it does not wait, so that no mistake in a time makes it run in circles. */
  private static final Duration SHORTEST = Duration.ofMillis(50);

  private static final Logger log = LoggerFactory.getLogger(Router.class);

  private final Grouping grouping;
  private final Routing routing;
  private final Acknowledged acknowledged;
  private final Links links;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private @Nullable Grouper grouper;
  private volatile boolean closed;

  /**
   * The alerts of a group that somebody sees to.
   *
   * @param lives theirs, as far as they are kept
   * @param first whether nobody saw to some of them before
   */
  public record Taken(List<String> lives, boolean first) {}

  public Router(
      Grouping grouping,
      Outbox outbox,
      Routing routing,
      Acknowledged acknowledged,
      Links links,
      InstantSource clock) {
    this.grouping = grouping;
    this.routing = routing;
    this.acknowledged = acknowledged;
    this.links = links;
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name("notify-router").unstarted(this::run);
    outbox.onQueued(wake::release);
  }

  /** Starts; what was queued before is told too. */
  public void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        Duration wait = guardedStep();
        if (wait.isPositive() && wake.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Duration guardedStep() {
    try {
      return step();
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        log.atError()
            .setCause(e)
            .log("Alerts cannot be put together into messages; it is tried again in 10 s.");
      }
      return AFTER_FAULT;
    }
  }

  /**
   * Does what is due.
   *
   * @return how long to wait for the next call, unless something is queued before; 0: not at all
   */
  Duration step() throws IOException {
    lock.lock();
    try {
      List<Outbox.Queued> queued = grouping.waiting(BATCH);
      Instant now = clock.instant();
      Grouper current = commit(queued, now);
      if (queued.size() == BATCH) {
        return Duration.ZERO;
      }
      Duration wait = current.next(now).map(at -> Duration.between(now, at)).orElse(IDLE);
      return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(IDLE) > 0 ? IDLE : wait;
    } finally {
      lock.unlock();
    }
  }

  private Grouper commit(List<Outbox.Queued> queued, Instant now) throws IOException {
    Grouper current = grouper();
    // What was not committed must not stay in memory either: it would be told twice, or never.
    grouper = null;
    Grouping.Change change = current.take(queued, now);
    if (!change.isEmpty()) {
      grouping.commit(change, now);
    }
    grouper = current;
    return current;
  }

  private Grouper grouper() throws IOException {
    Grouper current = grouper;
    return current != null ? current : new Grouper(routing, acknowledged, links, grouping.groups());
  }

  /**
   * Somebody sees to the alerts of a group: they are not repeated and not told to more people.
   *
   * @param thread names the group, as of the message
   * @return empty where no such group is open
   */
  public Optional<Taken> acknowledge(String thread) throws IOException {
    lock.lock();
    try {
      Grouper current = grouper();
      grouper = null;
      Optional<Taken> taken = current.acknowledge(thread);
      Grouping.Change change = current.take(List.of(), clock.instant());
      if (!change.isEmpty()) {
        grouping.commit(change, clock.instant());
      }
      grouper = current;
      return taken;
    } finally {
      lock.unlock();
      wake.release();
    }
  }

  /**
   * The alerts of a group.
   *
   * @param thread names the group, as of the message
   * @return their lives, as far as they are kept; empty where no such group is open
   */
  public Optional<List<String>> open(String thread) throws IOException {
    lock.lock();
    try {
      return grouper().open(thread);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
