package org.hinomi.collector.record;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of sequence numbers as ranges that neither touch nor overlap. A sender's numbers come
 * nearly in order, so there is mostly one. Not thread-safe.
 */
final class SequenceRanges {
  private final TreeMap<Long, Long> lastByFirst;

  /** The range with the highest numbers, where most come; 1 to 0 while there is none. */
  private long topFirst = 1;

  private long topLast;

  SequenceRanges() {
    this.lastByFirst = new TreeMap<>();
  }

  private SequenceRanges(SequenceRanges of) {
    this.lastByFirst = new TreeMap<>(of.lastByFirst);
    this.topFirst = of.topFirst;
    this.topLast = of.topLast;
  }

  SequenceRanges copy() {
    return new SequenceRanges(this);
  }

  /**
   * Adds a number.
   *
   * @param sequence &gt; 0
   * @return false when it was there already
   */
  boolean add(long sequence) {
    if (sequence == topLast + 1) {
      topLast = sequence;
      return true;
    }
    if (sequence > topLast) {
      addRange(sequence, sequence);
      return true;
    }
    return sequence < topFirst && addBelow(sequence);
  }

  private boolean addBelow(long sequence) {
    Map.Entry<Long, Long> below = lastByFirst.floorEntry(sequence);
    if (below != null && below.getValue() >= sequence) {
      return false;
    }
    long first = below != null && below.getValue() == sequence - 1 ? below.getKey() : sequence;
    if (sequence == topFirst - 1) {
      lastByFirst.remove(first);
      topFirst = first;
      return true;
    }
    Long joined = lastByFirst.remove(sequence + 1);
    lastByFirst.put(first, joined == null ? sequence : joined);
    return true;
  }

  /** Adds a stored range that touches none that is here. */
  void addRange(long first, long last) {
    if (first < topFirst) {
      lastByFirst.put(first, last);
      return;
    }
    if (topLast >= topFirst) {
      lastByFirst.put(topFirst, topLast);
    }
    topFirst = first;
    topLast = last;
  }

  /** First and last of each range, ascending. */
  Map<Long, Long> ranges() {
    TreeMap<Long, Long> all = new TreeMap<>(lastByFirst);
    if (topLast >= topFirst) {
      all.put(topFirst, topLast);
    }
    return all;
  }
}
