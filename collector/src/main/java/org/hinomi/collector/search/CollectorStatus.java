package org.hinomi.collector.search;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a running collector is.
 *
 * @param version of the program
 * @param started when
 * @param durableEnd the position after the last durable record of the journal
 * @param listeners address by name, as in {@code syslog-udp=0.0.0.0:5514}
 * @param problems what an operator should look at, one sentence each; empty: none
 */
public record CollectorStatus(
    String version,
    Instant started,
    long durableEnd,
    SortedMap<String, String> listeners,
    List<String> problems) {
  public CollectorStatus {
    listeners = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
    problems = List.copyOf(problems);
  }

  /** For a map in any order. */
  public static CollectorStatus of(
      String version,
      Instant started,
      long durableEnd,
      Map<String, String> listeners,
      List<String> problems) {
    return new CollectorStatus(version, started, durableEnd, new TreeMap<>(listeners), problems);
  }
}
