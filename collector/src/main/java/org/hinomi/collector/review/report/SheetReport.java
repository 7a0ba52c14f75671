package org.hinomi.collector.review.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.search.Csv;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.collector.search.XlsxBook;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;

/** The tables of a review for spreadsheets: a workbook with all of them, or one as CSV. */
public final class SheetReport {
  private SheetReport() {}

  /**
   * Writes a workbook: findings, charts, then each table on a sheet of its own, then the queries.
   */
  public static void xlsx(ReviewView view, Language language, OutputStream out) throws IOException {
    Words words = new Words(language, view.zone());
    try (XlsxBook book = new XlsxBook(out, view.zone())) {
      put(book, words.get("report.findings"), findings(view, words), words);
      new SheetCharts(view, words, book).write();
      List<List<@Nullable Object>> queries = new ArrayList<>();
      for (ReviewResult.Part part : view.result().parts()) {
        for (Table table : part.tables()) {
          put(book, words.name("table", table.id()), table, words);
          queries.add(List.of(table.id(), table.sha256(), table.query()));
        }
      }
      put(
          book,
          words.get("report.appendix"),
          new Table(
              "queries",
              List.of(
                  new Column("table", Kind.TEXT),
                  new Column("sha256", Kind.TEXT),
                  new Column("query", Kind.TEXT)),
              queries,
              ""),
          words);
    }
  }

  private static void put(XlsxBook book, String title, Table table, Words words)
      throws IOException {
    List<Column> named =
        table.columns().stream()
            .map(column -> new Column(words.name("column", column.name()), column.kind()))
            .toList();
    List<List<@Nullable Object>> rows = new ArrayList<>(table.rows().size());
    for (List<@Nullable Object> row : table.rows()) {
      List<@Nullable Object> cells = new ArrayList<>(row.size());
      for (int i = 0; i < row.size(); i++) {
        cells.add(words.moment(row.get(i), table.columns().get(i)));
      }
      rows.add(cells);
    }
    book.sheet(title, named, rows);
  }

  /**
   * One table as it is hashed; the findings where none is named.
   *
   * @param id of the table, or empty
   */
  public static String csv(ReviewView view, String id, Language language) throws IOException {
    if (id.isEmpty()) {
      return forExcel(findings(view, new Words(language, view.zone())));
    }
    return view.result()
        .table(id)
        .orElseThrow(
            () ->
                new WrongQuestion(
                    "review-table",
                    id,
                    String.join(
                        ", ",
                        view.result().parts().stream()
                            .flatMap(part -> part.tables().stream())
                            .map(Table::id)
                            .toList())))
        .csv();
  }

  /** Nobody hashes it: people open it. */
  private static String forExcel(Table table) throws IOException {
    StringBuilder csv = new StringBuilder(Csv.BYTE_ORDER_MARK);
    Csv.row(csv, table.columns().stream().map(Column::name).toList());
    for (List<@Nullable Object> row : table.rows()) {
      Csv.row(csv, row);
    }
    return csv.toString();
  }

  /** The bytes of a text. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Table findings(ReviewView view, Words words) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Book.Finding finding : view.findings()) {
      rows.add(
          List.of(
              finding.id(),
              words.get("severity." + finding.found().what().severity()),
              words.get("purpose." + finding.found().what().purpose()),
              finding.found().what().affects(),
              words.observation(finding.found().what().kind(), finding.found().what().arguments()),
              words.get("state." + finding.state()),
              finding.owner(),
              finding.due(),
              String.join(" ", finding.seen())));
    }
    return new Table(
        "findings",
        List.of(
            new Column(words.get("report.id"), Kind.TEXT),
            new Column(words.get("column.severity"), Kind.TEXT),
            new Column(words.get("report.purpose"), Kind.TEXT),
            new Column("C/I/A", Kind.TEXT),
            new Column(words.get("report.finding"), Kind.TEXT),
            new Column(words.get("report.state"), Kind.TEXT),
            new Column(words.get("report.owner"), Kind.TEXT),
            new Column(words.get("report.due"), Kind.TEXT),
            new Column(words.get("report.period"), Kind.TEXT)),
        rows,
        "");
  }
}
