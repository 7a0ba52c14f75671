package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all who plant incidents work with: the scene, where records go, and the list of what was
 * planted. Not thread-safe.
 */
final class Plot {
  /** Days at either end of the month on which nothing is planted that has to stand out. */
  private static final int MARGIN = 3;

  private final Scene scene;
  private final Set<IncidentKind> kinds;
  private final Drafts to;
  private final List<Incident> incidents = new ArrayList<>();
  private final List<Loss> losses = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  /** Where the servers stand. */
  static final String ROOM = "サーバー室";

  /** Somebody went into the room of the servers whose key nobody gave them. */
  record Entry(Person person, long at) {}

  /** A phone that somebody reported as lost, and the address from which it was used afterwards. */
  record Loss(Person person, long lost, long reported, String address, Incident incident) {}

  Plot(Scene scene, Set<IncidentKind> kinds, Drafts to) {
    this.scene = scene;
    this.kinds = kinds;
    this.to = to;
  }

  boolean has(IncidentKind kind) {
    return kinds.contains(kind);
  }

  Scene scene() {
    return scene;
  }

  Drafts to() {
    return to;
  }

  RandomGenerator random(IncidentKind kind) {
    return scene.company().chance().of("incident", kind.ordinal());
  }

  /** A working day, neither one of the first nor of the last. */
  LocalDate day(RandomGenerator random) {
    List<LocalDate> days = scene.company().workingDays();
    return days.get(MARGIN + random.nextInt(days.size() - 2 * MARGIN));
  }

  /** A working day of somebody that is of a kind. */
  LocalDate day(RandomGenerator random, Person person, Roster.Kind kind) {
    List<LocalDate> days = scene.roster().days(person, kind);
    return days.get(random.nextInt(days.size()));
  }

  Incident plant(
      IncidentKind kind,
      long from,
      long to,
      @Nullable Server host,
      @Nullable Person who,
      String detail) {
    return plant(
        kind, from, to, host == null ? "" : host.name(), who == null ? "" : who.account(), detail);
  }

  Incident plant(
      IncidentKind kind, long from, long to, String host, String account, String detail) {
    Incident incident = new Incident(kind, from, to, host, account, detail);
    incidents.add(incident);
    return incident;
  }

  void lost(Loss loss) {
    losses.add(loss);
  }

  void entered(Entry entry) {
    entries.add(entry);
  }

  List<Entry> entries() {
    return entries;
  }

  List<Loss> losses() {
    return losses;
  }

  List<Incident> incidents() {
    return incidents;
  }
}
