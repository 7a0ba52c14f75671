package org.hinomi.core.syslog;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a syslog message stand in its bytes. Filled by {@link SyslogReader}, valid
 * until its next read. Not thread-safe.
 */
public final class SyslogHeader {

  /** A stretch of the message. */
  public enum Part {
    HOST,
    APP,
    PID,
    MSGID,
    /** All elements of the structured data with their brackets, as far as they could be read. */
    STRUCTURED_DATA,
    /** Number that Cisco devices put before the time. */
    SEQUENCE,
    /** Time since the start of a device whose clock is not set, as it writes it. */
    UPTIME,
    /** The readable text, without BOM and without line ends at its end. */
    MESSAGE
  }

  /** How a device marks its own clock (Cisco's {@code *} and {@code .}). */
  public enum Clock {
    UNMARKED,
    /** {@code *}: never set. */
    NOT_AUTHORITATIVE,
    /** {@code .}: set, but without contact to its time server. */
    NOT_SYNCHRONIZED
  }

  private static final int PARTS = Part.values().length;

  private final int[] starts = new int[PARTS];
  private final int[] ends = new int[PARTS];
  private int origin;
  private int priority;
  private int version;
  private boolean hasTime;
  private long timeMicros;
  private Clock clock = Clock.UNMARKED;
  private @Nullable String fault;

  void clear(int origin) {
    this.origin = origin;
    Arrays.fill(starts, -1);
    Arrays.fill(ends, -1);
    priority = -1;
    version = 0;
    hasTime = false;
    timeMicros = 0;
    clock = Clock.UNMARKED;
    fault = null;
  }

  void set(Part part, int start, int end) {
    starts[part.ordinal()] = start;
    ends[part.ordinal()] = end;
  }

  void priority(int value) {
    priority = value;
  }

  void version(int value) {
    version = value;
  }

  void time(long micros) {
    hasTime = true;
    timeMicros = micros;
  }

  void clock(Clock value) {
    clock = value;
  }

  /** Keeps the first fault of a message. */
  void fault(String reason) {
    if (fault == null) {
      fault = reason;
    }
  }

  /**
   * A fault with its place.
   *
   * @param p index into the bytes; the fault counts from the start of the message
   */
  void fault(String what, int p, String expected) {
    if (fault == null) {
      fault = what + " at byte " + (p - origin) + " (expected: " + expected + ")";
    }
  }

  public boolean has(Part part) {
    return starts[part.ordinal()] >= 0;
  }

  /** Index into the bytes that were read; -1 where the part is missing. */
  public int start(Part part) {
    return starts[part.ordinal()];
  }

  /** Index behind the part; -1 where it is missing. */
  public int end(Part part) {
    return ends[part.ordinal()];
  }

  /** 0..191, or -1 where there is none. */
  public int priority() {
    return priority;
  }

  /** RFC 5424 VERSION 1..999; 0 for other formats. */
  public int version() {
    return version;
  }

  public boolean hasTime() {
    return hasTime;
  }

  /** Microseconds since 1970, where {@link #hasTime()}. */
  public long timeMicros() {
    return timeMicros;
  }

  public Clock clock() {
    return clock;
  }

  /** The first thing that breaks the format it claims, with its place; null where nothing does. */
  public @Nullable String fault() {
    return fault;
  }
}
