package org.hinomi.agent.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was put into the newest segment last, so that who takes need not read it back. Bounded; what
 * is dropped here is in the file. Guarded by the spool's lock.
 */
final class Recent {
  private static final long MOST_BYTES = 512 << 10;

  private final long mostBytes;
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private List<Spooled> open = new ArrayList<>();
  private long bytes;

  /**
   * A block that is in the file.
   *
   * @param next sequence that follows its last record
   */
  record Piece(long from, long to, long next, Batch batch) {}

  /**
   * @param segmentBytes it keeps no more than that
   */
  Recent(long segmentBytes) {
    mostBytes = Math.min(MOST_BYTES, segmentBytes);
  }

  /** A record of the block that is not in the file yet. */
  void add(Spooled record) {
    open.add(record);
  }

  void takeBack() {
    open.removeLast();
  }

  /** What was added is in the file, as one block. */
  void written(long from, long to, long next, Map<StreamKey, String> positions) {
    pieces.addLast(new Piece(from, to, next, new Batch(open, positions)));
    open = new ArrayList<>();
    bytes += to - from;
    while (bytes > mostBytes) {
      drop();
    }
  }

  private void drop() {
    Piece oldest = pieces.removeFirst();
    bytes -= oldest.to - oldest.from;
  }

  /** The block that starts there; null where it has to be read. */
  @Nullable Piece take(long from) {
    while (!pieces.isEmpty() && pieces.getFirst().from < from) {
      drop();
    }
    Piece first = pieces.peekFirst();
    if (first == null || first.from != from) {
      return null;
    }
    drop();
    return first;
  }

  /** Another segment begins. */
  void clear() {
    pieces.clear();
    bytes = 0;
  }
}
