package org.hinomi.collector.review.report;

import static org.hinomi.collector.review.report.Words.safe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.Table;
import org.jspecify.annotations.Nullable;

/**
 * A table for paper: as wide as what stands in it, columns in proportion, its head on each page.
 */
final class TableHtml {
  /** Half-width characters that fit beside each other in a line of the page. */
  private static final int LINE = 118;

  /** Characters that a cell's border and padding take. */
  private static final double BORDER = 1.6;

  /** Where not all fits, so many of the cells of a column do without a break. */
  private static final double USUAL = 0.9;

  /**
   * Characters of a cell; all of it is in the workbook. A row is never cut by the end of a page.
   */
  private static final int LONGEST = 400;

  private static final int NARROWEST = 3;
  private static final int WIDEST = 56;

  private final List<String> heads;
  private final List<Boolean> numbers;
  private final List<List<String>> rows = new ArrayList<>();

  TableHtml(List<String> heads) {
    this(heads, heads.stream().map(head -> false).toList());
  }

  private TableHtml(List<String> heads, List<Boolean> numbers) {
    this.heads = List.copyOf(heads);
    this.numbers = List.copyOf(numbers);
  }

  /** The first rows of a table of a review. */
  static TableHtml of(Table table, Words words, int most) {
    TableHtml html =
        new TableHtml(
            table.columns().stream().map(column -> words.name("column", column.name())).toList(),
            table.columns().stream()
                .map(column -> column.kind() == Kind.WHOLE || column.kind() == Kind.NUMBER)
                .toList());
    for (List<@Nullable Object> row : table.rows().stream().limit(most).toList()) {
      List<String> cells = new ArrayList<>(row.size());
      for (int i = 0; i < row.size(); i++) {
        Column column = table.columns().get(i);
        cells.add(brief(words.value(row.get(i), column)));
      }
      html.row(cells);
    }
    return html;
  }

  private static String brief(String cell) {
    return cell.codePointCount(0, cell.length()) <= LONGEST
        ? cell
        : cell.substring(0, cell.offsetByCodePoints(0, LONGEST)) + "…";
  }

  /** Adds a row: as many cells as there are heads. */
  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  String html() {
    List<Double> wide = widths(1);
    if (sum(wide) > LINE) {
      wide = narrower(widths(USUAL));
    }
    double sum = sum(wide);
    StringBuilder html = new StringBuilder("<table style=\"width:");
    html.append(percent(Math.min(1, sum / LINE))).append("\"><thead><tr>");
    for (int i = 0; i < heads.size(); i++) {
      html.append("<th style=\"width:")
          .append(percent(wide.get(i) / sum))
          .append("\">")
          .append(safe(heads.get(i)))
          .append("</th>");
    }
    html.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append(numbers.get(i) ? "<td class=\"n\">" : "<td>")
            .append(safe(row.get(i)))
            .append("</td>");
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table>").toString();
  }

  /** Texts give way where the page is too narrow: a figure has no place to break. */
  private List<Double> narrower(List<Double> wide) {
    double figures = 0;
    double texts = 0;
    for (int i = 0; i < heads.size(); i++) {
      if (numbers.get(i)) {
        figures += width(i, 1) + BORDER;
      } else {
        texts += wide.get(i);
      }
    }
    double share = texts == 0 ? 1 : Math.min(1, Math.max(1 - figures / LINE, 0.3) * LINE / texts);
    List<Double> narrow = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      narrow.add(numbers.get(i) ? width(i, 1) + BORDER : wide.get(i) * share);
    }
    return narrow;
  }

  private List<Double> widths(double share) {
    List<Double> wide = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      wide.add(width(i, share) + BORDER);
    }
    return wide;
  }

  private static double sum(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** What a share of the cells of a column need, within bounds. */
  private double width(int column, double share) {
    List<Integer> lengths = rows.stream().map(row -> length(row.get(column))).sorted().toList();
    int most = lengths.isEmpty() ? 0 : lengths.get((int) ((lengths.size() - 1) * share));
    // A head may break where its words do.
    int head = length(heads.get(column));
    return Math.clamp(Math.max(most, Math.min(head, 10)), NARROWEST, WIDEST);
  }

  /** In half-width characters. */
  static int length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      length += text.charAt(i) < 0x2000 ? 1 : 2;
    }
    return length;
  }
}
