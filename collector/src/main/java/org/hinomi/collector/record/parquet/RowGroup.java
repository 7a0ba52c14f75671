package org.hinomi.collector.record.parquet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row group as the footer describes it.
 *
 * @param rows at least 1
 * @param chunks one for each column of the schema; they stand one behind the other
 * @param extras by name: bytes that belong to this row group and that other readers do not see
 */
public record RowGroup(long rows, List<ColumnChunk> chunks, Map<String, Extra> extras) {
  public RowGroup {
    chunks = List.copyOf(chunks);
    extras = Map.copyOf(extras);
  }

  /** Offset of the first byte of the columns. */
  public long start() {
    return chunks.getFirst().start();
  }

  /** Offset behind the last byte of the columns. */
  public long end() {
    return chunks.getLast().end();
  }

  /** The statistics of a column, counted from 0 in the schema's order. */
  public ColumnStatistics statistics(int column) {
    return chunks.get(column).statistics();
  }

  RowGroup with(String name, Extra extra) {
    Map<String, Extra> more = new LinkedHashMap<>(extras);
    more.put(name, extra);
    return new RowGroup(rows, chunks, more);
  }
}
