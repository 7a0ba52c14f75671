package org.hinomi.collector.review;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a review and what gives them again. Its title stands in the bundle under {@code
 * table.ID}, the names of its columns under {@code column.NAME}. Thread-safe.
 */
public final class Table {
  private final String id;
  private final List<Column> columns;
  private final List<List<@Nullable Object>> rows;
  private final String query;

  /** Made when it is first asked for: each of many observations asks. */
  private volatile @Nullable String hash;

  /**
   * Takes a copy.
   *
   * @param id unique in a review
   * @param rows of Long, Double, Boolean, String or null; of times, microseconds since 1970
   * @param query one SELECT over the views of docs/sql.md, or a command
   */
  public Table(String id, List<Column> columns, List<List<@Nullable Object>> rows, String query) {
    this.id = id;
    this.columns = List.copyOf(columns);
    List<List<@Nullable Object>> copy = new ArrayList<>(rows.size());
    for (List<@Nullable Object> row : rows) {
      copy.add(Collections.unmodifiableList(new ArrayList<>(row)));
    }
    this.rows = Collections.unmodifiableList(copy);
    this.query = query;
  }

  public String id() {
    return id;
  }

  public List<Column> columns() {
    return columns;
  }

  public List<List<@Nullable Object>> rows() {
    return rows;
  }

  public String query() {
    return query;
  }

  /** A value as tables have it: whole numbers as Long, others as Double. */
  public static @Nullable Object cell(@Nullable Object value, Kind kind) {
    return switch (value) {
      case null -> null;
      case BigInteger large -> large.bitLength() < 64 ? large.longValue() : large.toString();
      case BigDecimal decimal -> decimal.doubleValue();
      case Integer number -> number.longValue();
      case Long number when kind == Kind.NUMBER -> number.doubleValue();
      case Float number -> number.doubleValue();
      case Long number -> number;
      case Double number -> number;
      case Boolean truth -> truth;
      default -> value.toString();
    };
  }

  /**
   * The canonical form whose hash stands for the table: RFC 4180 with LF; every text in quotes,
   * nothing for null, numbers as Java writes them, times as {@code 2026-11-23T00:00:00.000000Z}.
   */
  public String csv() {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      csv.append(i == 0 ? "" : ",").append(quoted(columns.get(i).name()));
    }
    csv.append('\n');
    for (List<@Nullable Object> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        csv.append(i == 0 ? "" : ",");
        Object cell = row.get(i);
        if (cell != null) {
          csv.append(
              columns.get(i).kind() == Kind.TIME && cell instanceof Long micros
                  ? iso(micros)
                  : cell instanceof String text ? quoted(text) : cell.toString());
        }
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /** Hexadecimal SHA-256 of {@link #csv}. */
  public String sha256() {
    String made = hash;
    if (made == null) {
      made = sha256(csv());
      hash = made;
    }
    return made;
  }

  /** Hexadecimal SHA-256 of a text in UTF-8. */
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A moment, ISO 8601, UTC, always six digits of a second. */
  public static String iso(long micros) {
    String seconds =
        Instant.EPOCH
            .plusSeconds(Math.floorDiv(micros, 1_000_000L))
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();
    return seconds.substring(0, seconds.length() - 1)
        + String.format(Locale.ROOT, ".%06dZ", Math.floorMod(micros, 1_000_000L));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** The same question with other rows for its answer. */
  public Table with(List<List<@Nullable Object>> answer) {
    return new Table(id, columns, answer, query);
  }

  /** The number of a column, from 0. */
  public int index(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException(column + " (expected: a column of " + id + ")");
  }

  /** The rows, to be read by the names of columns. */
  public List<Row> list() {
    return rows.stream().map(row -> new Row(this, row)).toList();
  }

  /** What an observation on this table rests on. */
  public Evidence evidence(List<Long> positions) {
    return new Evidence(query, sha256(), positions);
  }

  /** One row. */
  public record Row(Table table, List<@Nullable Object> cells) {
    /** A text, without the fraction of what is whole; empty where there is none. */
    public String text(String column) {
      return switch (cells.get(table.index(column))) {
        case null -> "";
        case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
            Long.toString(number.longValue());
        case Object cell -> cell.toString();
      };
    }

    /** A whole number, or microseconds; 0 where there is none. */
    public long whole(String column) {
      return cells.get(table.index(column)) instanceof Number number ? number.longValue() : 0;
    }

    /** A number; NaN where there is none. */
    public double number(String column) {
      return cells.get(table.index(column)) instanceof Number number
          ? number.doubleValue()
          : Double.NaN;
    }

    /** Whether there is a value. */
    public boolean has(String column) {
      return cells.get(table.index(column)) != null;
    }
  }
}
