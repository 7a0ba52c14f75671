package org.hinomi.collector.review.cross.table;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A table that people keep, as its mapping reads it.
 *
 * @param file its name
 * @param sha256 of the file, hexadecimal
 */
public record PeopleTable(
    String file, String sha256, TableKind kind, Mapping mapping, List<Entry> entries) {
  public PeopleTable {
    entries = List.copyOf(entries);
  }

  /**
   * A row.
   *
   * @param line of the file, from 1
   */
  public record Entry(String file, long line, Map<Role, String> values) {
    public Entry {
      values = Map.copyOf(values);
    }

    /** A cell; empty where there is none. */
    public String text(Role role) {
      return values.getOrDefault(role, "");
    }

    public boolean has(Role role) {
      return !text(role).isBlank();
    }

    public Optional<LocalDate> date(Role role, LocalDate near) {
      return WrittenTime.date(text(role), near);
    }

    public Optional<LocalDateTime> dateTime(Role role, LocalDate near) {
      return WrittenTime.dateTime(text(role), near);
    }

    /** A time of day, in seconds. */
    public OptionalInt second(Role role) {
      return WrittenTime.second(text(role));
    }

    /** Where it stands: {@code attendance.csv:12}. */
    public String place() {
      return file + ":" + line;
    }
  }
}
