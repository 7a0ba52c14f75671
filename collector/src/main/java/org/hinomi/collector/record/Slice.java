package org.hinomi.collector.record;

import java.nio.file.Path;
import org.hinomi.collector.record.index.StoredFilter;
import org.hinomi.collector.record.parquet.Extra;
import org.jspecify.annotations.Nullable;

/**
 * A row group of a file of events. Times are microseconds since 1970.
 *
 * @param of how many row groups the file has; 0: what is in it is not known, all is to be read
 * @param firstPosition the smallest of its events' positions, {@code lastPosition} the greatest
 * @param fromMicros the earliest of its events' times, {@code toMicros} the latest
 * @param filter null: it has none
 * @param counts where its {@link SliceCounts} stand; null: it has none
 */
record Slice(
    Path file,
    int of,
    long rows,
    long firstPosition,
    long lastPosition,
    long fromMicros,
    long toMicros,
    long receivedFromMicros,
    long receivedToMicros,
    @Nullable StoredFilter filter,
    @Nullable Extra counts) {

  /** Of a file whose footer cannot be read: who reads it finds out why. */
  static Slice unknown(Path file) {
    return new Slice(
        file,
        0,
        Long.MAX_VALUE >> 20,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        null,
        null);
  }

  /** Whether an event of a window may be in it. */
  boolean mayHold(Window window) {
    return overlaps(window, fromMicros, toMicros)
        || (window.orReceived() && overlaps(window, receivedFromMicros, receivedToMicros));
  }

  /** Whether every event in it is of a window. */
  boolean isWithin(Window window) {
    return (window.from().isEmpty() || fromMicros >= window.from().getAsLong())
        && (window.to().isEmpty() || toMicros < window.to().getAsLong());
  }

  private static boolean overlaps(Window window, long first, long last) {
    return (window.from().isEmpty() || last >= window.from().getAsLong())
        && (window.to().isEmpty() || first < window.to().getAsLong());
  }
}
