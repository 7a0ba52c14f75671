package org.hinomi.collector.record;

import java.util.Map;
import org.hinomi.collector.record.original.HeadValues;
import org.hinomi.core.event.Fields;

/**
 * Tells from the time of day that a head shows ({@code hh:mm:ss}) how many minutes its local time
 * is away from UTC.
 */
final class HeadOffset {
  private static final int DAY = 24 * 60;

  /** Offsets of zones lie between -12:00 and +14:00. */
  private static final int MOST = 14 * 60;

  private HeadOffset() {}

  /** The offset in minutes; 0 where the head shows no time of day. */
  static int minutes(byte[] head, int length, long timeMicros) {
    for (int i = 0; i + 8 <= length; i++) {
      if (head[i + 2] == ':' && head[i + 5] == ':' && two(head, i) >= 0 && two(head, i + 3) >= 0) {
        int shown = two(head, i) * 60 + two(head, i + 3);
        int utc = (int) Math.floorMod(Math.floorDiv(timeMicros, 60_000_000L), (long) DAY);
        int offset = Math.floorMod(shown - utc, DAY);
        return offset > MOST ? offset - DAY : offset;
      }
    }
    return 0;
  }

  /** The values of a stored event that its head repeats. */
  static HeadValues values(Map<String, Object> fields, int offsetMinutes) {
    return new HeadValues(
        (Long) fields.getOrDefault(Fields.TIMESTAMP, 0L),
        offsetMinutes,
        number(fields, Fields.FACILITY),
        number(fields, Fields.SEVERITY),
        (String) fields.get(Fields.HOST_NAME),
        (String) fields.get(Fields.PROCESS_NAME),
        (String) fields.get(Fields.PROCESS_PID),
        (String) fields.get(Fields.SYSLOG_MSGID));
  }

  private static int number(Map<String, Object> fields, String field) {
    return fields.get(field) instanceof Long number ? number.intValue() : -1;
  }

  private static int two(byte[] b, int at) {
    int tens = b[at] - '0';
    int ones = b[at + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }
}
