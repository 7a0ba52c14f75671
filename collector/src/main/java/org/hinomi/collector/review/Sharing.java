package org.hinomi.collector.review;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.record.Inquiry;
import org.hinomi.collector.record.TableSink;
import org.jspecify.annotations.Nullable;

/** Answers the statements of a review from tables that it makes once. For one thread. */
final class Sharing {
  private final Inquiry inquiry;
  private final Facts facts;
  private final long until;
  private final Map<Marked.Mark, String> tables = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private int picked;

  /**
   * @param until first position that does not count
   */
  Sharing(Inquiry inquiry, Facts facts, long until) {
    this.inquiry = inquiry;
    this.facts = facts;
    this.until = until;
  }

  /** Answers one. */
  void sql(String marked, TableSink sink) throws IOException {
    inquiry.sql(named(marked), sink);
  }

  /**
   * Answers one about the events at some positions.
   *
   * @param columns of the view {@code event} that it looks at
   * @param positions a statement that gives them
   */
  void sql(String marked, String columns, String positions, TableSink sink) throws IOException {
    List<Long> all = new ArrayList<>();
    sql(
        positions,
        new TableSink() {
          @Override
          public void columns(List<Column> columns) {
            // One.
          }

          @Override
          public void row(List<@Nullable Object> values) {
            if (values.getFirst() instanceof Number position) {
              all.add(position.longValue());
            }
          }
        });
    String table = "picked_" + ++picked;
    inquiry.pick(table, columns, all);
    inquiry.sql(named(marked.replace(Marked.PICKED, table)), sink);
  }

  private String named(String marked) throws IOException {
    List<Marked.Mark> wanted = new ArrayList<>();
    String statement =
        Marked.replace(
            marked,
            mark -> {
              wanted.add(mark);
              return tables.computeIfAbsent(mark, unnamed -> mark.name() + "_" + tables.size());
            });
    for (Marked.Mark mark : wanted) {
      make(mark);
    }
    return statement;
  }

  private void make(Marked.Mark mark) throws IOException {
    String table = tables.getOrDefault(mark, "");
    if (made.add(table)) {
      try {
        inquiry.gather(table, facts.of(mark.name()), mark.fromMicros(), mark.toMicros(), until);
      } catch (IOException | RuntimeException e) {
        made.remove(table);
        throw e;
      }
    }
  }
}
