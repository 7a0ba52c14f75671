package org.hinomi.collector.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hinomi.collector.audit.AuditLog;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.receive.SenderLosses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes what was lost of senders into the history, where rules, alerts and reviews find it: each
 * first loss within seconds, a storm of them in a handful of records.
 */
final class LossReports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LossReports.class);
  private static final int EVERY_SECONDS = 10;

  /** Records of one look: with a thousand senders in trouble the others wait for the next. */
  private static final int MOST = 100;

  private final SenderLosses losses;
  private final Runnable refresh;
  private final AuditLog.Sink trail;
  private final String host;
  private final InstantSource clock;

  /** A disk may be full for days: it is said once. */
  private volatile boolean troubled;

  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("losses").daemon().factory());

  /**
   * @param refresh has what is counted elsewhere counted in {@code losses}
   * @param host the collector's
   */
  LossReports(
      SenderLosses losses,
      Runnable refresh,
      AuditLog.Sink trail,
      String host,
      InstantSource clock) {
    this.losses = losses;
    this.refresh = refresh;
    this.trail = trail;
    this.host = host;
    this.clock = clock;
  }

  LossReports start() {
    looks.scheduleWithFixedDelay(
        () -> look(false, MOST), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  /** Tells also what was not due yet: nothing tells it later. */
  @Override
  public void close() {
    looks.close();
    look(true, Integer.MAX_VALUE);
  }

  /** What does not get into the journal is told the next time. */
  void look(boolean all, int most) {
    try {
      refresh.run();
      for (SenderLosses.Report report : losses.due(System.nanoTime(), all, most)) {
        trail.take(
            AuditRecord.loss(
                clock.instant(),
                host,
                report.sender(),
                report.kind().word(),
                report.kind().text(),
                report.records(),
                report.kind().gone()));
        losses.told(report, System.nanoTime());
        troubled = false;
      }
    } catch (IOException | RuntimeException e) {
      LOG.atLevel(troubled && !all ? Level.DEBUG : Level.WARN)
          .addKeyValue("reason", e.toString())
          .log(
              all
                  ? "Losses of senders could not be noted before the end; nothing else tells of them."
                  : "Losses of senders could not be noted; trying again until it is possible.");
      troubled = true;
    }
  }
}
