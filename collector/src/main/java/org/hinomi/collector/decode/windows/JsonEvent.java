package org.hinomi.collector.decode.windows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.hinomi.core.windows.WindowsEvent.Provider;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * An event of Windows as NXLog ({@code to_json}) writes it: one flat object, in which the values of
 * the event stand beside what says who wrote it and when.
 *
 * <pre>{@code
 * {"EventTime":"2026-11-23 10:00:00","Hostname":"WS1","EventID":4625,"SourceName":"Microsoft-Windows-Security-Auditing",
 *  "EventType":"AUDIT_FAILURE","Channel":"Security","RecordNumber":77,"TargetUserName":"eve", … }
 * }</pre>
 *
 * @param event with its values
 * @param account who it was written for, as DOMAIN\ACCOUNT; empty where nobody
 */
record JsonEvent(WindowsEvent event, String account) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "\"EventID\"";

  /** A larger number of values is no event's. */
  private static final int VALUES = 512;

  private static final Pattern UNNAMED = Pattern.compile("Data(_\\d{1,3})?");

  /** What NXLog says itself, and what is taken as a part of the system's element. */
  private static final Set<String> OWN =
      Set.of(
          "EventTime",
          "TimeCreated",
          "@timestamp",
          "EventReceivedTime",
          "Hostname",
          "Keywords",
          "SeverityValue",
          "Severity",
          "EventID",
          "SourceName",
          "ProviderGuid",
          "Version",
          "Task",
          "TaskValue",
          "Level",
          "LevelValue",
          "Opcode",
          "OpcodeValue",
          "Category",
          "RecordNumber",
          "RecordID",
          "ActivityID",
          "RelatedActivityID",
          "ProcessID",
          "ThreadID",
          "ExecutionProcessID",
          "ExecutionThreadID",
          "Channel",
          "FileName",
          "Domain",
          "AccountName",
          "AccountType",
          "UserID",
          "Message",
          "EventXML",
          "SourceModuleName",
          "SourceModuleType");

  /** Reads a time as it stands there. */
  interface Times {
    @Nullable Instant read(String text);
  }

  /** Whether it is worth reading: no more than a look at the first character for other texts. */
  static boolean mayBe(String text) {
    return !text.isEmpty() && text.charAt(0) == '{' && text.contains(ID);
  }

  /**
   * @return null where it is none
   */
  static @Nullable JsonEvent of(String text, EventLabels labels, Times times) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      return null;
    }
    Long fullId = number(node, "EventID");
    String provider = text(node, "SourceName");
    // Older servers name the log as a file.
    String channel = first(text(node, "Channel"), text(node, "FileName"));
    if (fullId == null || fullId < 0 || fullId > 0xFFFF_FFFFL || provider == null) {
      return null;
    }
    String module = text(node, "SourceModuleType");
    if (channel == null && (module == null || !module.startsWith("im_ms"))) {
      return null;
    }
    int id = (int) (fullId & 0xFFFF);
    int qualifiers = (int) (fullId >>> 16);
    String type = text(node, "EventType");
    String message = text(node, "Message");
    EventSystem system =
        new EventSystem(
            new Provider(provider, text(node, "ProviderGuid"), null),
            id,
            qualifiers == 0 ? null : Integer.valueOf(qualifiers),
            small(node, "Version"),
            level(type, node),
            first(small(node, "TaskValue"), small(node, "Task")),
            first(small(node, "OpcodeValue"), small(node, "Opcode")),
            first(number(node, "Keywords"), keywords(type)),
            time(node, times),
            first(number(node, "RecordNumber"), number(node, "RecordID")),
            text(node, "ActivityID"),
            text(node, "RelatedActivityID"),
            first(number(node, "ExecutionProcessID"), number(node, "ProcessID")),
            first(number(node, "ExecutionThreadID"), number(node, "ThreadID")),
            channel,
            text(node, "Hostname"),
            sid(text(node, "UserID")));
    List<EventValue> data = data(node, type);
    if (message != null) {
      addUntold(labels.read(provider, id, message), data);
    }
    String section = provider.equals("Microsoft-Windows-Eventlog") ? "UserData" : "EventData";
    return new JsonEvent(new WindowsEvent(system, section, data, message), account(node));
  }

  private static List<EventValue> data(JsonNode node, @Nullable String type) {
    List<EventValue> data = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = entry.getKey();
      boolean own = OWN.contains(name) || name.equals("EventType") && level(type) != null;
      if (own || data.size() >= VALUES || entry.getValue().isNull()) {
        continue;
      }
      JsonNode value = entry.getValue();
      data.add(
          new EventValue(
              UNNAMED.matcher(name).matches() ? null : name,
              value.isContainer() ? value.toString() : value.asString()));
    }
    return data;
  }

  /**
   * Of some events NXLog gives no values beside the text, of others all but those in whose place
   * its own stand. A text may call the others otherwise than the event does.
   */
  private static void addUntold(List<EventValue> labelled, List<EventValue> data) {
    Set<@Nullable String> told = new HashSet<>();
    for (EventValue value : data) {
      told.add(value.name());
    }
    boolean none = labelled.stream().noneMatch(value -> told.contains(value.name()));
    for (EventValue value : labelled) {
      String name = value.name();
      if (none || name != null && OWN.contains(name)) {
        data.add(value);
      }
    }
  }

  private static @Nullable Instant time(JsonNode node, Times times) {
    for (String name : List.of("EventTime", "TimeCreated", "@timestamp")) {
      String text = text(node, name);
      Instant time = text == null ? null : times.read(text);
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private static String account(JsonNode node) {
    String account = text(node, "AccountName");
    String domain = text(node, "Domain");
    return account == null ? "" : domain == null ? account : domain + '\\' + account;
  }

  private static @Nullable String sid(@Nullable String user) {
    return user != null && user.startsWith("S-1-") ? user : null;
  }

  private static @Nullable Integer level(@Nullable String type, JsonNode node) {
    Integer level = first(small(node, "LevelValue"), small(node, "Level"));
    return level == null ? level(type) : level;
  }

  private static @Nullable Integer level(@Nullable String type) {
    return switch (type) {
      case "CRITICAL" -> 1;
      case "ERROR" -> 2;
      case "WARNING" -> 3;
      case "INFO" -> 4;
      case "VERBOSE" -> 5;
      case "AUDIT_SUCCESS", "AUDIT_FAILURE" -> 0;
      case null, default -> null;
    };
  }

  private static @Nullable Long keywords(@Nullable String type) {
    return switch (type) {
      case "AUDIT_SUCCESS" -> WindowsEventDecoder.AUDIT_SUCCESS;
      case "AUDIT_FAILURE" -> WindowsEventDecoder.AUDIT_FAILURE;
      case null, default -> null;
    };
  }

  private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
    return one == null ? other : one;
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    String text = value.isString() || value.isNumber() ? value.asString().strip() : "";
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Integer small(JsonNode node, String name) {
    Long number = number(node, name);
    return number == null || number < 0 || number > 0xFFFF ? null : number.intValue();
  }

  /** A whole number, also as a text; signed or not, as Keywords are. */
  private static @Nullable Long number(JsonNode node, String name) {
    String text = text(node, name);
    if (text == null) {
      return null;
    }
    try {
      if (text.startsWith("0x")) {
        return Long.parseUnsignedLong(text, 2, text.length(), 16);
      }
      return text.startsWith("-")
          ? Long.valueOf(Long.parseLong(text))
          : Long.valueOf(Long.parseUnsignedLong(text));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
