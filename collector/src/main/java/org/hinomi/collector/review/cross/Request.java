package org.hinomi.collector.review.cross;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hinomi.collector.review.cross.table.Names;
import org.hinomi.collector.review.cross.table.PeopleTable.Entry;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableKind;
import org.hinomi.collector.review.cross.table.WrittenTime;

/**
 * Work that was asked for, with who asked.
 *
 * @param target a host in small letters; empty: any
 * @param from microseconds since 1970
 */
record Request(People.Human human, String target, long from, long to, Entry entry) {

  /** The requests whose times and people can be read. */
  static List<Request> of(PeopleTables tables, Crossing crossing) {
    List<Request> requests = new ArrayList<>();
    for (Entry entry : tables.of(TableKind.WORK_REQUESTS)) {
      Optional<People.Human> human = tables.people().of(entry);
      Optional<LocalDateTime> from = entry.dateTime(Role.FROM, crossing.near());
      Optional<LocalDateTime> to = entry.dateTime(Role.TO, crossing.near());
      if (human.isPresent() && from.isPresent() && to.isPresent()) {
        boolean wholeDays = !WrittenTime.hasTime(entry.text(Role.TO));
        requests.add(
            new Request(
                human.get(),
                Names.plain(entry.text(Role.TARGET)),
                crossing.micros(from.get()),
                crossing.micros(wholeDays ? to.get().plusDays(1) : to.get()),
                entry));
      }
    }
    return requests;
  }

  /** Whether it is for a host: a name, one of several, or a group that has it in its name. */
  boolean isFor(String host) {
    return target.isEmpty() || target.contains(Names.plain(host).replaceFirst("\\..*", ""));
  }

  /** Whether a span lies in its time. */
  boolean covers(long first, long last, Duration tolerance) {
    long micros = tolerance.toSeconds() * 1_000_000;
    return first >= from - micros && last <= to + micros;
  }
}
