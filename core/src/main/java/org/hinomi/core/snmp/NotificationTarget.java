package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.time.Duration;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;

/**
 * Where notifications go.
 *
 * @param version v1 has traps only, and those of format {@link TrapFormat#EVNTWIN} only
 * @param confirmed false: a trap, sent once; true: an inform, which the other side answers
 * @param timeout how long to wait for the answer to an inform, &gt; 0
 * @param retries how often an inform is sent again, 0..20
 * @param charset of the texts of format {@link TrapFormat#EVNTWIN}; HINOMI-MIB is UTF-8
 */
public record NotificationTarget(
    HostPort address,
    Version version,
    Secret community,
    boolean confirmed,
    Duration timeout,
    int retries,
    TrapFormat format,
    Charset charset) {

  private static final Duration NO_ANSWER = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** The versions of SNMP. */
  public enum Version {
    V1,
    V2C
  }

  public NotificationTarget {
    requireNonNull(address, "address");
    requireNonNull(community, "community");
    if (timeout.isNegative() || timeout.isZero() || retries < 0 || retries > 20) {
      throw new IllegalArgumentException(
          "timeout " + timeout + ", retries " + retries + " (expected: > 0, 0..20)");
    }
    if (version == Version.V1 && (confirmed || format == TrapFormat.HINOMI)) {
      throw new IllegalArgumentException(
          "v1: " + format + (confirmed ? ", confirmed" : "") + " (expected: traps of EVNTWIN)");
    }
  }

  /** HINOMI-MIB as SNMPv2c. */
  public NotificationTarget(
      HostPort address, Secret community, boolean confirmed, Duration timeout, int retries) {
    this(
        address,
        Version.V2C,
        community,
        confirmed,
        timeout,
        retries,
        TrapFormat.HINOMI,
        UTF_8);
  }

  /** An address that gets traps. */
  public static NotificationTarget trap(HostPort address, Secret community) {
    return new NotificationTarget(address, community, false, NO_ANSWER, 0);
  }

  /** An address that gets informs: 3 attempts of 2 s. */
  public static NotificationTarget inform(HostPort address, Secret community) {
    return new NotificationTarget(address, community, true, ANSWER, 2);
  }

  /** An address that gets events in the format of Windows; informs as {@link #inform}. */
  public static NotificationTarget evntwin(
      HostPort address,
      Version version,
      Secret community,
        boolean confirmed,
      Charset charset) {
    return new NotificationTarget(
        address,
        version,
        community,
        confirmed,
        confirmed ? ANSWER : NO_ANSWER,
        confirmed ? 2 : 0,
        TrapFormat.EVNTWIN,
        charset);
  }
}
