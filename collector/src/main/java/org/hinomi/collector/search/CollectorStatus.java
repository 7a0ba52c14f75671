package org.hinomi.collector.search;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a running collector is.
 *
 * @param version of the program
 * @param started when
 * @param durableEnd the position after the last durable record of the journal
 * @param listeners address by name, as in {@code syslog-udp=0.0.0.0:5514}
 * @param facts what it counts and measures, in the order to show: a number, numbers by name, or
 *     null where it is unknown
 * @param problems what an operator should look at; empty: nothing
 */
public record CollectorStatus(
    String version,
    Instant started,
    long durableEnd,
    SortedMap<String, String> listeners,
    Map<String, @Nullable Object> facts,
    List<Problem> problems) {
  public CollectorStatus {
    listeners = Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    problems = List.copyOf(problems);
  }
}
