package org.hinomi.core.snmp;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Says that the collector is alive.
 *
 * @param host that it runs on
 */
public record Heartbeat(String host, Instant at) implements HinomiNotification {
  public Heartbeat {
    requireNonNull(host, "host");
    requireNonNull(at, "at");
  }

  @Override
  public HinomiMib.Notification kind() {
    return HinomiMib.Notification.HEARTBEAT;
  }
}
