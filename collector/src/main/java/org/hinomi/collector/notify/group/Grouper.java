package org.hinomi.collector.notify.group;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.alert.Grouping;
import org.hinomi.collector.alert.Outbox;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.ChannelWatch;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.GroupMessage.Reason;
import org.hinomi.collector.notify.GroupMessages;
import org.hinomi.collector.notify.Names;
import org.hinomi.collector.notify.route.Policy;
import org.hinomi.collector.notify.route.Recipient;
import org.hinomi.collector.notify.route.Route;
import org.hinomi.collector.notify.route.Routing;
import org.hinomi.collector.notify.route.Team;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts steps together into messages. The first step of a group is told at once, later ones wait for
 * its interval, what fires on is repeated and, where nobody acknowledges, told to more people. A
 * team gets {@link Budget so many} messages; what is more goes together into one of its storm, with
 * counts. At most {@link #MOST_GROUPS} groups are kept; steps of others go to the storm. For one
 * thread.
 */
final class Grouper {
  static final int MOST_GROUPS = 2_000;
  private static final Logger log = LoggerFactory.getLogger(Grouper.class);

  private final Routing routing;
  private final Acknowledged acknowledged;
  private final Links links;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<String, Set<Group>> holders = new HashMap<>();
  private final Map<String, Budget> budgets = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  /**
   * @param kept what was kept of the groups, by their names
   */
  Grouper(Routing routing, Acknowledged acknowledged, Links links, Map<String, String> kept) {
    this.routing = routing;
    this.acknowledged = acknowledged;
    this.links = links;
    kept.forEach(
        (name, json) -> {
          if (name.startsWith(ChannelWatch.KEPT)) {
            return;
          }
          GroupState state = GroupState.read(json);
          if (state == null) {
            changed.add(name); // its steps are in the history
            log.atWarn()
                .addKeyValue("group", name)
                .log("A group of alerts that another version kept cannot be read; it is dropped.");
          } else {
            Group group = Group.of(name, state);
            groups.put(name, group);
            group.open().lives().forEach(life -> hold(life, group));
          }
        });
  }

  /** Takes steps in; says what is due after that. */
  Grouping.Change take(List<Outbox.Queued> queued, Instant now) {
    List<Long> taken = new ArrayList<>();
    for (Outbox.Queued each : queued) {
      taken.add(each.number());
      if (each.content() instanceof Outbox.Step step) {
        take(step.transition(), now);
      }
    }
    List<Grouping.Outgoing> messages = speak(now);
    for (Group group : List.copyOf(groups.values())) {
      if (group.over(policy(group), now)) {
        drop(group);
      }
    }
    Map<String, Optional<String>> states = new LinkedHashMap<>();
    for (String name : changed) {
      states.put(name, Optional.ofNullable(groups.get(name)).map(group -> group.state().write()));
    }
    changed.clear();
    return new Grouping.Change(taken, states, messages);
  }

  private void take(Transition step, Instant now) {
    Set<Group> told = new LinkedHashSet<>(holders.getOrDefault(step.life(), Set.of()));
    if (told.isEmpty() || step.kind() != Transition.Kind.CLEARED) {
      for (Route route : routing.routes(step, now)) {
        told.add(group(route, step, now));
      }
    }
    for (Group group : told) {
      group.add(step, now);
      changed.add(group.name());
      if (group.open().lives().contains(step.life())) {
        hold(step.life(), group);
      } else {
        release(step.life(), group);
      }
    }
  }

  private Group group(Route route, Transition step, Instant now) {
    Map<String, String> labels =
        step.labels().containsKey(ChannelWatch.LABEL)
            ? Map.of(ChannelWatch.LABEL, step.labels().getOrDefault(ChannelWatch.LABEL, ""))
            : route.group(step);
    String name = Names.of(route.name(), route.team(), labels.toString());
    Group there = groups.get(name);
    if (there != null && there.over(route.policy(), now)) {
      drop(there);
      there = null;
    }
    if (there != null) {
      return there;
    }
    if (groups.size() >= MOST_GROUPS) {
      return storm(route.name(), route.team(), now);
    }
    Group made = new Group(name, route.name(), route.team(), labels, false, now, new OpenAlerts());
    groups.put(name, made);
    return made;
  }

  private Group storm(String route, String team, Instant now) {
    String name = Names.of("storm", team);
    return groups.computeIfAbsent(
        name, n -> new Group(n, route, team, Map.of(), true, now, new OpenAlerts()));
  }

  private void drop(Group group) {
    groups.remove(group.name());
    changed.add(group.name());
    List.copyOf(group.open().lives()).forEach(life -> release(life, group));
  }

  private void hold(String life, Group group) {
    holders.computeIfAbsent(life, l -> new HashSet<>(2)).add(group);
  }

  private void release(String life, Group group) {
    Set<Group> holding = holders.get(life);
    if (holding != null && holding.remove(group) && holding.isEmpty()) {
      holders.remove(life);
    }
  }

  private Policy policy(Group group) {
    return routing.route(group.route()).orElse(routing.otherwise()).policy();
  }

  private Team team(Group group) {
    Team team = routing.team(group.team());
    return team != null ? team : requireNonNull(routing.team(routing.otherwise().team()));
  }

  private List<Grouping.Outgoing> speak(Instant now) {
    List<Grouping.Outgoing> out = new ArrayList<>();
    List<Group> due = groups.values().stream().filter(group -> isDue(group, now)).toList();
    for (Group group : due) {
      if (!group.storm()) {
        speak(group, now, out);
      }
    }
    // Last, with what the others could not say.
    for (Group group : List.copyOf(groups.values())) {
      if (group.storm() && isDue(group, now)) {
        say(group, Reason.STORM, now, out);
      }
    }
    return out;
  }

  private boolean isDue(Group group, Instant now) {
    return group
        .due(team(group), policy(group), acknowledged, now)
        .filter(at -> !at.isAfter(now))
        .isPresent();
  }

  private void speak(Group group, Instant now, List<Grouping.Outgoing> out) {
    Reason reason = group.reason(team(group), policy(group), now);
    if (reason == Reason.ESCALATION) {
      group.escalate();
    }
    if (budgets.computeIfAbsent(group.team(), t -> new Budget(now)).take(now)) {
      say(group, reason, now, out);
      return;
    }
    Group storm = storm(group.route(), group.team(), now);
    storm.merge(group.news(), group.level(), now);
    group.told(now);
    changed.add(storm.name());
    changed.add(group.name());
  }

  private void say(Group group, Reason reason, Instant now, List<Grouping.Outgoing> out) {
    long open =
        groups.values().stream()
            .filter(other -> other.team().equals(group.team()))
            .mapToLong(each -> each.open().count())
            .sum();
    GroupMessage message = group.message(reason, open, now);
    String failing = group.labels().get(ChannelWatch.LABEL);
    for (Recipient to : routing.recipients(team(group), group.level(), now, failing)) {
      GroupMessage own = to(message, to, now);
      out.add(
          new Grouping.Outgoing(
              own.id(),
              to.channel(),
              Names.of(message.thread(), to.person()),
              GroupMessages.write(own)));
    }
    group.told(now);
    changed.add(group.name());
  }

  private GroupMessage to(GroupMessage message, Recipient to, Instant now) {
    boolean toSeeTo = message.open() > 0 && message.reason() != Reason.STORM;
    return new GroupMessage(
        Names.of(message.id(), to.channel(), to.person()),
        message.thread(),
        message.reason(),
        message.team(),
        message.route(),
        message.group(),
        message.severity(),
        message.open(),
        message.counts(),
        message.steps(),
        message.rules(),
        message.since(),
        message.at(),
        message.escalation(),
        to,
        toSeeTo ? links.acknowledge(message.thread(), to, now) : null);
  }

  /** When something is next due; empty: not before a step comes. */
  Optional<Instant> next(Instant now) {
    Instant earliest = null;
    for (Group group : groups.values()) {
      Optional<Instant> due = group.due(team(group), policy(group), acknowledged, now);
      if (due.isPresent() && (earliest == null || due.get().isBefore(earliest))) {
        earliest = due.get();
      }
    }
    return Optional.ofNullable(earliest);
  }

  /**
   * Somebody sees to what is open in a group.
   *
   * @return empty where no such group is open
   */
  Optional<Router.Taken> acknowledge(String thread) {
    return group(thread)
        .map(
            group -> {
              boolean first = group.acknowledge();
              changed.add(group.name());
              return new Router.Taken(List.copyOf(group.open().lives()), first);
            });
  }

  /** The same lives; nothing is changed. */
  Optional<List<String>> open(String thread) {
    return group(thread).map(group -> List.copyOf(group.open().lives()));
  }

  private Optional<Group> group(String thread) {
    return groups.values().stream()
        .filter(group -> group.thread().equals(thread) && group.open().count() > 0)
        .findFirst();
  }
}
