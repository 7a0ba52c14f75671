package org.hinomi.collector.calendar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hinomi.core.event.HostGroup;

/**
 * The calendars of all groups of hosts:
 *
 * <pre>{@code
 * Moment moment = calendars.ofHost("fs01").at(event.timestamp());
 * Moment office = calendars.of("office").at(instant);
 * if (!moment.working()) … moment.holiday() … moment.maintenance()
 * }</pre>
 *
 * Where there is no calendar, people always work: nothing is out of hours. Thread-safe.
 */
public final class Calendars {
  /** Hosts whose calendar is remembered; names of hosts come from senders. */
  private static final int HOSTS = 20_000;

  public static final Calendars NONE = new Calendars(List.of());

  /**
   * A calendar and whose it is.
   *
   * @param hosts empty: of all hosts that have none of their own
   */
  record Entry(HostGroup hosts, Calendar calendar) {
    boolean forAll() {
      return hosts.hosts().isEmpty();
    }
  }

  private final List<Entry> entries;
  private final Map<String, Calendar> groups = new LinkedHashMap<>();
  private final Calendar usual;
  private final Map<String, Calendar> hosts = new ConcurrentHashMap<>();

  /**
   * @param entries of the calendars that have a host the first counts
   */
  Calendars(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    for (Entry entry : this.entries) {
      groups.put(entry.calendar().name(), entry.calendar().forGroup());
    }
    usual =
        this.entries.stream()
            .filter(Entry::forAll)
            .map(Entry::calendar)
            .findFirst()
            .orElse(Calendar.ALWAYS);
  }

  /** Names of the calendars that are in force. */
  public Set<String> names() {
    return groups.keySet();
  }

  public Optional<Calendar> named(String group) {
    return Optional.ofNullable(groups.get(group));
  }

  /**
   * The calendar of a group, with the maintenance that is about all its hosts; the one of all other
   * hosts where it has none.
   */
  public Calendar of(String group) {
    return named(group).orElse(usual.forGroup());
  }

  /** The calendar of a host, with the maintenance that is about it. */
  public Calendar ofHost(String host) {
    if (entries.isEmpty()) {
      return Calendar.ALWAYS;
    }
    Calendar known = hosts.get(host);
    if (known != null) {
      return known;
    }
    Calendar found = find(host);
    if (hosts.size() < HOSTS) {
      hosts.put(host, found);
    }
    return found;
  }

  private Calendar find(String host) {
    Calendar its =
        entries.stream()
            .filter(entry -> !entry.forAll() && entry.hosts().contains(host))
            .map(Entry::calendar)
            .findFirst()
            .orElse(usual);
    return its.differsByHost() ? its.forHost(host) : its;
  }
}
