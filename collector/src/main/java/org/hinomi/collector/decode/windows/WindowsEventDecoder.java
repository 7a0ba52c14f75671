package org.hinomi.collector.decode.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.MalformedEventException;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML of a Windows event, as EvtRender and our reader of EVTX write it. Not thread-safe.
 */
public final class WindowsEventDecoder {
  private static final long AUDIT_FAILURE = 0x0010_0000_0000_0000L;
  private static final long AUDIT_SUCCESS = 0x0020_0000_0000_0000L;

  /** Syslog severities of the levels 0 (always logged) to 5 (verbose). */
  private static final int[] SEVERITIES = {6, 2, 3, 4, 6, 7};

  /**
   * @param utf8 the XML of one event
   * @throws MalformedEventException where it is not
   */
  public WindowsReading read(byte[] utf8) throws MalformedEventException {
    WindowsEvent event = EventXml.read(utf8);
    EventSystem system = event.system();
    Map<String, Object> fields = new HashMap<>();
    system(system, fields);
    data(event, fields);
    return new WindowsReading(
        EventMessage.of(event),
        system.timeCreated(),
        system.computer(),
        severity(system.level()),
        null,
        null,
        fields);
  }

  private static int severity(@Nullable Integer level) {
    return level == null || level >= SEVERITIES.length ? -1 : SEVERITIES[level];
  }

  private static void system(EventSystem system, Map<String, Object> fields) {
    put(fields, Fields.EVENT_CODE, system.eventId() == null ? null : system.eventId().toString());
    put(fields, Fields.EVENT_PROVIDER, system.provider().name());
    put(fields, Fields.EVENT_OUTCOME, outcome(system.keywords()));
    put(fields, Fields.WINLOG_CHANNEL, system.channel());
    put(fields, Fields.WINLOG_RECORD_ID, system.eventRecordId());
    put(fields, Fields.WINLOG_LEVEL, number(system.level()));
    put(fields, Fields.WINLOG_TASK, number(system.task()));
    put(fields, Fields.WINLOG_OPCODE, number(system.opcode()));
    put(fields, Fields.WINLOG_VERSION, number(system.version()));
    put(fields, Fields.WINLOG_QUALIFIERS, number(system.qualifiers()));
    put(
        fields,
        Fields.WINLOG_KEYWORDS,
        system.keywords() == null ? null : "0x" + Long.toHexString(system.keywords()));
    put(fields, Fields.WINLOG_ACTIVITY_ID, system.activityId());
    put(fields, Fields.WINLOG_USER_ID, system.userSid());
    put(fields, Fields.WINLOG_PROCESS_PID, system.processId());
  }

  /** What the audit says of it; null for what is no audit. */
  static @Nullable String outcome(@Nullable Long keywords) {
    if (keywords == null) {
      return null;
    }
    return (keywords & AUDIT_FAILURE) != 0
        ? "failure"
        : (keywords & AUDIT_SUCCESS) != 0 ? "success" : null;
  }

  /** Values that come several times under a name become a list. */
  private static void data(WindowsEvent event, Map<String, Object> fields) {
    String prefix =
        "UserData".equals(event.section()) ? Fields.WINLOG_USER_DATA : Fields.WINLOG_EVENT_DATA;
    List<EventValue> data = event.data();
    for (int i = 0; i < data.size(); i++) {
      EventValue each = data.get(i);
      if (each.value() == null) {
        continue;
      }
      String name = each.name() == null ? "param" + (i + 1) : each.name().replace('/', '.');
      Object known = fields.get(prefix + name);
      if (known instanceof Several several) {
        several.add(each.value());
      } else if (known != null) {
        fields.put(prefix + name, new Several(known.toString(), each.value()));
      } else {
        fields.put(prefix + name, each.value());
      }
    }
  }

  /** A list of our own, which may be added to. */
  private static final class Several extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Several(String first, String second) {
      super(List.of(first, second));
    }
  }

  private static @Nullable Long number(@Nullable Integer value) {
    return value == null ? null : Long.valueOf(value);
  }

  private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
  }
}
