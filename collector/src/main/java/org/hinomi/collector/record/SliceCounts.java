package org.hinomi.collector.record;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many events of a row group each host has in each quarter of an hour (of UTC; all time zones
 * of today differ by quarters), so that counting them reads no row.
 *
 * <pre>bytes: version (1) | number of hosts | each: length, UTF-8
 *        | number of counts | each: quarter less the one before, host, events
 * numbers: unsigned, 7 bits a byte, low ones first; the first quarter less the smallest long</pre>
 */
final class SliceCounts {
  /** The name of the extra. */
  static final String NAME = "counts";

  static final long QUARTER_MICROS = 900_000_000L;

  private static final byte VERSION = 1;

  /** With more of them they are not worth their room. */
  private static final int MOST = 4096;

  private SliceCounts() {}

  /** Takes a count. */
  interface Sink {
    void count(long quarterMicros, String host, long events);
  }

  /** Collects the counts of a row group, whose hosts have numbers. */
  static final class Builder {
    /** By quarter, and there by the host's number. */
    private final TreeMap<Long, int[]> quarters = new TreeMap<>();

    private int counts;
    private long lastQuarter;
    private int[] last = {};

    void add(long micros, int host) {
      if (counts > MOST) {
        return;
      }
      long quarter = Math.floorDiv(micros, QUARTER_MICROS);
      if (quarter != lastQuarter || host >= last.length) {
        last =
            quarters.compute(
                quarter,
                (same, known) ->
                    known == null
                        ? new int[host + 1]
                        : host < known.length ? known : Arrays.copyOf(known, host * 2 + 1));
        lastQuarter = quarter;
      }
      if (last[host]++ == 0) {
        counts++;
      }
    }

    /**
     * The stored form; null where there are too many.
     *
     * @param name of the host with a number
     */
    byte @Nullable [] build(IntFunction<String> name) {
      if (counts > MOST) {
        return null;
      }
      Map<Integer, Integer> placeOf = new LinkedHashMap<>();
      for (int[] ofHosts : quarters.values()) {
        for (int host = 0; host < ofHosts.length; host++) {
          if (ofHosts[host] > 0) {
            placeOf.putIfAbsent(host, placeOf.size());
          }
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(VERSION);
      number(out, placeOf.size());
      for (int host : placeOf.keySet()) {
        byte[] utf8 = name.apply(host).getBytes(StandardCharsets.UTF_8);
        number(out, utf8.length);
        out.writeBytes(utf8);
      }
      number(out, counts);
      long before = Long.MIN_VALUE;
      for (Map.Entry<Long, int[]> quarter : quarters.entrySet()) {
        int[] ofHosts = quarter.getValue();
        for (int host = 0; host < ofHosts.length; host++) {
          if (ofHosts[host] > 0) {
            number(out, quarter.getKey() - before);
            number(out, placeOf.getOrDefault(host, 0));
            number(out, ofHosts[host]);
            before = quarter.getKey();
          }
        }
      }
      return out.toByteArray();
    }
  }

  /**
   * Gives the counts.
   *
   * @throws IllegalArgumentException if they are of another version or damaged
   */
  static void read(byte[] stored, Sink sink) {
    try {
      ByteBuffer in = ByteBuffer.wrap(stored);
      int version = in.get();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "counts: version " + version + " (expected: " + VERSION + ")");
      }
      String[] hosts = new String[(int) number(in)];
      for (int i = 0; i < hosts.length; i++) {
        byte[] name = new byte[(int) number(in)];
        in.get(name);
        hosts[i] = new String(name, StandardCharsets.UTF_8);
      }
      long quarter = Long.MIN_VALUE;
      for (long left = number(in); left > 0; left--) {
        quarter += number(in);
        sink.count(quarter * QUARTER_MICROS, hosts[(int) number(in)], number(in));
      }
    } catch (BufferUnderflowException | NegativeArraySizeException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("counts: damaged", e);
    }
  }

  private static void number(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long number(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }
}
