package org.hinomi.collector.decode.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.core.event.Fields;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;

/**
 * What a log review asks of an event: which of the four kinds of ISO/IEC 27001:2013 A.12.4.1 it is,
 * and which of the six items of PCI DSS 10.2.2 it has.
 */
final class Review {
  private static final Set<String> ORIGINS = Set.of(Fields.SOURCE_IP, Fields.SOURCE_DOMAIN);
  private static final Set<String> RESOURCES =
      Set.of(
          Fields.FILE_PATH,
          Fields.REGISTRY_PATH,
          Fields.USER_TARGET_NAME,
          Fields.USER_TARGET_ID,
          Fields.SERVICE_NAME,
          Fields.VOLUME_DEVICE,
          Fields.DESTINATION_DOMAIN,
          Fields.DESTINATION_IP,
          Fields.DNS_QUESTION);

  private Review() {}

  /**
   * The kind of an event that is not in the table: an audit is a security event, a critical event
   * or an error a fault, a warning an exception. What is left reports that someone's or a system
   * account's work goes its way: user activity.
   */
  static String kind(EventSystem system) {
    if (WindowsEventDecoder.outcome(system.keywords()) != null) {
      return "security_event";
    }
    Integer level = system.level();
    if (level == null || level < 1 || level > 3) {
      return "user_activity";
    }
    return level == 3 ? "exception" : "fault";
  }

  /** The items that the event has: user, type, time, outcome, origin, resource. */
  static List<String> filled(
      WindowsEvent event, @Nullable EventRule rule, Map<String, Object> fields) {
    List<String> filled = new ArrayList<>(6);
    if (fields.containsKey(Fields.USER_NAME)
        || fields.containsKey(Fields.USER_ID)
        || rule == null && fields.containsKey(Fields.WINLOG_USER_ID)) {
      filled.add("user");
    }
    if (fields.containsKey(Fields.EVENT_CODE)) {
      filled.add("type");
    }
    if (event.system().timeCreated() != null) {
      filled.add("time");
    }
    if (fields.containsKey(Fields.EVENT_OUTCOME)) {
      filled.add("outcome");
    }
    boolean host = event.system().computer() != null;
    if (any(ORIGINS, rule, fields, host)) {
      filled.add("origin");
    }
    if (any(RESOURCES, rule, fields, host)) {
      filled.add("resource");
    }
    return filled;
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
