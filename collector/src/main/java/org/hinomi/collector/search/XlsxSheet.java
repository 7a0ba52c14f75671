package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hinomi.collector.record.TableSink.Column;
import org.jspecify.annotations.Nullable;

/**
 * A workbook for Excel (ECMA-376). Text is always text, never a formula. What Excel cannot hold is
 * not left out without a word: rows beyond its limit go on in another sheet, longer text ends with
 * how long it was, and whole numbers of more than 15 digits are text. Times are to the millisecond.
 */
final class XlsxSheet implements Sheet {
  /** Characters that a cell can hold. */
  static final int MAX_TEXT = 32_767;

  private static final long MAX_EXACT = 999_999_999_999_999L;
  private static final int FLUSH_ROWS = 1000;
  private static final String TIME = "yyyy-mm-dd hh:mm:ss.000";

  private final OutputStream out;
  private final ZoneId zone;
  private final int maxRows;
  private @Nullable Workbook workbook;
  private @Nullable Worksheet sheet;
  private List<Column> columns = List.of();
  private int sheets;
  private int rows;

  XlsxSheet(OutputStream out, ZoneId zone) {
    this(out, zone, Worksheet.MAX_ROWS);
  }

  /** Makes one with a smaller limit, so that a test reaches it. */
  XlsxSheet(OutputStream out, ZoneId zone, int maxRows) {
    this.out = out;
    this.zone = zone;
    this.maxRows = maxRows;
  }

  @Override
  public void head(List<Column> columns) {
    this.columns = columns;
    Workbook book = new Workbook(out, "Hinomi", "1.0");
    workbook = book;
    sheet = next(book);
  }

  private Worksheet next(Workbook book) {
    Worksheet next = book.newWorksheet(Integer.toString(++sheets));
    next.freezePane(0, 1);
    for (int i = 0; i < columns.size(); i++) {
      next.inlineString(0, i, text(columns.get(i).name()));
      next.style(0, i).bold().set();
      next.width(i, width(columns.get(i)));
    }
    rows = 1;
    return next;
  }

  private static double width(Column column) {
    return switch (column.kind()) {
      case TIME -> 24;
      case NUMBER, WHOLE -> 12;
      case TEXT -> 20;
    };
  }

  @Override
  public void row(List<? extends @Nullable Object> cells) throws IOException {
    Workbook book = workbook;
    Worksheet to = sheet;
    if (book == null || to == null) {
      throw new IllegalStateException("a row before the head");
    }
    if (rows == maxRows) {
      to.finish();
      to = next(book);
      sheet = to;
    }
    for (int i = 0; i < cells.size(); i++) {
      cell(to, i, cells.get(i));
    }
    rows++;
    if (rows % FLUSH_ROWS == 0) {
      to.flush();
    }
  }

  private void cell(Worksheet to, int column, @Nullable Object cell) {
    if (cell instanceof RowOutput.Moment moment) {
      Instant instant = Instant.ofEpochMilli(Math.floorDiv(moment.micros(), 1000));
      to.value(rows, column, LocalDateTime.ofInstant(instant, zone));
      to.style(rows, column).format(TIME).set();
    } else {
      cell(to, rows, column, cell);
    }
  }

  /** A cell that is no time. */
  static void cell(Worksheet to, int row, int column, @Nullable Object cell) {
    switch (cell) {
      case null -> {}
      case Boolean truth -> to.value(row, column, truth);
      case Double number when number.isNaN() || number.isInfinite() ->
          to.inlineString(row, column, number.toString());
      case Number number when Math.abs(number.doubleValue()) <= MAX_EXACT ->
          to.value(row, column, number);
      case Double large -> to.value(row, column, large);
      default -> to.inlineString(row, column, text(cell.toString()));
    }
  }

  /**
   * Text as a cell can hold it: what XML cannot is written as ECMA-376 has it, {@code _x0007_}
   * (ST_Xstring, 22.9.2.19), which Excel turns back.
   */
  static String text(String text) {
    String held = text;
    if (text.length() > MAX_TEXT) {
      String end = "… [" + text.length() + "]";
      int cut = MAX_TEXT - end.length();
      held = text.substring(0, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut);
      held += end;
    }
    StringBuilder safe = new StringBuilder(held.length());
    for (int i = 0; i < held.length(); i++) {
      char c = held.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < held.length()
              && Character.isLowSurrogate(held.charAt(i + 1));
      if (pair) {
        safe.append(c).append(held.charAt(++i));
      } else if (space(c) && (i == 0 || i == held.length() - 1)) {
        // Excel leaves out what stands so at an end.
        safe.append(String.format("_x%04X_", (int) c));
      } else if ((c < 0x20 && c != '\n' && c != '\t') || Character.isSurrogate(c) || c >= 0xfffe) {
        safe.append(String.format("_x%04X_", (int) c));
      } else if (c == '_' && held.startsWith("_x", i)) {
        safe.append("_x005F_");
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private static boolean space(char c) {
    return c == ' ' || c == '\t' || c == '\n';
  }

  @Override
  public void end() throws IOException {
    if (workbook != null) {
      workbook.finish();
    }
  }

  @Override
  public void close() {
    // What it has is the garbage collector's.
  }
}
