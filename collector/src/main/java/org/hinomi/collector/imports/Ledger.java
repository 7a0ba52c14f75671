package org.hinomi.collector.imports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the history holds of earlier imports. Not thread-safe. */
final class Ledger {
  private final Map<String, Part> parts = new HashMap<>();
  private final TreeSet<Long> lengths = new TreeSet<>();

  /** The first {@code lines} lines of a file, imported before in whole or in part. */
  static final class Part {
    private final String agentId;
    private final long lines;
    private final TreeMap<Long, Long> held = new TreeMap<>();

    Part(String agentId, long lines) {
      this.agentId = agentId;
      this.lines = lines;
    }

    String agentId() {
      return agentId;
    }

    long lines() {
      return lines;
    }

    boolean holds(long line) {
      Map.Entry<Long, Long> range = held.floorEntry(line);
      return range != null && range.getValue() >= line;
    }

    /** Number of the first line held; {@code Long.MAX_VALUE} where none is. */
    long first() {
      return held.isEmpty() ? Long.MAX_VALUE : held.firstKey();
    }

    /**
     * Adds a record.
     *
     * @return false when it was there
     */
    boolean add(long sequence) {
      Map.Entry<Long, Long> below = held.floorEntry(sequence);
      if (below != null && below.getValue() >= sequence) {
        return false;
      }
      long first = below != null && below.getValue() == sequence - 1 ? below.getKey() : sequence;
      Long joined = held.remove(sequence + 1);
      held.put(first, joined == null ? sequence : joined);
      return true;
    }
  }

  /**
   * Whether the history holds a line already, under whatever part it came.
   *
   * @param known parts of the file, the shortest first
   */
  static boolean isHeld(List<Part> known, long line) {
    for (Part part : known) {
      if (part.lines >= line && part.holds(line)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The part under which a line that is not held is recorded.
   *
   * @param known parts of the file, the shortest first
   */
  static Part part(List<Part> known, long line, Part otherwise) {
    for (Part part : known) {
      if (part.lines >= line) {
        return part;
      }
    }
    return otherwise;
  }

  Ledger(List<Recorded> recorded) {
    recorded.forEach(this::add);
  }

  void add(Recorded range) {
    lengths.add(range.lines());
    part(range.agentId(), range.lines()).held.merge(range.first(), range.last(), Math::max);
  }

  /** The part of this name, made where there is none. */
  Part part(String agentId, long lines) {
    return parts.computeIfAbsent(agentId + '/' + lines, key -> new Part(agentId, lines));
  }

  /**
   * The next number of lines with which anything was imported: only there a fingerprint need be
   * made.
   *
   * @return {@code Long.MAX_VALUE} where there is none
   */
  long lengthFrom(long lines) {
    Long next = lengths.ceiling(lines);
    return next == null ? Long.MAX_VALUE : next;
  }

  /**
   * Whether a part may hold one of a file's first {@code line} lines and be known only behind them.
   *
   * @param most lines that the file can have
   */
  boolean reachesOver(long line, long most) {
    if (lengthFrom(line + 1) > most) {
      return false;
    }
    for (Part part : parts.values()) {
      if (part.lines() > line && part.lines() <= most && part.first() <= line) {
        return true;
      }
    }
    return false;
  }

  Optional<Part> find(String agentId, long lines) {
    return Optional.ofNullable(parts.get(agentId + '/' + lines));
  }
}
