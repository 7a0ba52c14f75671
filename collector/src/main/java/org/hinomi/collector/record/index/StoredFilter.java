package org.hinomi.collector.record.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.hinomi.collector.record.parquet.Extra;
import org.jspecify.annotations.Nullable;

/**
 * The {@link GramFilter} of a row group where it stands in its file: of a filter of some 100 KiB a
 * question needs a few bytes. Its checksum is looked at once.
 *
 * <p>Thread-safe.
 */
public final class StoredFilter {
  private final Extra place;
  private volatile @Nullable Boolean usable;

  public StoredFilter(Extra place) {
    this.place = place;
  }

  /**
   * Whether the row group may hold what is looked for; true also where the filter is damaged or of
   * another version.
   */
  public boolean mightContain(FileChannel file, Needle needle) throws IOException {
    Boolean known = usable;
    if (known == null) {
      known = check(file);
      usable = known;
    }
    if (!known) {
      return true;
    }
    return needle.<IOException>isIn(
        bit -> (place.read(file, GramFilter.HEADER + (bit >> 3)) & 1 << (bit & 7)) != 0,
        GramFilter.sizeInBits(place.length()));
  }

  private boolean check(FileChannel file) throws IOException {
    byte[] stored = place.read(file);
    try {
      return !GramFilter.fromBytes(stored).any();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
