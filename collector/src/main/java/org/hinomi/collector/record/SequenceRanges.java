package org.hinomi.collector.record;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of sequence numbers as ranges that neither touch nor overlap. A sender's numbers come
 * nearly in order, so there is mostly one. Not thread-safe.
 */
final class SequenceRanges {
  private final TreeMap<Long, Long> lastByFirst;

  SequenceRanges() {
    this.lastByFirst = new TreeMap<>();
  }

  private SequenceRanges(TreeMap<Long, Long> ranges) {
    this.lastByFirst = ranges;
  }

  SequenceRanges copy() {
    return new SequenceRanges(new TreeMap<>(lastByFirst));
  }

  /**
   * Adds a number.
   *
   * @return false when it was there already
   */
  boolean add(long sequence) {
    Map.Entry<Long, Long> below = lastByFirst.floorEntry(sequence);
    if (below != null && below.getValue() >= sequence) {
      return false;
    }
    long first = below != null && below.getValue() == sequence - 1 ? below.getKey() : sequence;
    Long joined = lastByFirst.remove(sequence + 1);
    lastByFirst.put(first, joined == null ? sequence : joined);
    return true;
  }

  /** Adds a stored range that touches none that is here. */
  void addRange(long first, long last) {
    lastByFirst.put(first, last);
  }

  /** First and last of each range, ascending. */
  Map<Long, Long> ranges() {
    return lastByFirst;
  }
}
