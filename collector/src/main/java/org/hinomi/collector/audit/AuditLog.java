package org.hinomi.collector.audit;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where what is done to the collector is noted. That a note cannot be written stops nobody: it is
 * an error of the log then, which monitoring sees. Thread-safe.
 */
public final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

  private final String host;
  private final InstantSource clock;
  private final Sink sink;

  /** Makes a record durable. */
  @FunctionalInterface
  public interface Sink {
    void take(AuditRecord record) throws IOException;
  }

  /**
   * @param host on which this happens
   */
  public AuditLog(String host, InstantSource clock, Sink sink) {
    this.host = host;
    this.clock = clock;
    this.sink = sink;
  }

  /**
   * Notes that something was done.
   *
   * @return whether it could be noted
   */
  public boolean done(String action, Who who, Map<String, String> details) {
    return note(record(action, who, true, "", details));
  }

  /**
   * Notes that something was refused, or failed.
   *
   * @return whether it could be noted
   */
  public boolean failed(String action, Who who, String reason, Map<String, String> details) {
    return note(record(action, who, false, reason, details));
  }

  private AuditRecord record(
      String action, Who who, boolean success, String reason, Map<String, String> details) {
    return new AuditRecord(
        clock.instant(),
        host,
        action,
        who.user(),
        who.proof(),
        who.address(),
        success,
        reason,
        details);
  }

  private boolean note(AuditRecord record) {
    try {
      sink.take(record);
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.atError()
          .addKeyValue("record", record.sentence())
          .setCause(e)
          .log("What was done could not be recorded in the history.");
      return false;
    }
  }
}
