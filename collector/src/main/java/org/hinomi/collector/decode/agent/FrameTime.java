package org.hinomi.collector.decode.agent;

import java.time.ZoneOffset;
import java.util.Arrays;
import org.hinomi.core.syslog.TimestampReader;

/**
 * Reads the time as our agents write it, {@code YYYY-MM-DDThh:mm:ss.ffffffZ}. Of the second that
 * was read last only the fraction is read. Not thread-safe.
 */
final class FrameTime {
  /** Bytes of the whole. */
  static final int LENGTH = 27;

  /** Bytes up to the fraction's digits. */
  private static final int SECOND = 20;

  private final TimestampReader timestamps = new TimestampReader();
  private final byte[] second = new byte[SECOND];
  private long secondMicros;
  private long micros;

  /** Reads the time that starts at {@code p}; false where another form stands there. */
  boolean read(byte[] b, int p, int end) {
    int last = p + LENGTH - 1;
    if (last >= end || b[last] != 'Z') {
      return false;
    }
    int fraction = 0;
    for (int i = p + SECOND; i < last; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      fraction = fraction * 10 + digit;
    }
    if (!Arrays.equals(b, p, p + SECOND, second, 0, SECOND)) {
      if (!isSecond(b, p) || timestamps.read(b, p, last + 1, 0, ZoneOffset.UTC) != last + 1) {
        return false;
      }
      secondMicros = timestamps.micros() - fraction;
      System.arraycopy(b, p, second, 0, SECOND);
    }
    micros = secondMicros + fraction;
    return true;
  }

  private static boolean isSecond(byte[] b, int p) {
    return b[p + 4] == '-' && b[p + 10] == 'T' && b[p + SECOND - 1] == '.';
  }

  /** What was read last: microseconds since 1970. */
  long micros() {
    return micros;
  }
}
