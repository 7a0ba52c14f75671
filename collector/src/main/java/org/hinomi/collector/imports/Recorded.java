package org.hinomi.collector.imports;

import java.util.List;

/**
 * Lines of an import that the history holds.
 *
 * @param agentId {@code import:} and the fingerprint of the first {@code lines} lines of a file
 * @param lines how many these are; the incarnation of their identity
 * @param first number of the first line held, from 1
 * @param last number of the last one, all between are held too
 */
public record Recorded(String agentId, long lines, long first, long last) {

  /** Adds a line to ranges: to the last of them where it follows. */
  static void extend(List<Recorded> ranges, String agentId, long lines, long number) {
    Recorded last = ranges.isEmpty() ? null : ranges.getLast();
    if (last != null && last.last() == number - 1 && last.agentId().equals(agentId)) {
      ranges.set(ranges.size() - 1, new Recorded(agentId, last.lines(), last.first(), number));
    } else {
      ranges.add(new Recorded(agentId, lines, number, number));
    }
  }
}
