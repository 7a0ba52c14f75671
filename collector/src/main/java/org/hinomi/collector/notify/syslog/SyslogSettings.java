package org.hinomi.collector.notify.syslog;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.hinomi.core.settings.HostPort;

/**
 * One syslog destination.
 *
 * @param name of the destination, unlike all others
 * @param facility 0..23
 * @param timeout for connecting and for the receiver's end of the connection; TCP only
 */
public record SyslogSettings(
    String name, HostPort server, Protocol protocol, int facility, Duration timeout) {

  /** How messages travel. */
  public enum Protocol {
    /** RFC 5426: a message that gets lost is lost without notice. */
    UDP,
    /** RFC 6587 with octet counting. */
    TCP
  }

  public SyslogSettings {
    requireNonNull(name, "name");
    requireNonNull(server, "server");
    requireNonNull(protocol, "protocol");
    if (facility < 0 || facility > 23) {
      throw new IllegalArgumentException("facility: " + facility + " (expected: 0..23)");
    }
  }
}
