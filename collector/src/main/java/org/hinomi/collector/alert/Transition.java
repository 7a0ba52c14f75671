package org.hinomi.collector.alert;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.detect.Evidence;
import org.jspecify.annotations.Nullable;

/**
 * A step in the life of an alert that people are told of.
 *
 * @param id the same at each replay of the journal, so that nobody is told twice
 * @param rule name of the threshold; of an event rule its id, or its title where it has none
 * @param labels what the alert is about: {@code host.name}, {@code system.filesystem.mountpoint} …;
 *     rule and labels together are the alert's identity
 * @param severity after the step; on RESOLVED the one it had
 * @param metric OpenTelemetry name, or "" for an event rule
 * @param value the value that led here, where there is one; of an event rule how often it matched
 * @param level the level it is compared with, where there is one
 * @param since when the condition began to hold (event time)
 * @param at when this step was taken (event time)
 * @param position journal position of the record that led here
 * @param match what an event rule matched; null for a threshold
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
    long position,
    @Nullable Match match) {

  /**
   * What an event rule matched.
   *
   * @param title of the rule
   * @param level of the rule, by Sigma's word
   * @param count how often it has matched since the alert was raised
   * @param newest the event that matched last
   */
  public record Match(String title, String level, long count, Evidence newest) {
    public Match {
      requireNonNull(title, "title");
      requireNonNull(level, "level");
      requireNonNull(newest, "newest");
    }
  }

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

  /** A step of a threshold. */
  public Transition(
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
    this(id, kind, rule, labels, severity, metric, value, level, since, at, position, null);
  }

  /** What people call the rule: its title, or the name of the threshold. */
  public String title() {
    return match == null ? rule : match.title();
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
