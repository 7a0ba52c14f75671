package org.hinomi.collector.review.cross;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Evidence;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.cross.table.Names;
import org.hinomi.collector.review.cross.table.PeopleTable.Entry;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableKind;

/**
 * What the door of a room recorded, beside the register of its keys and the log of visitors: who
 * went in without standing in either, and which keys did not come back. Rooms without a key in the
 * register are open to all.
 */
final class RoomsCheck implements Check {
  private static final Kind ENTRY = new Kind("entry-without-key", Purpose.DISCOVERY, "CIA");
  private static final Kind KEY_OUT = new Kind("key-not-returned", Purpose.PREVENTION, "C");

  private final PeopleTables tables;

  RoomsCheck(PeopleTables tables) {
    this.tables = tables;
  }

  @Override
  public String id() {
    return "rooms";
  }

  @Override
  public Step step() {
    return Step.CROSS_CHECKS;
  }

  @Override
  public Result run(ReviewContext context) {
    if (!tables.has(TableKind.KEYS)) {
      return Result.NONE;
    }
    LocalDate near = new Crossing(context).near();
    List<Entry> keys = tables.of(TableKind.KEYS);
    List<Observation> seen = new ArrayList<>();
    Set<String> told = new HashSet<>();
    Map<String, List<Entry>> byRoom = new HashMap<>();
    for (Entry entry : tables.of(TableKind.ENTRIES)) {
      LocalDateTime at = moment(entry, Role.ENTERED, near).orElse(null);
      if (at == null || !in(context, at.toLocalDate()) || !entry.has(Role.ROOM)) {
        continue;
      }
      String room = entry.text(Role.ROOM);
      List<Entry> its =
          byRoom.computeIfAbsent(room, r -> keys.stream().filter(key -> isOf(key, r)).toList());
      boolean known =
          its.isEmpty()
              || its.stream().anyMatch(key -> same(key, entry) && covers(key, at, near))
              || isVisitor(entry, at.toLocalDate(), near);
      String who = PeopleTables.person(entry);
      if (!known && told.add(Names.plain(who) + " " + room + " " + at.toLocalDate())) {
        seen.add(
            observation(
                ENTRY,
                Severity.HIGH,
                who + " " + room + " " + at.toLocalDate(),
                List.of(who, room, wall(at), entry.place())));
      }
    }
    for (Entry key : keys) {
      LocalDateTime taken = moment(key, Role.TAKEN, near).orElse(null);
      if (taken != null && in(context, taken.toLocalDate()) && !key.has(Role.RETURNED)) {
        String who = PeopleTables.person(key);
        seen.add(
            observation(
                KEY_OUT,
                Severity.MEDIUM,
                key.text(Role.KEY) + " " + taken,
                List.of(who, key.text(Role.KEY), wall(taken), key.place())));
      }
    }
    return new Result(List.of(), seen);
  }

  /** A table of people has no statement: the row that it names is the evidence. */
  private static Observation observation(
      Kind kind, Severity severity, String key, List<String> arguments) {
    return new Observation(kind, severity, key, arguments, new Evidence("", "", List.of()));
  }

  private static boolean in(ReviewContext context, LocalDate day) {
    return !day.isBefore(context.period().from()) && day.isBefore(context.period().to());
  }

  /** A moment that stands in one cell, or the time in one and the day in that for dates. */
  static Optional<LocalDateTime> moment(Entry entry, Role role, LocalDate near) {
    return entry
        .dateTime(role, near)
        .or(
            () ->
                entry.second(role).isPresent()
                    ? entry
                        .date(Role.DATE, near)
                        .map(day -> day.atStartOfDay().plusSeconds(entry.second(role).getAsInt()))
                    : Optional.empty());
  }

  /** Whether a key opens a room: it is named so, or the register has a column for it. */
  private static boolean isOf(Entry key, String room) {
    String wanted = Names.plain(room);
    return Names.plain(key.text(Role.ROOM)).equals(wanted)
        || Names.plain(key.text(Role.KEY)).contains(wanted);
  }

  private boolean same(Entry one, Entry other) {
    Optional<People.Human> first = tables.people().of(one);
    Optional<People.Human> second = tables.people().of(other);
    return first.isPresent() && second.isPresent()
        ? first.get().number() == second.get().number()
        : alike(PeopleTables.person(one), PeopleTables.person(other));
  }

  private static boolean alike(String one, String other) {
    return !Collections.disjoint(Names.forms(one), Names.forms(other));
  }

  /** Whether somebody had the key then; one that did not come back counts for its day. */
  private boolean covers(Entry key, LocalDateTime at, LocalDate near) {
    LocalDateTime taken = moment(key, Role.TAKEN, near).orElse(null);
    if (taken == null) {
      return false;
    }
    LocalDateTime back =
        moment(key, Role.RETURNED, near).orElse(taken.toLocalDate().plusDays(1).atStartOfDay());
    Duration tolerance = tables.tolerance(TableKind.KEYS);
    return !at.isBefore(taken.minus(tolerance)) && !at.isAfter(back.plus(tolerance));
  }

  private boolean isVisitor(Entry entry, LocalDate day, LocalDate near) {
    return tables.of(TableKind.VISITORS).stream()
        .filter(visitor -> visitor.date(Role.DATE, near).filter(day::equals).isPresent())
        .anyMatch(visitor -> alike(visitor.text(Role.VISITOR), PeopleTables.person(entry)));
  }

  private static String wall(LocalDateTime at) {
    return at.toLocalDate() + " " + "%02d:%02d".formatted(at.getHour(), at.getMinute());
  }
}
