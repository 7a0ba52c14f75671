package org.hinomi.collector.search;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.PaperSize;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A workbook of several tables, each on a sheet with a name, with charts beside them. Cells are as
 * {@link XlsxSheet}'s; a column of days has dates. It is held in memory until it is closed.
 */
public final class XlsxBook implements AutoCloseable {
  /** Characters that Excel takes in the name of a sheet. */
  private static final int LONGEST_NAME = 31;

  private static final String TIME = "yyyy-mm-dd hh:mm:ss";
  private static final String DAY = "yyyy-mm-dd";
  private static final Pattern ISO_DAY = Pattern.compile("(19|2\\d)\\d\\d-\\d\\d-\\d\\d");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final XlsxDrawings drawings = new XlsxDrawings();
  private final OutputStream out;
  private final Workbook book;
  private final ZoneId zone;
  private final Set<String> names = new HashSet<>();

  /** Begins it. */
  public XlsxBook(OutputStream out, ZoneId zone) {
    this.out = out;
    this.book = new Workbook(bytes, "Hinomi", "1.0");
    this.zone = zone;
  }

  /**
   * Adds a sheet with a chart right of its table.
   *
   * @param rows as of {@link #sheet}
   */
  public void chart(
      String name,
      List<Column> columns,
      List<? extends List<? extends @Nullable Object>> rows,
      XlsxChart chart)
      throws IOException {
    String given = free(name);
    write(given, columns, rows);
    drawings.chart(names.size(), given, columns.size() + 1, chart);
  }

  /**
   * Adds a sheet whose numbers, all but the first column, are coloured by how large they are.
   *
   * @param rows as of {@link #sheet}
   */
  public void heatMap(
      String name, List<Column> columns, List<? extends List<? extends @Nullable Object>> rows)
      throws IOException {
    sheet(name, columns, rows);
    String last = XlsxDrawing.column(columns.size() - 1);
    drawings.colours(names.size(), "B2:" + last + (rows.size() + 1));
  }

  /**
   * Adds a sheet.
   *
   * @param rows Number, Boolean or text; in columns of times microseconds since 1970; null: none
   */
  public void sheet(
      String name, List<Column> columns, List<? extends List<? extends @Nullable Object>> rows)
      throws IOException {
    write(free(name), columns, rows);
  }

  private void write(
      String name, List<Column> columns, List<? extends List<? extends @Nullable Object>> rows)
      throws IOException {
    Worksheet sheet = book.newWorksheet(name);
    sheet.freezePane(0, 1);
    // On paper, all columns beside each other, and the heads on each page.
    sheet.paperSize(PaperSize.A4_PAPER);
    sheet.pageOrientation("landscape");
    sheet.fitToWidth((short) 1);
    sheet.fitToHeight((short) 0);
    sheet.repeatRows(0);
    for (int i = 0; i < columns.size(); i++) {
      sheet.inlineString(0, i, XlsxSheet.text(columns.get(i).name()));
      sheet.style(0, i).bold().set();
      sheet.width(i, columns.get(i).kind() == Kind.TEXT ? 24 : 18);
    }
    Set<Integer> days = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      if (areDays(rows, i)) {
        days.add(i);
      }
    }
    int at = 1;
    for (List<? extends @Nullable Object> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (!days.contains(i)) {
          cell(sheet, at, i, row.get(i), columns.get(i).kind());
        } else if (row.get(i) instanceof String day && !day.isEmpty()) {
          sheet.value(at, i, LocalDate.parse(day));
          sheet.style(at, i).format(DAY).set();
        }
      }
      at++;
    }
    sheet.finish();
  }

  /** Whether a column has days, {@code 2026-10-01}, and nothing else. */
  private static boolean areDays(List<? extends List<? extends @Nullable Object>> rows, int i) {
    for (List<? extends @Nullable Object> row : rows) {
      Object cell = i < row.size() ? row.get(i) : null;
      boolean empty = cell == null || cell.equals("");
      if (!empty && !(cell instanceof String text && isDay(text))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDay(String text) {
    if (!ISO_DAY.matcher(text).matches()) {
      return false;
    }
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private void cell(Worksheet sheet, int row, int column, @Nullable Object cell, Kind kind) {
    if (kind == Kind.TIME && cell instanceof Long micros) {
      Instant instant = Instant.ofEpochMilli(Math.floorDiv(micros, 1000));
      sheet.value(row, column, LocalDateTime.ofInstant(instant, zone));
      sheet.style(row, column).format(TIME).set();
    } else {
      XlsxSheet.cell(sheet, row, column, cell);
    }
  }

  /** A name that no other sheet has and that Excel takes. */
  private String free(String wanted) {
    String name = wanted.replaceAll("[\\[\\]:*?/\\\\']", " ").strip();
    String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    String free = cut;
    for (int i = 2; !names.add(free.toLowerCase(Locale.ROOT)); i++) {
      String end = " " + i;
      free = cut.substring(0, Math.min(cut.length(), LONGEST_NAME - end.length())) + end;
    }
    return free;
  }

  @Override
  public void close() throws IOException {
    book.finish();
    drawings.add(bytes.toByteArray(), out);
  }
}
