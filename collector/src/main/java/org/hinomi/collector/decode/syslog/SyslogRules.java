package org.hinomi.collector.decode.syslog;

import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import org.hinomi.collector.decode.columns.DeclaredFormat;
import org.hinomi.core.settings.Cidr;
import org.jspecify.annotations.Nullable;

/**
 * What the collector knows of its syslog senders beyond what they write.
 *
 * @param zone of time stamps that name none, where no sender rule has one
 * @param missingPriority PRI of a message without one: {@link #UNKNOWN_PRIORITY}, or {@link
 *     #RFC3164_PRIORITY} to do as relays must
 * @param senders the rule with the longest prefix that holds the sender's address applies
 * @param formats how texts of some hosts, sources and programs are written
 */
public record SyslogRules(
    ZoneId zone, int missingPriority, List<Sender> senders, List<DeclaredFormat> formats) {
  /** Facility and severity stay unknown. */
  public static final int UNKNOWN_PRIORITY = -1;

  /** RFC 3164 §4.3.3: user.notice. */
  public static final int RFC3164_PRIORITY = 13;

  public SyslogRules {
    requireNonNull(zone, "zone");
    if (missingPriority < -1 || missingPriority > 191) {
      throw new IllegalArgumentException(
          "missingPriority: " + missingPriority + " (expected: -1..191)");
    }
    senders = List.copyOf(senders);
    formats = List.copyOf(formats);
  }

  /** Declares no formats. */
  public SyslogRules(ZoneId zone, int missingPriority, List<Sender> senders) {
    this(zone, missingPriority, senders, List.of());
  }

  public static SyslogRules of(ZoneId zone) {
    return new SyslogRules(zone, UNKNOWN_PRIORITY, List.of());
  }

  /**
   * One sender or network of senders.
   *
   * @param zone of its time stamps; null for the collector's
   * @param host the name of the host whatever the message says; null to take the message's
   * @param namesHost whether its RFC 3164 messages have a HOSTNAME; false where the tag follows the
   *     time at once
   * @param charset of its messages; null for UTF-8
   */
  public record Sender(
      Cidr network,
      @Nullable ZoneId zone,
      @Nullable String host,
      boolean namesHost,
      @Nullable Charset charset) {
    /** One that writes UTF-8. */
    public Sender(Cidr network, @Nullable ZoneId zone, @Nullable String host, boolean namesHost) {
      this(network, zone, host, namesHost, null);
    }

    public Sender {
      requireNonNull(network, "network");
    }
  }
}
