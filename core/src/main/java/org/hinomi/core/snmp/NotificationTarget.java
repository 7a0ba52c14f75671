package org.hinomi.core.snmp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.time.Duration;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Where notifications go.
 *
 * @param version v1 has traps only
 * @param community of v1 and v2c; null exactly for v3
 * @param user of v3; null otherwise
 * @param confirmed false: a trap, sent once; true: an inform, which the other side answers
 * @param timeout how long to wait for the answer to an inform, &gt; 0
 * @param retries how often an inform is sent again, 0..20
 * @param charset of the texts of format {@link TrapFormat#EVNTWIN}; HINOMI-MIB is UTF-8
 */
public record NotificationTarget(
    HostPort address,
    Version version,
    @Nullable Secret community,
    @Nullable SnmpUser user,
    boolean confirmed,
    Duration timeout,
    int retries,
    TrapFormat format,
    Charset charset) {

  private static final Duration NO_ANSWER = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /**
   * Octets that an SNMPv3 message has more than one of v2c with an empty community: two engine ids,
   * longest digest, salt, padding, and the headers.
   */
  private static final int VERSION_3_OCTETS = 2 * 34 + 50 + 10 + 8 + 56;

  /** The versions of SNMP. */
  public enum Version {
    V1,
    V2C,
    V3
  }

  public NotificationTarget {
    requireNonNull(address, "address");
    if ((version == Version.V3) != (community == null)
        || (version == Version.V3) != (user != null)) {
      throw new IllegalArgumentException(
          version + " (expected: a user for V3 alone, a community for the others)");
    }
    if (timeout.isNegative() || timeout.isZero() || retries < 0 || retries > 20) {
      throw new IllegalArgumentException(
          "timeout " + timeout + ", retries " + retries + " (expected: > 0, 0..20)");
    }
    if (version == Version.V1 && confirmed) {
      throw new IllegalArgumentException("V1, confirmed (expected: traps; V1 has no informs)");
    }
  }

  /** HINOMI-MIB as SNMPv2c. */
  public NotificationTarget(
      HostPort address, Secret community, boolean confirmed, Duration timeout, int retries) {
    this(
        address,
        Version.V2C,
        community,
        null,
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

  /** As SNMPv3; informs as {@link #inform}. */
  public static NotificationTarget version3(HostPort address, SnmpUser user, boolean confirmed) {
    return new NotificationTarget(
        address,
        Version.V3,
        null,
        user,
        confirmed,
        confirmed ? ANSWER : NO_ANSWER,
        confirmed ? 2 : 0,
        TrapFormat.HINOMI,
        UTF_8);
  }

  /** An address that gets events in the format of Windows; informs as {@link #inform}. */
  public static NotificationTarget evntwin(
      HostPort address, Version version, Secret community, boolean confirmed, Charset charset) {
    return new NotificationTarget(
        address,
        version,
        community,
        null,
        confirmed,
        confirmed ? ANSWER : NO_ANSWER,
        confirmed ? 2 : 0,
        TrapFormat.EVNTWIN,
        charset);
  }

  /** The same in another format. */
  public NotificationTarget in(TrapFormat other, Charset itsCharset) {
    return new NotificationTarget(
        address, version, community, user, confirmed, timeout, retries, other, itsCharset);
  }

  /** Octets that community, or user and security, take of a message. */
  int securityOctets() {
    return user != null
        ? VERSION_3_OCTETS + user.name().getBytes(UTF_8).length
        : requireNonNull(community).reveal().getBytes(UTF_8).length;
  }
}
