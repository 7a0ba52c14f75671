package org.hinomi.collector.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBConnection;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;

/**
 * Which records of which agent are recorded. Additions stand in a draft until the transaction that
 * writes them has committed. Not thread-safe.
 */
final class SeenRecords {
  private final Map<Source, SequenceRanges> kept = new HashMap<>();
  private final Map<Source, SequenceRanges> draft = new HashMap<>();
  private final Set<Source> changed = new HashSet<>();

  /** Whose draft was added to last: records of one source come in long rows. */
  private @Nullable Source last;

  private SequenceRanges lastRanges = new SequenceRanges();

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
    Source source = last;
    if (source == null
        || source.incarnation() != identity.incarnation()
        || !source.agentId().equals(identity.agentId())) {
      source = new Source(identity.agentId(), identity.incarnation());
      lastRanges = draft.computeIfAbsent(source, this::drafted);
      last = source;
    }
    return lastRanges.add(identity.sequence());
  }

  private SequenceRanges drafted(Source source) {
    SequenceRanges known = kept.get(source);
    return known == null ? new SequenceRanges() : known.copy();
  }

  /** What is recorded of the agents whose names begin so; drafts left out. */
  List<RecordedRange> ranges(String agentIdPrefix) {
    List<RecordedRange> ranges = new ArrayList<>();
    kept.forEach(
        (source, of) -> {
          if (source.agentId().startsWith(agentIdPrefix)) {
            ranges(source, of, ranges);
          }
        });
    return ranges;
  }

  /** The sources with additions since {@link #takeChanged}, those of the draft too. */
  Map<Source, SequenceRanges> changed() {
    Map<Source, SequenceRanges> all = new HashMap<>();
    changed.forEach(source -> all.put(source, kept.getOrDefault(source, new SequenceRanges())));
    all.putAll(draft);
    return all;
  }

  void commit() {
    kept.putAll(draft);
    changed.addAll(draft.keySet());
    forgetDraft();
  }

  /** All ranges of the sources with additions committed since the last call. */
  List<RecordedRange> takeChanged() {
    List<RecordedRange> ranges = new ArrayList<>();
    changed.forEach(
        source -> ranges(source, kept.getOrDefault(source, new SequenceRanges()), ranges));
    changed.clear();
    return ranges;
  }

  void clear() {
    kept.clear();
    forgetDraft();
    changed.clear();
  }

  /** Puts stored ranges in place of those of the same sources. */
  void replace(List<RecordedRange> stored) {
    for (RecordedRange range : stored) {
      kept.remove(new Source(range.agentId(), range.incarnation()));
    }
    for (RecordedRange range : stored) {
      kept.computeIfAbsent(
              new Source(range.agentId(), range.incarnation()), source -> new SequenceRanges())
          .addRange(range.first(), range.last());
    }
  }

  private static void ranges(Source source, SequenceRanges of, List<RecordedRange> to) {
    of.ranges()
        .forEach(
            (first, last) ->
                to.add(new RecordedRange(source.agentId(), source.incarnation(), first, last)));
  }

  void rollback() {
    forgetDraft();
  }

  private void forgetDraft() {
    draft.clear();
    last = null;
  }
}
