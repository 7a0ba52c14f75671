package org.hinomi.collector.imports;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;

/** What the history holds of earlier imports. Not thread-safe. */
final class Ledger {
  private static final int DIGITS = 2 * Long.BYTES;

  /** Any other was not given by an import, and no file can have it. */
  private static final Pattern NAME =
      Pattern.compile(AgentFrame.IMPORT_AGENT + "[0-9a-f]{" + 2 * DIGITS + "}");

  /** Each by itself, for there may be hundreds of thousands: one of the same name finds it. */
  private final Map<Part, Part> parts = new HashMap<>();

  /** Numbers of lines with which anything was imported, with the first line of all that is held. */
  private final TreeMap<Long, Long> lengths = new TreeMap<>();

  /** The first {@code lines} lines of a file, imported before in whole or in part. */
  static final class Part {
    /** The fingerprint, in two halves. */
    private final long high;

    private final long low;
    private final long lines;

    /** First and last line of each range that is held, ascending; no two of them touch. */
    private long[] ranges = new long[2];

    private int count;

    /**
     * @param agentId {@code import:} and a fingerprint
     */
    Part(String agentId, long lines) {
      int at = AgentFrame.IMPORT_AGENT.length();
      this.high = HexFormat.fromHexDigitsToLong(agentId, at, at + DIGITS);
      this.low = HexFormat.fromHexDigitsToLong(agentId, at + DIGITS, at + 2 * DIGITS);
      this.lines = lines;
    }

    String agentId() {
      HexFormat hex = HexFormat.of();
      return AgentFrame.IMPORT_AGENT + hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    long lines() {
      return lines;
    }

    boolean holds(long line) {
      int range = rangeFrom(line);
      return range >= 0 && ranges[2 * range + 1] >= line;
    }

    /** The last range that begins at this line or before it; -1 where none does. */
    private int rangeFrom(long line) {
      int from = 0;
      int to = count;
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (ranges[2 * middle] <= line) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from - 1;
    }

    /**
     * Adds lines.
     *
     * @return false where all were there
     */
    boolean add(long first, long last) {
      int from = rangeFrom(first);
      if (from >= 0 && ranges[2 * from + 1] >= last) {
        return false;
      }
      if (from < 0 || ranges[2 * from + 1] < first - 1) {
        from++;
      }
      int to = from;
      long begin = first;
      long end = last;
      while (to < count && ranges[2 * to] - 1 <= last) {
        begin = Math.min(begin, ranges[2 * to]);
        end = Math.max(end, ranges[2 * to + 1]);
        to++;
      }
      if (to == from && 2 * count == ranges.length) {
        ranges = Arrays.copyOf(ranges, 4 * count);
      }
      System.arraycopy(ranges, 2 * to, ranges, 2 * from + 2, 2 * (count - to));
      ranges[2 * from] = begin;
      ranges[2 * from + 1] = end;
      count += from + 1 - to;
      return true;
    }

    /** Whether they have the same name, whatever is held of them. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Part part
          && part.high == high
          && part.low == low
          && part.lines == lines;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(low) * 31 + Long.hashCode(lines);
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

  /** The same for all lines from the first to the last. */
  static boolean areHeld(List<Part> known, long first, long last) {
    for (long line = first; line <= last; line++) {
      if (!isHeld(known, line)) {
        return false;
      }
    }
    return true;
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
    for (Recorded range : recorded) {
      if (NAME.matcher(range.agentId()).matches()) {
        add(range);
      }
    }
  }

  void add(Recorded range) {
    lengths.merge(range.lines(), range.first(), Math::min);
    part(range.agentId(), range.lines()).add(range.first(), range.last());
  }

  /** The part of this name, made where there is none. */
  Part part(String agentId, long lines) {
    return parts.computeIfAbsent(new Part(agentId, lines), made -> made);
  }

  /**
   * The next number of lines with which anything was imported: only there a fingerprint need be
   * made.
   *
   * @return {@code Long.MAX_VALUE} where there is none
   */
  long lengthFrom(long lines) {
    Long next = lengths.ceilingKey(lines);
    return next == null ? Long.MAX_VALUE : next;
  }

  /**
   * Whether a part may hold one of a file's first {@code line} lines and be known only behind them.
   * Files share most of their lengths, so this looks at those and not at each part.
   *
   * @param most lines that the file can have
   */
  boolean reachesOver(long line, long most) {
    if (most <= line) {
      return false;
    }
    for (long first : lengths.subMap(line, false, most, true).values()) {
      if (first <= line) {
        return true;
      }
    }
    return false;
  }

  Optional<Part> find(String agentId, long lines) {
    return Optional.ofNullable(parts.get(new Part(agentId, lines)));
  }
}
