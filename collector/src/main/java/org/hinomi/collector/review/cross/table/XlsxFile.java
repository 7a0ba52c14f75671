package org.hinomi.collector.review.cross.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first sheet of a workbook (ECMA-376) as text. Days and times, which a workbook keeps as
 * numbers with a format, become {@code 2026-10-05}, {@code 2026-10-05 09:00:00} and {@code
 * 9:00:00}.
 */
final class XlsxFile {
  /**
   * What lies before is no day of 1900 but a time of day, of the day after where it is more than
   * one: {@code 25:10}.
   */
  private static final BigDecimal FIRST_DAYS = BigDecimal.valueOf(3);

  /** Rows that somebody keeps by hand, and some more. */
  private static final int MOST_ROWS = 1_000_000;

  /** A format with years, months, days, hours or seconds, once {@link #QUOTED} is out of it. */
  private static final Pattern TIME_FORMAT = Pattern.compile("(?i)[ymdhsge]");

  /** What stands for itself, for a blank, for any number, or for a power of ten. */
  private static final Pattern QUOTED =
      Pattern.compile("(?i)\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.|_.|\\*.|general|g/標準|e[+-]");

  /**
   * Formats of days and times that have numbers only (ECMA-376, 18.8.30), those of Japan among
   * them.
   */
  private static final List<Integer> TIME_FORMATS =
      List.of(
          14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47,
          50, 51, 52, 53, 54, 55, 56, 57, 58);

  private XlsxFile() {}

  static Grid read(byte[] bytes) throws IOException {
    List<Grid.Line> lines = new ArrayList<>();
    try (ReadableWorkbook book =
            new ReadableWorkbook(new ByteArrayInputStream(bytes), new ReadingOptions(true, true));
        Stream<Row> rows = book.getFirstSheet().openStream()) {
      for (Iterator<Row> all = rows.iterator(); all.hasNext(); ) {
        Row row = all.next();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
          Cell cell = row.getCell(i);
          cells.add(cell == null ? "" : text(cell));
        }
        if (lines.size() < MOST_ROWS && cells.stream().anyMatch(cell -> !cell.isBlank())) {
          lines.add(new Grid.Line(row.getRowNum(), cells));
        }
      }
    } catch (ExcelReaderException | IllegalStateException e) {
      throw new IOException("not a workbook that can be read: " + e.getMessage(), e);
    }
    return new Grid("", lines);
  }

  private static String text(Cell cell) {
    boolean formula = cell.getType() == CellType.FORMULA && isTime(cell);
    BigDecimal number =
        cell.getType() == CellType.NUMBER
            ? cell.asNumber()
            : formula ? number(cell.getRawValue()) : null;
    if (number == null) {
      return cell.getText() == null ? "" : cell.getText();
    }
    if (!isTime(cell)) {
      return number.stripTrailingZeros().toPlainString();
    }
    if (number.signum() >= 0 && number.compareTo(FIRST_DAYS) < 0) {
      long seconds = Math.round(number.doubleValue() * 86_400);
      return String.format(
          Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    LocalDateTime time = cell.asDate();
    return time.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.toLocalDate().toString()
        : String.format(Locale.ROOT, "%tF %<tT", time);
  }

  /** What a formula has come to, where that is a number. */
  private static @Nullable BigDecimal number(@Nullable String raw) {
    try {
      return raw == null ? null : new BigDecimal(raw.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isTime(Cell cell) {
    Integer id = cell.getDataFormatId();
    if (id != null && TIME_FORMATS.contains(id)) {
      return true;
    }
    String format = cell.getDataFormatString();
    return format != null
        && !format.equalsIgnoreCase("general")
        && TIME_FORMAT.matcher(QUOTED.matcher(format).replaceAll("")).find();
  }
}
