package org.hinomi.collector.notify.tower;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.ChannelWatch;
import org.hinomi.collector.notify.Dispatcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a signal tower showing the worst severity that nobody sees to. It looks at what is open,
 * not at what happened: so it is right whatever was missed, also after a start, and when somebody
 * pulled the plug of the tower: every minute it is told again.
 */
public final class TowerKeeper implements AutoCloseable {
  /** It looks so often by itself; and at once when an alert takes a step. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** In a storm it looks no more often. */
  private static final Duration SHORTEST = Duration.ofMillis(500);

  /** Where looking takes long, as in a storm, so many times as long passes before the next look. */
  private static final int EASE = 9;

  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
  private static final Logger log = LoggerFactory.getLogger(TowerKeeper.class);

  /** What is open. May read the disk. */
  public interface Worst {
    /** The worst severity that nobody sees to; empty where all is well. */
    Optional<Transition.Severity> get() throws IOException;
  }

  private final TowerSettings settings;
  private final Tower tower;
  private final Worst worst;
  private final ChannelWatch watch;
  private final InstantSource clock;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private @Nullable Lamp shown;
  private Instant shownAt = Instant.EPOCH;
  private int failures;
  private Instant notBefore = Instant.EPOCH;
  private volatile Dispatcher.@Nullable Failure failing;
  private volatile boolean closed;

  /**
   * @param tower closed with this
   */
  public TowerKeeper(
      TowerSettings settings, Tower tower, Worst worst, ChannelWatch watch, InstantSource clock) {
    this.settings = settings;
    this.tower = tower;
    this.worst = worst;
    this.watch = watch;
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name("notify-" + settings.name()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Something happened. Never blocks. */
  public void look() {
    wake.release();
  }

  /** Why the tower takes nothing at present, if so. */
  public Optional<Dispatcher.Failure> failure() {
    return Optional.ofNullable(failing);
  }

  private void run() {
    while (!closed) {
      try {
        long began = System.nanoTime();
        step();
        long took = System.nanoTime() - began;
        if (wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          // Something happened; what follows in the same moment is seen in the same look.
          LockSupport.parkNanos(Math.max(SHORTEST.toNanos(), EASE * took));
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        log.atError().setCause(e).log("What is open cannot be read; the signal tower waits.");
        LockSupport.parkNanos(AFTER_FAULT.toNanos());
      }
    }
  }

  /** Looks once, and tells the tower where that is due. */
  void step() throws IOException {
    Instant now = clock.instant();
    if (now.isBefore(notBefore)) {
      return;
    }
    Lamp wanted =
        worst
            .get()
            .map(
                severity ->
                    switch (severity) {
                      case CRITICAL -> settings.critical();
                      case WARNING -> settings.warning();
                    })
            .orElse(settings.well());
    if (wanted.equals(shown) && now.isBefore(shownAt.plus(AGAIN))) {
      return;
    }
    try {
      tower.show(wanted);
      shown = wanted;
      shownAt = now;
      failures = 0;
      failing = null;
      watch.delivered(settings.name(), now);
    } catch (IOException | RuntimeException e) { // as an address that no HTTP client takes
      failed(settings.to() + ": " + (e instanceof IOException ? e.getMessage() : e), now);
    }
  }

  private void failed(String reason, Instant now) {
    failures++;
    shown = null;
    Dispatcher.Failure before = failing;
    Instant since = before == null ? now : before.since();
    failing = new Dispatcher.Failure(settings.name(), reason, since);
    Duration backoff = Duration.ofSeconds(1L << Math.min(failures - 1, 6));
    notBefore = now.plus(backoff.compareTo(LONGEST_BACKOFF) < 0 ? backoff : LONGEST_BACKOFF);
    watch.failed(settings.name(), reason, failures, since, now);
    if (failures == 1) {
      log.atWarn()
          .addKeyValue("destination", settings.name())
          .addKeyValue("reason", reason)
          .log("A signal tower does not take what it should show; it is tried again.");
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
    tower.close();
  }
}
