package org.hinomi.collector.decode.agent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The headers of frames seen last, found again by their bytes, whatever time they have: {@value
 * #KEPT} places by what stands behind the time. Not thread-safe; bounded.
 */
final class KnownHeaders {
  private static final int KEPT = 256;

  /** Longer ones are rare and not kept. */
  private static final int LONGEST = 512;

  /** {@code <PRI>VERSION} and the blank behind it. */
  private static final int BEFORE_TIME = 9;

  /**
   * Bytes behind the time that tell headers apart: where they end sooner, what follows is the
   * agent's name.
   */
  private static final int HASHED = 48;

  @SuppressWarnings("ArrayRecordComponent")
  private record Known(byte[] before, byte[] after, FrameHeader says) {}

  private final @Nullable Known[] kept = new Known[KEPT];
  private final FrameTime time = new FrameTime();
  private @Nullable Known last;
  private int end;

  /** Finds what the header that starts at {@code p} says; null where it is new. */
  @Nullable FrameHeader find(byte[] b, int p, int limit) {
    Known known = last;
    if (known == null || !matches(known, b, p, limit)) {
      int behindTime = behindTime(b, p, limit);
      known = behindTime < 0 ? null : kept[place(b, behindTime, limit)];
      if (known == null || !matches(known, b, p, limit)) {
        return null;
      }
      last = known;
    }
    return known.says;
  }

  private boolean matches(Known known, byte[] b, int p, int limit) {
    int from = p + known.before.length;
    int behind = from + FrameTime.LENGTH;
    int to = behind + known.after.length;
    if (to >= limit
        || !Arrays.equals(b, behind, to, known.after, 0, known.after.length)
        || !Arrays.equals(b, p, from, known.before, 0, known.before.length)
        || !time.read(b, from, limit)) {
      return false;
    }
    end = to;
    return true;
  }

  /** The time of what was found last: microseconds since 1970. */
  long timeMicros() {
    return time.micros();
  }

  /** Where the header ends that was found last, and structured data start. */
  int end() {
    return end;
  }

  /**
   * Keeps a sound header with structured data behind it, where its time is as our agents write it:
   * such a time means the same whoever sends it and whenever.
   *
   * @param to where the structured data start
   * @param limit where the frame ends
   */
  void add(byte[] b, int p, int to, int limit, FrameHeader says) {
    int behindTime = behindTime(b, p, to);
    if (behindTime < 0 || to - p > LONGEST) {
      return;
    }
    int from = behindTime - FrameTime.LENGTH;
    if (time.read(b, from, to)) {
      Known known =
          new Known(Arrays.copyOfRange(b, p, from), Arrays.copyOfRange(b, behindTime, to), says);
      kept[place(b, behindTime, limit)] = known;
      last = known;
    }
  }

  /** Where a time of our form would end, that stands behind the first blank; -1: nowhere. */
  private static int behindTime(byte[] b, int p, int limit) {
    int q = p;
    int most = Math.min(limit, p + BEFORE_TIME);
    while (q < most && b[q] != ' ') {
      q++;
    }
    int behind = q + 1 + FrameTime.LENGTH;
    return q < most && behind < limit && b[behind] == ' ' ? behind : -1;
  }

  private static int place(byte[] b, int from, int limit) {
    int hash = 0;
    for (int i = from; i < Math.min(from + HASHED, limit); i++) {
      hash = hash * 31 + b[i];
    }
    return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (KEPT - 1);
  }
}
