package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hinomi.collector.record.PartFiles.Glimpse;

/**
 * Events that are to become parts together: rows in memory, and the files by which questions see
 * them until then. Guarded by its store; once it is {@linkplain #full full}, the rows are only
 * read.
 */
final class Gathering {
  static final long PART_BYTES = 24L << 20;

  /** What is longer in memory is written at the next chance, so that a start need not replay it… */
  static final Duration PART_AGE = Duration.ofMinutes(5);

  /** …if these are enough to be worth a file of their own; else after {@link #LONGEST_AGE}. */
  private static final int WORTH_ROWS = 4096;

  private static final Duration LONGEST_AGE = Duration.ofHours(1);

  /** As many files may show the rows in memory before one takes their place. */
  private static final int MOST_GLIMPSES = 8;

  private final EventBuffer buffer;
  private final PartFiles files;
  private final List<Glimpse> glimpses = new ArrayList<>();
  private int glimpsed;
  private long since;
  private long endPosition;
  private List<RecordedRange> seen = List.of();

  Gathering(EventBuffer buffer, PartFiles files) {
    this.buffer = buffer;
    this.files = files;
  }

  EventBuffer buffer() {
    return buffer;
  }

  int rows() {
    return buffer.rows();
  }

  /** The first rows come now, milliseconds since 1970. */
  void begin(long millis) {
    since = millis;
  }

  /**
   * Whether it is time to make parts of them.
   *
   * @param partRows rows that are enough
   * @param millis now, since 1970
   */
  boolean due(int partRows, long millis) {
    Duration waited = Duration.ofMillis(millis - since);
    return rows() >= partRows
        || buffer.size() >= PART_BYTES
        || (rows() >= WORTH_ROWS && waited.compareTo(PART_AGE) >= 0)
        || (rows() > 0 && waited.compareTo(LONGEST_AGE) >= 0);
  }

  /** No more rows come: this is what they reach to, and the agents' numbers among them. */
  void full(long reached, List<RecordedRange> numbers) {
    endPosition = reached;
    seen = numbers;
  }

  /** The position after the last record. */
  long endPosition() {
    return endPosition;
  }

  List<RecordedRange> seen() {
    return seen;
  }

  /** The files that show all rows, those of them that are wanted. */
  Stream<Path> shown(Predicate<Glimpse> wanted) throws IOException {
    if (glimpsed < rows()) {
      if (glimpses.size() >= MOST_GLIMPSES) {
        discardShown();
        glimpses.clear();
        glimpsed = 0;
      }
      glimpses.add(files.glimpse(buffer, glimpsed));
      glimpsed = rows();
    }
    return glimpses.stream().filter(wanted).map(Glimpse::file);
  }

  /** The files that show rows are not wanted any more. */
  void discardShown() {
    files.discard(glimpses.stream().map(Glimpse::file).toList());
  }
}
