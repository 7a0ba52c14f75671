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
 * @param act what a person did; null where none did anything
 * @param context what stood around it
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
    @Nullable Match match,
    @Nullable Act act,
    Context context) {

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

  /** Steps that records lead to, and steps that people take. */
  public enum Kind {
    RAISED,
    CHANGED,
    CLEARED,
    /** Somebody looks after it. Destinations are not told. */
    ACKNOWLEDGED,
    /**
     * Nobody looks after it any more: the time is over, it became worse, or it was taken back.
     * Destinations are told of the alert again, by its latest step, not by this one.
     */
    UNACKNOWLEDGED,
    /** Somebody has nothing more to do about it. Destinations are not told. */
    CLOSED;

    /** Whether a person took it, or ought to. */
    public boolean isAct() {
      return this == ACKNOWLEDGED || this == UNACKNOWLEDGED || this == CLOSED;
    }
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
    requireNonNull(context, "context");
  }

  /** A step of a rule on events, or of another rule that says what it matched. */
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
      long position,
      @Nullable Match match) {
    this(
        id,
        kind,
        rule,
        labels,
        severity,
        metric,
        value,
        level,
        since,
        at,
        position,
        match,
        null,
        Context.UNKNOWN);
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

  /** The same step in its context. */
  Transition with(Context other) {
    return new Transition(
        id, kind, rule, labels, severity, metric, value, level, since, at, position, match, act,
        other);
  }

  /** A step that a person takes about the alert of this one. */
  Transition act(String actId, Kind what, @Nullable Act act, Instant now) {
    return new Transition(
        actId,
        what,
        rule,
        labels,
        severity,
        metric,
        value,
        level,
        since,
        now,
        position,
        match,
        act,
        Context.aimed(context.aims()));
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
