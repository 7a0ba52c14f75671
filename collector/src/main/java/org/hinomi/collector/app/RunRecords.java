package org.hinomi.collector.app;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.access.Principal.Proof;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.receive.Pauses;
import org.hinomi.core.lifecycle.ProgramVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes into the history when the collector started, when it stopped, and when it took nothing in
 * between (PCI DSS 10.2.1.6). The start is the first record of a run and the stop the last one;
 * what does not get into the journal is tried again until the end.
 */
final class RunRecords implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecords.class);
  private static final int EVERY_SECONDS = 10;

  /** A disk that is full again and again is a handful of records. */
  private static final long PAUSES_EVERY = Duration.ofMinutes(5).toNanos();

  /** Twice what the journal is waited for: a look may be under way when the end comes. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(12);

  private final Path state;
  private final Pauses pauses;
  private final AuditLog.Sink trail;
  private final String host;
  private final InstantSource clock;
  private final Duration endPatience;

  /** What is not in the journal yet; the first is tried first. */
  private final Queue<AuditRecord> waiting = new ArrayDeque<>();

  /** Before which pauses are not told again, by {@link System#nanoTime}; 0: at once. */
  private long pausesFrom;

  /** A disk may be full for days: it is said once. */
  private boolean troubled;

  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("run-records").daemon().factory());

  /**
   * @param state folder of the state of a history
   * @param host the collector's
   */
  RunRecords(Path state, Pauses pauses, AuditLog.Sink trail, String host, InstantSource clock) {
    this(state, pauses, trail, host, clock, END_PATIENCE);
  }

  RunRecords(
      Path state,
      Pauses pauses,
      AuditLog.Sink trail,
      String host,
      InstantSource clock,
      Duration endPatience) {
    this.state = state;
    this.pauses = pauses;
    this.trail = trail;
    this.host = host;
    this.clock = clock;
    this.endPatience = endPatience;
  }

  /**
   * Notes the start.
   *
   * @param isNew whether the journal has never had a record
   * @param newest when the newest record of the journal was received
   */
  RunRecords start(boolean isNew, Optional<Instant> newest) {
    LastRun last = LastRun.read(state, isNew);
    LastRun.begin(state);
    begin(started(last, newest));
    looks.scheduleWithFixedDelay(this::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  /** Notes the stop, which waits for that no longer than a while. */
  @Override
  public void close() {
    looks.execute(this::end);
    looks.shutdown();
    try {
      if (!looks.awaitTermination(endPatience.toMillis(), MILLISECONDS)) {
        LOG.atWarn().log("The journal did not take in time that the collector stops.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LastRun.end(state, clock.instant());
  }

  private synchronized void begin(AuditRecord started) {
    waiting.add(started);
    look();
  }

  private AuditRecord started(LastRun last, Optional<Instant> newest) {
    Instant now = clock.instant();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("version", ProgramVersion.text());
    details.put("last_stop", last.end().word());
    last.stopped().ifPresent(at -> details.put("stopped_at", at.toString()));
    Optional<Instant> lastRecord = last.lastRecord().or(() -> newest);
    lastRecord.ifPresent(at -> details.put("last_record", at.toString()));
    // Where nobody stopped it, it was down since its last record at most.
    last.stopped()
        .or(() -> lastRecord)
        .map(at -> Duration.between(at, now))
        .filter(down -> !down.isNegative())
        .ifPresent(down -> details.put("down_seconds", Long.toString(down.toSeconds())));
    return record(
        AuditRecord.START, last.end() == LastRun.End.UNCLEAN ? "unclean-stop" : "", details);
  }

  private AuditRecord record(String action, String reason, Map<String, String> details) {
    return new AuditRecord(
        clock.instant(),
        host,
        action,
        System.getProperty("user.name", ""),
        Proof.LOCAL.word(),
        "",
        true,
        reason,
        details);
  }

  private AuditRecord record(Pauses.Pause pause) {
    return AuditRecord.pause(
        clock.instant(),
        host,
        pause.reason().word(),
        pause.from(),
        pause.to(),
        pause.paused(),
        pause.count());
  }

  /** What does not get into the journal is told the next time. */
  synchronized void look() {
    try {
      write();
      long now = System.nanoTime();
      if (pausesFrom == 0 || now - pausesFrom >= 0) {
        for (Pauses.Pause pause : pauses.take()) {
          waiting.add(record(pause));
          pausesFrom = now + PAUSES_EVERY;
        }
        write();
      }
    } catch (IOException | RuntimeException e) {
      LOG.atLevel(troubled ? Level.DEBUG : Level.WARN)
          .addKeyValue("reason", e.toString())
          .log("Starts and pauses could not be noted; trying again until it is possible.");
      troubled = true;
    }
  }

  private synchronized void end() {
    try {
      for (Pauses.Pause pause : pauses.takeAll()) {
        waiting.add(record(pause));
      }
      waiting.add(record(AuditRecord.STOP, "", Map.of("version", ProgramVersion.text())));
      write();
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("records", waiting.stream().map(AuditRecord::sentence).toList())
          .setCause(e)
          .log("What is to be in the history of this run could not be noted before the end.");
    }
  }

  private void write() throws IOException {
    for (AuditRecord next = waiting.peek(); next != null; next = waiting.peek()) {
      trail.take(next);
      waiting.remove();
      troubled = false;
    }
  }
}
