package org.hinomi.agent.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.event.Identity;

/** How far a spool was read since the start. Guarded by the spool's lock. */
final class ReadEnd {
  private final String agentId;
  private final Segments segments;
  private final Recent recent;
  private final Acknowledgements acknowledged;
  private Segment segment;
  private long offset = Segment.HEAD_BYTES;
  private long sequence;

  /**
   * @param recent what need not be read
   * @param acknowledged what need not be given out
   */
  ReadEnd(String agentId, Segments segments, Recent recent, Acknowledgements acknowledged) {
    this.agentId = agentId;
    this.segments = segments;
    this.recent = recent;
    this.acknowledged = acknowledged;
    segment = segments.oldest();
    sequence = segment.first();
  }

  /** The segment that is read. */
  Segment segment() {
    return segment;
  }

  /** Whether a record is next, durable or not. */
  boolean hasNext() {
    goOn();
    return sequence != segment.next();
  }

  /** Leaves segments of which nothing is to be given out any more, where others follow. */
  void goOn() {
    while (sequence == segment.next()
        || acknowledged.has(segment.incarnation(), segment.next() - 1)) {
      Segment following = segments.following(segment);
      if (following == null) {
        return;
      }
      segment.release();
      segment = following;
      offset = Segment.HEAD_BYTES;
      sequence = following.first();
    }
  }

  /** Whether what is next is durable. */
  boolean isDurable() {
    return segment != segments.newest() || offset < segment.synced();
  }

  /**
   * The records of the next block that are to be sent, perhaps none.
   *
   * @throws IOException where it is damaged
   */
  Batch next() throws IOException {
    if (segment == segments.newest()) {
      Recent.Piece piece = recent.take(offset);
      if (piece != null) {
        offset = piece.to();
        sequence = piece.next();
        return piece.batch();
      }
    }
    Block block = segment.read(offset);
    if (block == null || block.first() != sequence) {
      throw new IOException(segment.file() + ": record " + sequence + " is damaged");
    }
    List<Spooled> records = new ArrayList<>(block.entries().size());
    for (SpoolEntry entry : block.entries()) {
      if (!Eviction.isMark(entry) && !acknowledged.has(segment.incarnation(), sequence)) {
        records.add(new Spooled(new Identity(agentId, segment.incarnation(), sequence), entry));
      }
      sequence += Eviction.span(entry);
    }
    offset = block.end();
    return Batch.of(records);
  }
}
