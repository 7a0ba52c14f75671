package org.hinomi.collector.console;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.hinomi.collector.access.Gatekeeper;
import org.hinomi.collector.audit.AuditLog;
import org.jspecify.annotations.Nullable;

/**
 * Who comes in, and how.
 *
 * @param gatekeeper knows who somebody is
 * @param audit notes what they do
 * @param patience how long a connection may take for a request until it is known who asks, or be
 *     idle
 * @param tls what shows this server's certificate; null: plain HTTP
 */
public record Doors(
    Gatekeeper gatekeeper, AuditLog audit, Duration patience, @Nullable SSLContext tls) {
  private static final Duration USUAL_PATIENCE = Duration.ofMinutes(1);

  /** With the usual patience. */
  public Doors(Gatekeeper gatekeeper, AuditLog audit, @Nullable SSLContext tls) {
    this(gatekeeper, audit, USUAL_PATIENCE, tls);
  }

  boolean secure() {
    return tls != null;
  }
}
