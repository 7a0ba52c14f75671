package org.hinomi.collector.review.book;

import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** The figures of a review as a file. */
final class ResultJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultJson() {}

  static String write(ReviewResult result) {
    return JSON.writeValueAsString(result);
  }

  /** Reads it back; whole numbers come back as they were, also where they are small. */
  static ReviewResult read(String text) {
    ReviewResult result = JSON.readValue(text, ReviewResult.class);
    return new ReviewResult(
        result.period(),
        result.zone(),
        result.company(),
        result.policy(),
        result.policySha256(),
        result.until(),
        result.asOf(),
        result.parts().stream()
            .map(
                part ->
                    new ReviewResult.Part(
                        part.check(),
                        part.step(),
                        part.tables().stream().map(ResultJson::restored).toList(),
                        part.observations()))
            .toList());
  }

  private static Table restored(Table table) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      List<@Nullable Object> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Column column = table.columns().get(i);
        Object cell = row.get(i);
        cells.add(
            cell instanceof Number number && column.kind() == Kind.NUMBER
                ? (Double) number.doubleValue()
                : Table.cell(cell, column.kind()));
      }
      rows.add(cells);
    }
    return new Table(table.id(), table.columns(), rows, table.query());
  }
}
