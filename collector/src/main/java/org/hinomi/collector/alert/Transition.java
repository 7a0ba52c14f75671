package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A step in the life of an alert that people are told of.
 *
 * @param id the same at each replay of the journal, so that nobody is told twice
 * @param rule name of the threshold or rule
 * @param labels what the alert is about: {@code host.name}, {@code system.filesystem.mountpoint} …;
 *     rule and labels together are the alert's identity
 * @param severity after the step; on RESOLVED the one it had
 * @param metric OpenTelemetry name, or "" for an event rule
 * @param value the value that led here, where there is one
 * @param level the level it is compared with, where there is one
 * @param since when the condition began to hold (event time)
 * @param at when this step was taken (event time)
 * @param position journal position of the record that led here
 */
public record Transition(
    String id,
    Kind kind,
    String rule,
    SortedMap<String, String> labels,
    Severity severity,
    String metric,
    OptionalDouble value,
    OptionalDouble level,
    Instant since,
    Instant at,
    long position) {

  public enum Kind {
    RAISED,
    CHANGED,
    CLEARED
  }

  /** In ascending order. */
  public enum Severity {
    WARNING,
    CRITICAL
  }

  public Transition {
    requireNonNull(id, "id");
    requireNonNull(kind, "kind");
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /**
   * Names one life of an alert, from RAISED to CLEARED: the same for all its transitions, another
   * one when it is raised again. 32 hexadecimal digits.
   */
  public String life() {
    return Identities.life(rule, labels, Micros.of(since));
  }

  public String host() {
    return labels.getOrDefault("host.name", "");
  }
}
