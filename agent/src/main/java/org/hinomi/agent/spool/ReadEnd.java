package org.hinomi.agent.spool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How far a spool was read since the start. Guarded by the spool's lock. */
final class ReadEnd {
  private final Segments segments;
  private Segment segment;
  private long offset = Segment.HEAD_BYTES;
  private long sequence;

  ReadEnd(Segments segments) {
    this.segments = segments;
    segment = segments.oldest();
    sequence = segment.first();
  }

  /** The segment that is read. */
  Segment segment() {
    return segment;
  }

  /** Sequence of the record that is next. */
  long sequence() {
    return sequence;
  }

  /** Whether a record is next, durable or not. */
  boolean hasNext() {
    while (sequence == segment.next()) {
      Segment following = segments.following(segment);
      if (following == null) {
        return false;
      }
      segment.release();
      segment = following;
      offset = Segment.HEAD_BYTES;
      sequence = following.first();
    }
    return true;
  }

  /** The next record; null where it is damaged. */
  Segment.@Nullable Record next() throws IOException {
    Segment.Record record = segment.read(offset);
    if (record == null || record.sequence() != sequence) {
      return null;
    }
    offset = record.end();
    sequence += Eviction.span(record.entry());
    return record;
  }
}
