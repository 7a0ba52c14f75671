package org.hinomi.collector.notify.group;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.GroupMessage.Reason;
import org.hinomi.collector.notify.Names;
import org.hinomi.collector.notify.route.Policy;
import org.hinomi.collector.notify.route.Recipient;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.notify.route.Span;
import org.hinomi.collector.notify.route.Team;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one route and team that have something in common: what is open of them, what has
 * not been told, and when it is to be. Its memory is bounded. For one thread.
 */
final class Group {
  /** Messages of a storm are at least so far apart. */
  static final Duration STORM_INTERVAL = Duration.ofMinutes(1);

  private final String name;
  private final String route;
  private final String team;
  private final Map<String, String> labels;
  private final boolean storm;
  private final Instant since;
  private final OpenAlerts open;
  private @Nullable Instant told;
  private @Nullable Instant escalateFrom;
  private @Nullable Severity toldSeverity;
  private long messages;
  private int level;
  private Pending pending = Pending.NONE;
  private @Nullable Instant pendingSince;
  private boolean poke;

  Group(
      String name,
      String route,
      String team,
      Map<String, String> labels,
      boolean storm,
      Instant since,
      OpenAlerts open) {
    this.name = name;
    this.route = route;
    this.team = team;
    this.labels = labels;
    this.storm = storm;
    this.since = since;
    this.open = open;
  }

  static Group of(String name, GroupState state) {
    Group group =
        new Group(
            name,
            state.route(),
            state.team(),
            state.labels(),
            state.storm(),
            state.since(),
            new OpenAlerts(state.open(), state.more(), state.moreAcknowledged()));
    group.told = state.told();
    group.escalateFrom = state.escalateFrom();
    group.toldSeverity = state.toldSeverity();
    group.messages = state.messages();
    group.level = state.level();
    group.pending = state.pending();
    group.pendingSince = state.pendingSince();
    group.poke = state.poke();
    return group;
  }

  GroupState state() {
    return new GroupState(
        route,
        team,
        labels,
        storm,
        since,
        told,
        escalateFrom,
        toldSeverity,
        messages,
        level,
        open.named(),
        open.more(),
        open.moreAcknowledged(),
        pending,
        pendingSince,
        poke);
  }

  String name() {
    return name;
  }

  String route() {
    return route;
  }

  String team() {
    return team;
  }

  boolean storm() {
    return storm;
  }

  int level() {
    return level;
  }

  /** What it has to say now: its new steps, or else what is open. */
  Pending news() {
    return pending.isEmpty() ? Pending.again(open.steps(), open.worst(toldSeverity)) : pending;
  }

  Map<String, String> labels() {
    return labels;
  }

  /** Names it from its first alert until none is open. */
  String thread() {
    return Names.of(name, since.toString());
  }

  OpenAlerts open() {
    return open;
  }

  /** Nothing is open, nothing waits, and a new message would go at once. */
  boolean over(Policy policy, Instant now) {
    return pending.isEmpty()
        && !poke
        && open.count() == 0
        && (told == null || !now.isBefore(told.plus(interval(policy))));
  }

  void add(Transition step, Instant now) {
    pending = pending.plus(step);
    pendingSince = pendingSince == null ? now : pendingSince;
    open.add(step);
  }

  /** As {@link OpenAlerts#acknowledge}. */
  boolean acknowledge() {
    poke = false;
    return open.acknowledge();
  }

  /** What this group could not say goes on here. */
  void merge(Pending others, int itsLevel, Instant now) {
    pending = pending.plus(others);
    pendingSince = pendingSince == null ? now : pendingSince;
    poke = true;
    level = Math.max(level, itsLevel);
  }

  /** When something is next to be said, as far as is known now; empty: not before a step comes. */
  Optional<Instant> due(Team to, Policy policy, Acknowledged acknowledged, Instant now) {
    Optional<Instant> due = Optional.empty();
    if (!pending.isEmpty() || poke) {
      due = Optional.of(quietEnd(to, pendingDue(policy, now), urgent()));
    }
    if (storm || told == null || open.count() == 0 || policy.digest().isPresent()) {
      return due;
    }
    Instant repeat = told.plus(policy.repeat());
    Instant escalate = escalation(to).orElse(repeat);
    Instant next = escalate.isBefore(repeat) ? escalate : repeat;
    if (due.isPresent() && !next.isBefore(due.get())) {
      return due;
    }
    if (!now.isBefore(next) && !open.unacknowledged(acknowledged)) {
      return due; // asked again after the next step, or when the time after that has come
    }
    Instant at = quietEnd(to, next, open.worst(toldSeverity) == Severity.CRITICAL);
    return due.isPresent() && due.get().isBefore(at) ? due : Optional.of(at);
  }

  private Optional<Instant> escalation(Team to) {
    Instant from = escalateFrom;
    return from == null ? Optional.empty() : Routing.nextEscalation(to, level).map(from::plus);
  }

  private boolean urgent() {
    return pending.worst() == Severity.CRITICAL;
  }

  private Instant pendingDue(Policy policy, Instant now) {
    Instant first = pendingSince == null ? now : pendingSince;
    Optional<Instant> digest = storm ? Optional.empty() : policy.nextDigest(first);
    if (digest.isPresent()) {
      return digest.get();
    }
    Severity worst = pending.worst();
    boolean worse =
        !storm && worst != null && toldSeverity != null && worst.compareTo(toldSeverity) > 0;
    return told == null || worse ? first : told.plus(interval(policy));
  }

  private Duration interval(Policy policy) {
    return storm ? max(policy.interval(), STORM_INTERVAL) : policy.interval();
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Instant quietEnd(Team to, Instant time, boolean urgent) {
    if (urgent) {
      return time;
    }
    Instant at = time;
    for (int i = 0; i < to.quiet().size() + 1; i++) { // one may begin where another ends
      for (Span span : to.quiet()) {
        at = span.end(at);
      }
    }
    return at;
  }

  /** Why something is to be said now. Only where it is due. */
  Reason reason(Team to, Policy policy, Instant now) {
    if (storm) {
      return Reason.STORM;
    }
    if (pending.isEmpty()) {
      Optional<Instant> escalate = escalation(to);
      return escalate.isPresent() && !now.isBefore(escalate.get())
          ? Reason.ESCALATION
          : Reason.REPEAT;
    }
    if (policy.digest().isPresent()) {
      return Reason.DIGEST;
    }
    return open.count() == 0 ? Reason.RESOLVED : told == null ? Reason.FIRST : Reason.UPDATE;
  }

  /** More people are told from now on. */
  void escalate() {
    level++;
  }

  /** A message without its recipient and its number: what there is to say now. */
  GroupMessage message(Reason reason, long openInAll, Instant now) {
    Severity waiting = pending.worst();
    Severity severity =
        waiting != null && (storm || open.count() == 0) ? waiting : open.worst(toldSeverity);
    return new GroupMessage(
        Names.of(thread(), Long.toString(messages)),
        thread(),
        reason,
        team,
        route,
        labels,
        severity,
        storm ? openInAll : open.count(),
        pending.counts(),
        pending.steps().isEmpty() ? firstOf(open.steps()) : pending.steps(),
        pending.top(),
        since,
        now,
        level,
        Recipient.of(""),
        null);
  }

  private static List<Transition> firstOf(List<Transition> steps) {
    return steps.size() > GroupMessage.MOST_STEPS
        ? steps.subList(0, GroupMessage.MOST_STEPS)
        : steps;
  }

  /** It has been said. */
  void told(Instant now) {
    toldSeverity = Pending.worse(toldSeverity, pending.worst());
    told = now;
    if (open.count() == 0) { // what comes now is new
      escalateFrom = null;
      toldSeverity = null;
      level = 0;
    } else if (escalateFrom == null) {
      escalateFrom = now;
    }
    messages++;
    pending = Pending.NONE;
    pendingSince = null;
    poke = false;
  }
}
