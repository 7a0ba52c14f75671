package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.core.event.HostGroup;
import org.hinomi.core.sigma.Aims;
import org.jspecify.annotations.Nullable;

/**
 * Levels for one metric.
 *
 * @param name unlike all others; with the labels of a series it is the identity of an alert
 * @param metric OpenTelemetry name
 * @param attributes which series of the metric
 * @param groups hosts of these groups only; empty: all hosts
 * @param per null, or a metric of the same round, without attributes, by which the value is divided
 *     first: load average per CPU. Where the round lacks it, or it is 0, nothing is judged
 * @param overrides the first whose group contains the host decides in place of {@code levels}
 * @param derivation what is judged in place of the value
 * @param in when it is asked
 * @param aims what its alerts are for
 * @param events the events whose number is the value; null where it is sampled
 */
public record Threshold(
    String name,
    String metric,
    AttributeFilter attributes,
    List<HostGroup> groups,
    @Nullable String per,
    Levels levels,
    List<Override> overrides,
    Derivation derivation,
    In in,
    Aims aims,
    @Nullable EventCounting events) {

  /** A measured value is looked at so that nothing fails. */
  static final Aims USUAL = new Aims(List.of("prevention"), List.of("availability"));

  /** When it is asked, by the calendar of the host; out of that time a value changes nothing. */
  public enum In {
    ALWAYS,
    WORKING,
    OFF_HOURS
  }

  /** A threshold on the value itself, at all times. */
  public Threshold(
      String name,
      String metric,
      AttributeFilter attributes,
      List<HostGroup> groups,
      @Nullable String per,
      Levels levels,
      List<Override> overrides) {
    this(
        name,
        metric,
        attributes,
        groups,
        per,
        levels,
        overrides,
        new Derivation.Plain(),
        In.ALWAYS);
  }

  /** A threshold whose alerts are for what those of most are. */
  public Threshold(
      String name,
      String metric,
      AttributeFilter attributes,
      List<HostGroup> groups,
      @Nullable String per,
      Levels levels,
      List<Override> overrides,
      Derivation derivation,
      In in) {
    this(name, metric, attributes, groups, per, levels, overrides, derivation, in, USUAL, null);
  }

  public Threshold {
    requireNonNull(name, "name");
    requireNonNull(metric, "metric");
    requireNonNull(attributes, "attributes");
    requireNonNull(levels, "levels");
    requireNonNull(derivation, "derivation");
    requireNonNull(in, "in");
    requireNonNull(aims, "aims");
    groups = List.copyOf(groups);
    overrides = List.copyOf(overrides);
  }

  /**
   * Other levels for a group of hosts.
   *
   * @param levels null: the threshold is off for these hosts
   */
  public record Override(HostGroup group, @Nullable Levels levels) {
    public Override {
      requireNonNull(group, "group");
    }
  }

  /** The same threshold on a number of events. */
  public Threshold counting(EventCounting what) {
    return new Threshold(
        name, metric, attributes, groups, per, levels, overrides, derivation, in, aims, what);
  }

  /** The levels for a series; empty where the threshold does not look at it. */
  public Optional<Levels> levelsFor(String host, Map<String, String> attributes) {
    if (!this.attributes.accepts(attributes)
        || (!groups.isEmpty() && groups.stream().noneMatch(g -> g.contains(host)))) {
      return Optional.empty();
    }
    for (Override override : overrides) {
      if (override.group().contains(host)) {
        return Optional.ofNullable(override.levels());
      }
    }
    return Optional.of(levels);
  }
}
