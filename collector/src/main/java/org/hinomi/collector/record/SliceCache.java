package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hinomi.collector.record.index.StoredFilter;
import org.hinomi.collector.record.parquet.Extra;
import org.hinomi.collector.record.parquet.ParquetFooter;
import org.hinomi.collector.record.parquet.RowGroup;

/** What footers say of row groups, read once a file while there is room. Thread-safe. */
final class SliceCache {
  /** Of about 200 bytes each: 32 MiB, and 10,000 million events in full row groups. */
  private static final int MOST = 160_000;

  private final Map<Path, List<Slice>> known = new LinkedHashMap<>(16, 0.75f, true);
  private int count;

  /** The row groups of a file, which never changes. */
  List<Slice> of(Path file) {
    synchronized (this) {
      List<Slice> slices = known.get(file);
      if (slices != null) {
        return slices;
      }
    }
    List<Slice> read;
    try {
      read = read(file);
    } catch (IOException e) {
      return List.of(Slice.unknown(file));
    }
    synchronized (this) {
      if (known.putIfAbsent(file, read) == null) {
        count += read.size();
      }
      Iterator<List<Slice>> oldest = known.values().iterator();
      while (count > MOST && oldest.hasNext()) {
        count -= oldest.next().size();
        oldest.remove();
      }
    }
    return read;
  }

  private static List<Slice> read(Path file) throws IOException {
    List<RowGroup> groups = ParquetFooter.read(file).rowGroups();
    List<Slice> slices = new ArrayList<>(groups.size());
    for (RowGroup group : groups) {
      Extra filter = group.extras().get(EventSchema.FILTER);
      slices.add(
          new Slice(
              file,
              groups.size(),
              group.rows(),
              least(group, EventSchema.POSITION),
              most(group, EventSchema.POSITION),
              least(group, EventSchema.TIME),
              most(group, EventSchema.TIME),
              least(group, EventSchema.RECEIVED),
              most(group, EventSchema.RECEIVED),
              filter == null ? null : new StoredFilter(filter),
              group.extras().get(SliceCounts.NAME)));
    }
    return slices;
  }

  private static long least(RowGroup group, int column) throws IOException {
    return known(group.statistics(column).minLong());
  }

  private static long most(RowGroup group, int column) throws IOException {
    return known(group.statistics(column).maxLong());
  }

  private static long known(OptionalLong bound) throws IOException {
    if (bound.isEmpty()) {
      throw new IOException("a row group without bounds (expected: those of position and times)");
    }
    return bound.getAsLong();
  }
}
