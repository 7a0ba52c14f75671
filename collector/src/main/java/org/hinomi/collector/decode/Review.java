package org.hinomi.collector.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hinomi.core.event.Fields;

/**
 * What a log review asks of an event: which of the four kinds of ISO/IEC 27001:2013 A.12.4.1 it is,
 * and which of the six items of PCI DSS 10.2.2 it has.
 */
public final class Review {
  public static final String USER_ACTIVITY = "user_activity";
  public static final String EXCEPTION = "exception";
  public static final String FAULT = "fault";
  public static final String SECURITY_EVENT = "security_event";

  private static final List<String> ORDER =
      List.of(USER_ACTIVITY, EXCEPTION, FAULT, SECURITY_EVENT);

  /** All kinds there are. */
  public static final Set<String> KINDS = Set.copyOf(ORDER);

  /** Fields that say where it came from. */
  public static final Set<String> ORIGINS = Set.of(Fields.SOURCE_IP, Fields.SOURCE_DOMAIN);

  /** Fields that say what was affected. */
  public static final Set<String> RESOURCES =
      Set.of(
          Fields.FILE_PATH,
          Fields.REGISTRY_PATH,
          Fields.USER_TARGET_NAME,
          Fields.USER_TARGET_ID,
          Fields.GROUP_NAME,
          Fields.SERVICE_NAME,
          Fields.VOLUME_DEVICE,
          Fields.DESTINATION_DOMAIN,
          Fields.DESTINATION_IP,
          Fields.DNS_QUESTION,
          Fields.URL_ORIGINAL,
          Fields.EMAIL_TO,
          Fields.PROCESS_COMMAND_LINE);

  /** LOG_AUTH, LOG_AUTHPRIV and the audit facility of RFC 5424, table 1. */
  private static final int FACILITY_AUTH = 4;

  private static final int FACILITY_AUTHPRIV = 10;
  private static final int FACILITY_AUDIT = 13;

  private static final String[] ITEMS = {"user", "type", "time", "outcome", "origin", "resource"};

  /** Every combination there is, made once: an event gets one for each record. */
  private static final List<List<String>> COMBINATIONS = combinations();

  private Review() {}

  private static List<List<String>> combinations() {
    List<List<String>> all = new ArrayList<>();
    for (int bits = 0; bits < 1 << ITEMS.length; bits++) {
      List<String> one = new ArrayList<>();
      for (int i = 0; i < ITEMS.length; i++) {
        if ((bits & 1 << i) != 0) {
          one.add(ITEMS[i]);
        }
      }
      all.add(List.copyOf(one));
    }
    return List.copyOf(all);
  }

  /** The items as a list: user, type, time, outcome, origin, resource. */
  public static List<String> filled(
      boolean user, boolean type, boolean time, boolean outcome, boolean origin, boolean resource) {
    return COMBINATIONS.get(
        (user ? 1 : 0)
            | (type ? 2 : 0)
            | (time ? 4 : 0)
            | (outcome ? 8 : 0)
            | (origin ? 16 : 0)
            | (resource ? 32 : 0));
  }

  /**
   * Says both of an event whose decoder has not. What no decoder understands is a security event
   * where it comes from the facilities for those, a fault at severities 0 to 3, an exception at 4;
   * what is left reports that work goes its way: user activity.
   *
   * @return the same event where its fields may be written to
   */
  public static Event complete(Event event) {
    String kind = kind(event.facility(), event.severity());
    boolean timed = event.timeMicros() != event.receivedMicros();
    // Where nothing closer is known, it came from the host that it speaks of, and concerns it.
    boolean host = !event.host().equals(event.sourceAddress());
    Map<String, Object> fields = event.fields();
    if (fields instanceof SharedFields shared) {
      int way = ORDER.indexOf(kind) * 4 + (timed ? 2 : 0) + (host ? 1 : 0);
      return event.with(
          shared.variant(
              way,
              ORDER.size() * 4,
              () -> {
                Map<String, Object> more = new HashMap<>(shared);
                complete(more, kind, timed, host);
                return new SharedFields(more);
              }));
    }
    if (fields instanceof HashMap) {
      complete(fields, kind, timed, host);
      return event;
    }
    Map<String, Object> more = new HashMap<>(fields);
    complete(more, kind, timed, host);
    return event.with(more);
  }

  private static void complete(
      Map<String, Object> fields, String kind, boolean timed, boolean host) {
    fields.putIfAbsent(Fields.REVIEW_KIND, kind);
    if (fields.containsKey(Fields.REVIEW_FILLED)) {
      return;
    }
    fields.put(
        Fields.REVIEW_FILLED,
        filled(
            fields.containsKey(Fields.USER_NAME)
                || fields.containsKey(Fields.USER_ID)
                || fields.containsKey(Fields.EMAIL_FROM),
            fields.containsKey(Fields.EVENT_ACTION)
                || fields.containsKey(Fields.EVENT_CODE)
                || fields.containsKey(Fields.SYSLOG_MSGID)
                || fields.containsKey(Fields.SNMP_TRAP_OID),
            timed,
            fields.containsKey(Fields.EVENT_OUTCOME),
            host || any(ORIGINS, fields),
            host || any(RESOURCES, fields)));
  }

  static String kind(int facility, int severity) {
    if (facility == FACILITY_AUTH || facility == FACILITY_AUTHPRIV || facility == FACILITY_AUDIT) {
      return SECURITY_EVENT;
    }
    if (severity < 0 || severity > 4) {
      return USER_ACTIVITY;
    }
    return severity == 4 ? EXCEPTION : FAULT;
  }

  private static boolean any(Set<String> names, Map<String, Object> fields) {
    for (String name : names) {
      if (fields.containsKey(name)) {
        return true;
      }
    }
    return false;
  }
}
