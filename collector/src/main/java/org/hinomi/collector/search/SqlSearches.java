package org.hinomi.collector.search;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hinomi.collector.record.History;
import org.hinomi.collector.record.TableSink;
import org.jspecify.annotations.Nullable;

/** Answers an expert's SELECT (docs/sql.md). Thread-safe. */
public final class SqlSearches {
  private static final int DEFAULT_LIMIT = 1000;

  private final History history;

  public SqlSearches(History history) {
    this.history = history;
  }

  /**
   * Prepares an answer; a wrong statement shows when it is written, before the first byte.
   *
   * @param question its span of time is not used
   */
  public Searches.Answer ask(String statement, Question question) {
    int limit = question.atMost(DEFAULT_LIMIT);
    return out -> {
      try (Table table = new Table(out, question)) {
        history.sql(statement, limit, table);
        table.end(limit);
      }
    };
  }

  private static final class Table implements TableSink, AutoCloseable {
    private final Question question;
    private final OutputStream stream;
    private final Writer out;
    private List<Column> columns = List.of();
    private @Nullable Output<List<@Nullable Object>> output;
    private long count;

    Table(OutputStream out, Question question) {
      this.question = question;
      this.stream = out;
      this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 15);
    }

    @Override
    public void columns(List<Column> columns) throws IOException {
      this.columns = columns;
      output =
          RowOutput.of(
              columns,
              columns.stream()
                  .filter(column -> column.kind() == Kind.NUMBER || column.kind() == Kind.WHOLE)
                  .map(Column::name)
                  .collect(Collectors.toUnmodifiableSet()),
              question,
              stream);
      output.start(out);
    }

    @Override
    public void row(List<@Nullable Object> values) throws IOException {
      List<@Nullable Object> row = new ArrayList<>(values);
      for (int i = 0; i < row.size(); i++) {
        if (columns.get(i).kind() == Kind.TIME && row.get(i) instanceof Long micros) {
          row.set(i, new RowOutput.Moment(micros));
        }
      }
      if (output != null) {
        output.one(out, row);
        count++;
      }
    }

    void end(int limit) throws IOException {
      if (output != null) {
        output.end(out, count, limit > 0 && count == limit, false);
      }
      out.flush();
    }

    @Override
    public void close() {
      if (output != null) {
        output.close();
      }
    }
  }
}
