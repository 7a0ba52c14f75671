package org.hinomi.collector.decode.windows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.hinomi.core.windows.WindowsEvent.Provider;
import org.jspecify.annotations.Nullable;

/**
 * An event of Windows as Snare and NXLog ({@code to_syslog_snare}) write it into a syslog message:
 *
 * <pre>
 * MSWinEventLog 1 Security 6863 Fri Sep 17 16:37:25 2021 4624 PROVIDER USER SIDTYPE TYPE COMPUTER CATEGORY DATA TEXT LAST
 * </pre>
 *
 * <p>with a tab, or {@code #011} where a syslog daemon has made that of it, between the columns.
 * LAST is the record's number (NXLog), a checksum (Snare), or not there.
 *
 * @param event with the values that its text names
 * @param account who it was written for; empty where nobody
 */
record SnareEvent(WindowsEvent event, String account) {
  static final String MARK = "MSWinEventLog";

  private static final String ESCAPED_TAB = "#011";

  /** A host's name and a time may stand before the mark. */
  static final int MARK_WITHIN = 300;

  private static final int LOG = 1;
  private static final int TIME = 3;
  private static final int ID = 4;
  private static final int PROVIDER = 5;
  private static final int USER = 6;
  private static final int TYPE = 8;
  private static final int COMPUTER = 9;
  private static final int DATA = 11;
  private static final int TEXT = 12;

  /** Reads a time as it stands there, without the weekday. */
  interface Times {
    @Nullable Instant read(String text);
  }

  /**
   * @param text with the mark among its first characters
   * @return null where it is none
   */
  static @Nullable SnareEvent of(String text, EventLabels labels, Times times) {
    int mark = text.indexOf(MARK);
    if (mark < 0 || mark > MARK_WITHIN) {
      return null;
    }
    String rest = text.substring(mark + MARK.length());
    boolean escaped = rest.startsWith(ESCAPED_TAB);
    if (!escaped && !rest.startsWith("\t")) {
      return null;
    }
    String separator = escaped ? ESCAPED_TAB : "\t";
    List<String> columns = columns(rest.substring(separator.length()), separator);
    if (columns.size() <= COMPUTER || !columns.get(ID).matches("\\d{1,9}|[1-4]\\d{9}")) {
      return null;
    }
    return of(columns, labels, times);
  }

  private static List<String> columns(String text, String separator) {
    List<String> columns = new ArrayList<>(16);
    int start = 0;
    int end = text.indexOf(separator);
    while (end >= 0 && columns.size() < TEXT) {
      columns.add(text.substring(start, end));
      start = end + separator.length();
      end = text.indexOf(separator, start);
    }
    // The text of an event may itself hold tabs, where the sender has left them.
    int last = columns.size() < TEXT ? -1 : text.lastIndexOf(separator);
    if (last < start) {
      columns.add(text.substring(start));
    } else {
      columns.add(text.substring(start, last));
      columns.add(text.substring(last + separator.length()));
    }
    return columns;
  }

  private static SnareEvent of(List<String> columns, EventLabels labels, Times times) {
    long fullId = Long.parseLong(columns.get(ID));
    int id = (int) (fullId & 0xFFFF);
    int qualifiers = (int) (fullId >>> 16 & 0xFFFF);
    String provider = columns.get(PROVIDER).strip();
    String text = unescaped(at(columns, TEXT));
    String type = columns.get(TYPE).strip();
    String last = at(columns, TEXT + 1).strip();
    List<EventValue> data = new ArrayList<>(labels.read(provider, id, text));
    String more = at(columns, DATA).strip();
    if (!more.isEmpty()) {
      data.add(new EventValue("DataString", more));
    }
    String user = columns.get(USER).strip();
    String computer = columns.get(COMPUTER).strip();
    return new SnareEvent(
        new WindowsEvent(
            new EventSystem(
                new Provider(provider.isEmpty() ? null : provider, null, null),
                id,
                qualifiers == 0 ? null : Integer.valueOf(qualifiers),
                null,
                level(type),
                null,
                null,
                keywords(type),
                times.read(time(columns.get(TIME).strip())),
                last.matches("\\d{1,18}") ? Long.valueOf(last) : null,
                null,
                null,
                null,
                null,
                columns.get(LOG).strip(),
                computer.isEmpty() ? null : computer,
                null),
            provider.equals("Microsoft-Windows-Eventlog") ? "UserData" : "EventData",
            data,
            text.isBlank() ? null : text),
        user.equals("N/A") ? "" : user);
  }

  private static String at(List<String> columns, int index) {
    return index < columns.size() ? columns.get(index) : "";
  }

  /** What rsyslog has made of line ends and tabs. */
  private static String unescaped(String text) {
    return text.indexOf('#') < 0
        ? text
        : text.replace("#015", "").replace("#012", "\n").replace(ESCAPED_TAB, "\t");
  }

  /** {@code Fri Sep 17 16:37:25 2021} without the weekday, which may be in any language. */
  private static String time(String text) {
    int blank = text.indexOf(' ');
    boolean day = blank > 0 && !text.isEmpty() && !Character.isDigit(text.charAt(0));
    return day ? text.substring(blank + 1) : text;
  }

  private static @Nullable Integer level(String type) {
    return switch (type) {
      case "Critical" -> 1;
      case "Error" -> 2;
      case "Warning" -> 3;
      case "Information", "Informational" -> 4;
      case "Verbose" -> 5;
      case "Success Audit", "Failure Audit", "Audit Success", "Audit Failure" -> 0;
      default -> null;
    };
  }

  private static @Nullable Long keywords(String type) {
    return switch (type) {
      case "Success Audit", "Audit Success" -> WindowsEventDecoder.AUDIT_SUCCESS;
      case "Failure Audit", "Audit Failure" -> WindowsEventDecoder.AUDIT_FAILURE;
      default -> null;
    };
  }
}
