package org.hinomi.collector.review.cross;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.hinomi.collector.review.cross.table.Mapping;
import org.hinomi.collector.review.cross.table.Names;
import org.hinomi.collector.review.cross.table.PeopleTable;
import org.hinomi.collector.review.cross.table.PeopleTable.Entry;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableFolder;
import org.hinomi.collector.review.cross.table.TableKind;

/** All tables that a review has, and who is who in them. Immutable. */
public final class PeopleTables {
  /** A state that a request can be in without anything having been allowed. */
  private static final List<String> REFUSED =
      List.of(
          "却下",
          "否認",
          "取消",
          "取下",
          "差戻",
          "不承認",
          "申請中",
          "rejected",
          "denied",
          "cancelled",
          "canceled",
          "withdrawn",
          "pending");

  /** Kinds of a day on which somebody is not at work. */
  private static final List<String> ABSENT =
      List.of("休", "欠勤", "不在", "absent", "leave", "vacation", "holiday", "dayoff");

  private final TableFolder.Read read;
  private final People people;

  public PeopleTables(TableFolder.Read read) {
    this.read = read;
    people = People.of(read.tables());
  }

  /** Those in {@code DIR/tables} of a data folder; none where there is no such folder. */
  public static PeopleTables in(Path data) throws IOException {
    Path folder = folder(data);
    return new PeopleTables(
        Files.isDirectory(folder) ? TableFolder.read(folder) : TableFolder.Read.NONE);
  }

  /** Where people put their tables. */
  public static Path folder(Path data) {
    return data.resolve("tables");
  }

  public People people() {
    return people;
  }

  public List<PeopleTable> all() {
    return read.tables();
  }

  /** What could not be read. */
  public List<String> problems() {
    return read.problems();
  }

  public boolean has(TableKind kind) {
    return read.tables().stream().anyMatch(table -> table.kind() == kind);
  }

  /** All rows of a kind, those of requests that were not allowed left out. */
  public List<Entry> of(TableKind kind) {
    return tables(kind)
        .flatMap(table -> table.entries().stream())
        .filter(PeopleTables::allowed)
        .toList();
  }

  /** How far times of a kind of table may be off: the widest that a file says. */
  public Duration tolerance(TableKind kind) {
    return tables(kind)
        .map(table -> table.mapping().tolerance())
        .max(Duration::compareTo)
        .orElse(Mapping.TOLERANCE);
  }

  private Stream<PeopleTable> tables(TableKind kind) {
    return read.tables().stream().filter(table -> table.kind() == kind);
  }

  private static boolean allowed(Entry entry) {
    String state = Names.plain(entry.text(Role.STATE));
    return REFUSED.stream().noneMatch(state::contains);
  }

  /** Rows of a table that name somebody whom the staff list does not know. */
  public List<Entry> nobody(PeopleTable table) {
    return table.entries().stream()
        .filter(entry -> !person(entry).isEmpty() && people.of(entry).isEmpty())
        .toList();
  }

  /** Whom a row names; empty: nobody. */
  static String person(Entry entry) {
    for (Role role : new Role[] {Role.ACCOUNT, Role.NAME, Role.STAFF_NUMBER, Role.PHONE}) {
      if (entry.has(role)) {
        return entry.text(role);
      }
    }
    return "";
  }

  /** Whether the kind of a day in an attendance table is one without work. */
  static boolean absent(Entry entry) {
    String kind = Names.plain(entry.text(Role.KIND));
    boolean halfDay = kind.contains("半") || kind.contains("half") || kind.contains("時間休");
    boolean named =
        ABSENT.stream().anyMatch(kind::contains) && !kind.contains("休出") && !kind.contains("休日出勤");
    return named && !halfDay && !entry.has(Role.CLOCK_IN);
  }
}
