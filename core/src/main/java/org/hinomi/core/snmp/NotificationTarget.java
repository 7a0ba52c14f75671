package org.hinomi.core.snmp;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;

/**
 * Where notifications go, as SNMPv2c.
 *
 * @param confirmed false: a trap, sent once; true: an inform, which the other side answers
 * @param timeout how long to wait for the answer to an inform, &gt; 0
 * @param retries how often an inform is sent again, 0..20
 */
public record NotificationTarget(
    HostPort address, Secret community, boolean confirmed, Duration timeout, int retries) {

  public NotificationTarget {
    requireNonNull(address, "address");
    requireNonNull(community, "community");
    if (timeout.isNegative() || timeout.isZero() || retries < 0 || retries > 20) {
      throw new IllegalArgumentException(
          "timeout " + timeout + ", retries " + retries + " (expected: > 0, 0..20)");
    }
  }

  /** An address that gets traps. */
  public static NotificationTarget trap(HostPort address, Secret community) {
    return new NotificationTarget(address, community, false, Duration.ofSeconds(1), 0);
  }

  /** An address that gets informs: 3 attempts of 2 s. */
  public static NotificationTarget inform(HostPort address, Secret community) {
    return new NotificationTarget(address, community, true, Duration.ofSeconds(2), 2);
  }
}
