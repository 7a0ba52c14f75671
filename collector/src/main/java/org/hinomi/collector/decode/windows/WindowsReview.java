package org.hinomi.collector.decode.windows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;

/** What a log review asks of a Windows event ({@link Review}). */
final class WindowsReview {
  private WindowsReview() {}

  /**
   * The kind of an event that is not in the table: an audit is a security event, a critical event
   * or an error a fault, a warning an exception. What is left reports that someone's or a system
   * account's work goes its way: user activity.
   */
  static String kind(EventSystem system) {
    if (WindowsEventDecoder.outcome(system.keywords()) != null) {
      return Review.SECURITY_EVENT;
    }
    Integer level = system.level();
    if (level == null || level < 1 || level > 3) {
      return Review.USER_ACTIVITY;
    }
    return level == 3 ? Review.EXCEPTION : Review.FAULT;
  }

  /** The kind that the table says; what an audit says was refused is no work that goes its way. */
  static String kind(EventSystem system, EventRule rule) {
    return rule.kind().equals(Review.USER_ACTIVITY)
            && "failure".equals(WindowsEventDecoder.outcome(system.keywords()))
        ? Review.SECURITY_EVENT
        : rule.kind();
  }

  /** The items that the event has: user, type, time, outcome, origin, resource. */
  static List<String> filled(
      WindowsEvent event, @Nullable EventRule rule, Map<String, Object> fields) {
    boolean host = event.system().computer() != null;
    return Review.filled(
        fields.containsKey(Fields.USER_NAME)
            || fields.containsKey(Fields.USER_ID)
            || rule == null && fields.containsKey(Fields.WINLOG_USER_ID),
        fields.containsKey(Fields.EVENT_CODE),
        event.system().timeCreated() != null,
        fields.containsKey(Fields.EVENT_OUTCOME),
        any(Review.ORIGINS, rule, fields, host),
        any(Review.RESOURCES, rule, fields, host));
  }

  /** Where the table has no field for the item, it is the computer itself. */
  private static boolean any(
      Set<String> names, @Nullable EventRule rule, Map<String, Object> fields, boolean host) {
    boolean asked = false;
    for (String name : names) {
      if (fields.containsKey(name)) {
        return true;
      }
      asked |= rule != null && rule.fields().containsKey(name);
    }
    return host && !asked;
  }
}
