package org.hinomi.collector.detect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hinomi.collector.calendar.Calendars;
import org.hinomi.core.sigma.Aims;
import org.hinomi.core.sigma.CorrelationRule;
import org.hinomi.core.sigma.Level;
import org.hinomi.core.sigma.LogSource;
import org.hinomi.core.sigma.SigmaRule;
import org.hinomi.core.text.Glob;
import org.jspecify.annotations.Nullable;

/**
 * The rules on events that are in force, and how they are applied.
 *
 * @param rules on single events
 * @param correlations on several; what they refer to is among the rules or among them
 * @param calendars what rules see of the time of an event: {@link TimeFields}
 * @param sources how sources are to speak; empty: nobody listens for silence
 * @param mails whose a mail address is
 */
public record EventRules(
    List<SigmaRule> rules,
    List<CorrelationRule> correlations,
    Settings settings,
    Calendars calendars,
    Optional<List<SourceRule>> sources,
    MailLists mails) {

  /** No rule at all. */
  public static final EventRules NONE = new EventRules(List.of(), List.of(), Settings.DEFAULT);

  /**
   * How rules are applied.
   *
   * @param lowest rules of a lower level raise no alerts, but count for correlations
   * @param quiet an alert is over when nothing has matched for so long
   * @param late how much later than the newest event one may be that correlations still count
   * @param sources log sources of records that do not say themselves what they are; the first that
   *     fits counts
   */
  public record Settings(
      Level lowest, Duration quiet, Duration late, List<DeclaredSource> sources) {
    public static final Settings DEFAULT =
        new Settings(Level.LOW, Duration.ofMinutes(15), Duration.ofMinutes(5), List.of());

    public Settings {
      requireNonNull(lowest, "lowest");
      requireNonNull(quiet, "quiet");
      requireNonNull(late, "late");
      sources = List.copyOf(sources);
    }
  }

  /**
   * Which log source the records of some hosts and programs are.
   *
   * @param hosts empty: all
   * @param programs empty: all
   */
  public record DeclaredSource(List<Glob> hosts, List<Glob> programs, LogSource is) {
    public DeclaredSource {
      hosts = List.copyOf(hosts);
      programs = List.copyOf(programs);
      requireNonNull(is, "is");
    }
  }

  public EventRules {
    rules = List.copyOf(rules);
    correlations = List.copyOf(correlations);
    requireNonNull(settings, "settings");
    requireNonNull(calendars, "calendars");
    sources = sources.map(List::copyOf);
    requireNonNull(mails, "mails");
  }

  /** Rules for which people always work. */
  public EventRules(List<SigmaRule> rules, List<CorrelationRule> correlations, Settings settings) {
    this(rules, correlations, settings, Calendars.NONE, Optional.empty(), MailLists.NONE);
  }

  /** The same rules with these calendars. */
  public EventRules with(Calendars others) {
    return new EventRules(rules, correlations, settings, others, sources, mails);
  }

  /** The same rules, and somebody who listens for silence. */
  public EventRules listening(List<SourceRule> others) {
    return new EventRules(rules, correlations, settings, calendars, Optional.of(others), mails);
  }

  /** The same rules with these lists of mail addresses. */
  public EventRules with(MailLists others) {
    return new EventRules(rules, correlations, settings, calendars, sources, others);
  }

  /** Whether an alert that was raised by the rule of this key is still looked after. */
  public boolean covers(String key) {
    return BuiltIn.of(key).isPresent()
        || rules.stream().anyMatch(rule -> rule.key().equals(key))
        || correlations.stream().anyMatch(rule -> rule.key().equals(key));
  }

  /** What the alerts of the rule of this key are for; empty where there is none. */
  public Optional<Aims> aims(String key) {
    return BuiltIn.of(key)
        .map(BuiltIn::aims)
        .or(
            () ->
                Stream.concat(
                        rules.stream().filter(r -> r.key().equals(key)).map(SigmaRule::tags),
                        correlations.stream()
                            .filter(r -> r.key().equals(key))
                            .map(CorrelationRule::tags))
                    .findFirst()
                    .map(Aims::ofTags));
  }

  /** The level of a rule that says none is medium. */
  static Level level(@Nullable Level written) {
    return written == null ? Level.MEDIUM : written;
  }

  /**
   * The rules, of both kinds, that raise alerts: what a correlation rule looks at is reported by it
   * alone, unless it says {@code generate: true}.
   */
  Set<Object> raising() {
    Set<String> hidden = new HashSet<>();
    correlations.stream().filter(c -> !c.generate()).forEach(c -> hidden.addAll(c.rules()));
    // By identity: to compare rules is to compare all that they say.
    Set<Object> raising = Collections.newSetFromMap(new IdentityHashMap<>());
    for (SigmaRule rule : rules) {
      add(rule, rule.id(), rule.name(), rule.level(), hidden, raising);
    }
    for (CorrelationRule rule : correlations) {
      add(rule, rule.id(), rule.name(), rule.level(), hidden, raising);
    }
    return raising;
  }

  private void add(
      Object rule,
      @Nullable String id,
      @Nullable String name,
      @Nullable Level level,
      Set<String> hidden,
      Set<Object> into) {
    boolean covered = id != null && hidden.contains(id) || name != null && hidden.contains(name);
    if (!covered && level(level).compareTo(settings.lowest()) >= 0) {
      into.add(rule);
    }
  }
}
