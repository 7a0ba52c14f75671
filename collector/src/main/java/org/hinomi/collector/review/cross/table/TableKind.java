package org.hinomi.collector.review.cross.table;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody's table is about. A table is taken for the first kind whose columns it has all, so
 * those that ask for more stand first.
 */
public enum TableKind {
  STAFF(Role.NAME, Role.ACCOUNT, Role.DEPARTMENT),
  ATTENDANCE(Role.DATE, Role.CLOCK_IN, Role.CLOCK_OUT),
  LEAVERS(Role.LAST_DAY),
  RIGHTS(Role.FOLDER, Role.RIGHT),
  FOLDER_REQUESTS(Role.FOLDER, Role.FROM, Role.TO),
  WORK_REQUESTS(Role.TARGET, Role.FROM, Role.TO),
  LOSSES(Role.LOST),
  VISITORS(Role.VISITOR, Role.DATE),
  KEYS(Role.KEY, Role.TAKEN),
  ENTRIES(Role.ROOM, Role.ENTERED),
  CALLS(Role.OTHER_NUMBER, Role.TIME),
  LOCATIONS(Role.LATITUDE, Role.LONGITUDE, Role.TIME),
  TRAVEL(Role.STATION, Role.TIME),
  PAYMENTS(Role.AMOUNT, Role.TIME),
  REMOTE_REQUESTS(Role.NAME, Role.DATE);

  private final List<Role> needed;

  TableKind(Role... needed) {
    this.needed = List.of(needed);
  }

  /** Columns without which it is of no use. */
  public List<Role> needed() {
    return needed;
  }

  /** The kind that a table with these columns is. */
  static Optional<TableKind> of(Set<Role> columns) {
    for (TableKind kind : values()) {
      if (columns.containsAll(kind.needed)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  static Optional<TableKind> named(String wireName) {
    for (TableKind kind : values()) {
      if (kind.wireName().equals(wireName)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** As mappings write it: {@code work-requests}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
