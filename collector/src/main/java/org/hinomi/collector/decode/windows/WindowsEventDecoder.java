package org.hinomi.collector.decode.windows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.core.event.Fields;
import org.hinomi.core.syslog.TimestampReader;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.EventXml;
import org.hinomi.core.windows.MalformedEventException;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Windows event: its XML, as EvtRender and our reader of EVTX write it, or what a trap
 * tells of it. Not thread-safe.
 */
public final class WindowsEventDecoder {
  static final long AUDIT_FAILURE = 0x0010_0000_0000_0000L;
  static final long AUDIT_SUCCESS = 0x0020_0000_0000_0000L;

  private static final EventTable TABLE = EventTable.load();
  private static final InsertNames INSERTS = InsertNames.load();
  private static final EventLabels LABELS = EventLabels.load();

  /** What a handle names. */
  private static final List<String> OBJECTS = List.of(Fields.FILE_PATH, Fields.REGISTRY_PATH);

  private final ObjectNames objects = new ObjectNames();
  private final TimestampReader timestamps = new TimestampReader();

  /** Syslog severities of the levels 0 (always logged) to 5 (verbose). */
  private static final int[] SEVERITIES = {6, 2, 3, 4, 6, 7};

  /**
   * @param utf8 the XML of one event
   * @throws MalformedEventException where it is not
   */
  public WindowsReading read(byte[] utf8) throws MalformedEventException {
    return read(EventXml.read(utf8), "");
  }

  /**
   * @param event one whose values have lost their names
   * @param account the account under which it was written, as ACCOUNT, DOMAIN\\ACCOUNT or its SID;
   *     empty where there is none
   */
  public WindowsReading readUnnamed(WindowsEvent event, String account) {
    return read(INSERTS.name(event), account);
  }

  /** Whether a syslog message of a program of this name may be an event that Snare wrote. */
  public static boolean isSnare(@Nullable String program) {
    return program != null && program.startsWith(SnareEvent.MARK);
  }

  /** The same of a text that came without the name of a program. */
  public static boolean mayBeSnare(String text) {
    int tab = text.indexOf('\t', 0, Math.min(text.length(), SnareEvent.MARK_WITHIN));
    return tab >= 0
        && (text.startsWith(SnareEvent.MARK) || text.startsWith(SnareEvent.MARK, tab + 1));
  }

  /**
   * Reads what Snare, or who else writes its format, tells of an event.
   *
   * @param text with {@code MSWinEventLog} among its first characters
   * @param received microseconds since 1970; decides a year that the time lacks
   * @param zone of its time
   * @return null where it is no such text
   */
  public @Nullable WindowsReading readSnare(String text, long received, ZoneId zone) {
    SnareEvent snare = SnareEvent.of(text, LABELS, time -> instant(time, received, zone));
    return snare == null ? null : read(snare.event(), snare.account());
  }

  /** Whether a text may be an event that NXLog wrote as JSON. */
  public static boolean mayBeJson(String text) {
    return JsonEvent.mayBe(text);
  }

  /**
   * Reads an event that NXLog wrote as JSON.
   *
   * @param text all of it
   * @param received microseconds since 1970; decides a year that the time lacks
   * @param zone of its time, where that names none
   * @return null where it is no such text
   */
  public @Nullable WindowsReading readJson(String text, long received, ZoneId zone) {
    JsonEvent json = JsonEvent.of(text, LABELS, time -> instant(time, received, zone));
    return json == null ? null : readUnnamed(json.event(), json.account());
  }

  private @Nullable Instant instant(String time, long received, ZoneId zone) {
    byte[] b = time.getBytes(StandardCharsets.UTF_8);
    return timestamps.read(b, 0, b.length, received, zone) > 0
        ? Instant.EPOCH.plus(timestamps.micros(), ChronoUnit.MICROS)
        : null;
  }

  private WindowsReading read(WindowsEvent event, String account) {
    EventSystem system = event.system();
    Map<String, Object> fields = new HashMap<>();
    system(system, fields);
    data(event, fields);
    EventRule rule = TABLE.rule(system.provider().name(), system.eventId());
    String kind = rule == null ? WindowsReview.kind(system) : WindowsReview.kind(system, rule);
    if (rule != null) {
      named(new EventData(event), rule, fields);
    }
    if (account.startsWith("S-1-")) {
      fields.putIfAbsent(Fields.WINLOG_USER_ID, account);
    } else if (!account.isBlank() && !fields.containsKey(Fields.USER_NAME)) {
      put(fields, Fields.USER_NAME, Source.account(account));
      put(fields, Fields.USER_DOMAIN, Source.domain(account));
    }
    fields.put(Fields.REVIEW_KIND, kind);
    fields.put(Fields.REVIEW_FILLED, WindowsReview.filled(event, rule, fields));
    return new WindowsReading(
        EventMessage.of(event),
        system.timeCreated(),
        system.computer(),
        severity(system.level()),
        processName(fields.get(Fields.PROCESS_EXECUTABLE)),
        fields.remove(Fields.PROCESS_PID) instanceof String pid ? pid : null,
        fields);
  }

  private void named(EventData event, EventRule rule, Map<String, Object> fields) {
    fields.put(Fields.EVENT_ACTION, rule.action());
    if (rule.outcome().equals("success") || rule.outcome().equals("failure")) {
      fields.put(Fields.EVENT_OUTCOME, rule.outcome());
    }
    rule.fields().forEach((field, sources) -> put(fields, field, EventRule.value(sources, event)));
    String host = event.event().system().computer();
    if (host == null) {
      return;
    }
    if (rule.keep() != null) {
      Map<String, Object> names = new HashMap<>();
      for (String field : OBJECTS) {
        put(names, field, fields.get(field));
      }
      if (!names.isEmpty()) {
        objects.keep(
            host, number(event, rule.keep().process()), number(event, rule.keep().handle()), names);
      }
    }
    if (rule.recall() != null) {
      Map<String, Object> names =
          objects.recall(
              host, number(event, rule.recall().process()), number(event, rule.recall().handle()));
      if (names != null) {
        names.forEach(fields::putIfAbsent);
      }
    }
  }

  /** The same for 0x1c4 and 452. */
  private static String number(EventData event, String name) {
    String value = event.valueOr(name, "");
    Long number = Source.number(value);
    return number == null ? value : number.toString();
  }

  /** {@code svchost.exe} of {@code C:\\Windows\\System32\\svchost.exe}. */
  private static @Nullable String processName(@Nullable Object executable) {
    return executable instanceof String path ? path.substring(path.lastIndexOf('\\') + 1) : null;
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
