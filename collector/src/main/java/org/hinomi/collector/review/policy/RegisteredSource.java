package org.hinomi.collector.review.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A log that is kept for a purpose.
 *
 * @param name unique in the register
 * @param title in the reader's words; the name where none is given
 * @param hosts with {@code *} and {@code ?} as wildcards
 * @param logs Windows channels, programs (the part of the name before a slash) or, where there is
 *     neither, transports; with wildcards
 * @param purpose what it is kept for, such as "prevent leaks"
 * @param items of the six that its events must have
 * @param operator who runs it, and therefore must not review it
 * @param rhythm how often it is reviewed
 * @param retentionClass under which its events must be recorded; empty: any
 * @param quiet the longest silence in working hours; empty: not looked at
 * @param calendar when it is in use, where that is not when people work; empty: that of the policy
 * @param internet whether addresses of the outside are to be seen in it
 */
public record RegisteredSource(
    String name,
    String title,
    List<String> hosts,
    List<String> logs,
    String purpose,
    Set<Item> items,
    String owner,
    String operator,
    String reviewer,
    Rhythm rhythm,
    Optional<String> retentionClass,
    Expected expected,
    Optional<Duration> quiet,
    Optional<WorkingTime> calendar,
    boolean internet) {
  public RegisteredSource {
    hosts = List.copyOf(hosts);
    logs = List.copyOf(logs);
    items = Set.copyOf(items);
  }
}
