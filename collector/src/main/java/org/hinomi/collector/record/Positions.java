package org.hinomi.collector.record;

/**
 * A span of journal positions.
 *
 * @param from first inside
 * @param to first after it
 */
public record Positions(long from, long to) {
  boolean overlap(long first, long last) {
    return last >= from && first < to;
  }
}
