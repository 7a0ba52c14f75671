package org.hinomi.core.unix;

import java.time.Instant;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/** Says of a start how the run before it ended, as Windows says it with its event 6008. */
final class StartText {
  private StartText() {}

  /**
   * @param last the last sign of life before the start
   */
  static void fields(Shutdown before, @Nullable Instant last, Map<String, Object> fields) {
    if (before == Shutdown.UNCLEAN) {
      LoginText.what(fields, "fault", "failure", "unexpected-shutdown", "host");
    } else {
      LoginText.what(fields, "exception", "success", "os-started", "host");
    }
    if (last != null) {
      fields.put(Fields.EVENT_REPORTED_TIME, last.toString());
    }
  }

  /**
   * @param started what started
   * @param sign what the last sign of life was
   */
  static String sentence(String started, Shutdown before, @Nullable Instant last, String sign) {
    String at = last == null ? "" : " is of " + last;
    return switch (before) {
      case CLEAN -> started + " after an orderly shutdown";
      case UNCLEAN ->
          started
              + " after an unclean shutdown: the last "
              + sign
              + " before it"
              + at
              + (at.isEmpty() ? " is no shutdown" : " and is no shutdown");
      case UNKNOWN -> started;
    };
  }
}
