package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.text.Glob;

/**
 * How often some sources are declared to speak.
 *
 * @param logs channels, paths of files, {@code journald}, {@code syslog}, {@code snmp}; empty: all
 * @param every at least one record in so long; empty: as learned
 * @param workingOnly silence is looked for in working hours alone
 * @param flood more records in an hour out of working hours are a flood; empty: as learned
 * @param off nothing is looked for
 */
public record SourceRule(
    HostGroup hosts,
    List<Glob> logs,
    Optional<Duration> every,
    boolean workingOnly,
    OptionalLong flood,
    boolean off) {
  /** What holds where nothing is declared. */
  static final SourceRule LEARNED =
      new SourceRule(
          new HostGroup("", List.of()),
          List.of(),
          Optional.empty(),
          false,
          OptionalLong.empty(),
          false);

  public SourceRule {
    requireNonNull(hosts, "hosts");
    logs = List.copyOf(logs);
    requireNonNull(every, "every");
    requireNonNull(flood, "flood");
  }

  boolean isAbout(String host, String log) {
    if (!hosts.contains(host)) {
      return false;
    }
    if (logs.isEmpty()) {
      return true;
    }
    for (Glob glob : logs) {
      if (glob.matches(log)) {
        return true;
      }
    }
    return false;
  }
}
