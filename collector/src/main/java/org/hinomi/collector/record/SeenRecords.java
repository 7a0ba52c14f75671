package org.hinomi.collector.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.hinomi.core.event.Identity;

/**
 * Which records of which agent are recorded. Additions stand in a draft until the transaction that
 * writes them has committed. Not thread-safe.
 */
final class SeenRecords {
  private final Map<Source, SequenceRanges> kept = new HashMap<>();
  private final Map<Source, SequenceRanges> draft = new HashMap<>();

  /** One life of an agent. */
  record Source(String agentId, long incarnation) {}

  static SeenRecords load(DuckDBConnection connection) throws SQLException {
    SeenRecords seen = new SeenRecords();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT agent_id, incarnation, first, last FROM seen")) {
      while (row.next()) {
        seen.kept
            .computeIfAbsent(
                new Source(row.getString(1), row.getLong(2)), source -> new SequenceRanges())
            .addRange(row.getLong(3), row.getLong(4));
      }
    }
    return seen;
  }

  /** Adds a record to the draft; false when it was seen before. */
  boolean add(Identity identity) {
    Source source = new Source(identity.agentId(), identity.incarnation());
    return draft
        .computeIfAbsent(
            source,
            added -> {
              SequenceRanges known = kept.get(added);
              return known == null ? new SequenceRanges() : known.copy();
            })
        .add(identity.sequence());
  }

  /** What is recorded of the agents whose names begin so; drafts left out. */
  List<RecordedRange> ranges(String agentIdPrefix) {
    List<RecordedRange> ranges = new ArrayList<>();
    kept.forEach(
        (source, of) -> {
          if (source.agentId().startsWith(agentIdPrefix)) {
            of.ranges()
                .forEach(
                    (first, last) ->
                        ranges.add(
                            new RecordedRange(
                                source.agentId(), source.incarnation(), first, last)));
          }
        });
    return ranges;
  }

  Map<Source, SequenceRanges> draft() {
    return draft;
  }

  void commit() {
    kept.putAll(draft);
    draft.clear();
  }

  void rollback() {
    draft.clear();
  }
}
