package org.hinomi.agent.watch.windows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.windows.WindowsEvent.EventSystem;
import org.jspecify.annotations.Nullable;

/** Makes the record of an event: its XML with its text, which stands where forwarding puts it. */
final class EventRecord {
  private static final String END = "</Event>";

  /** Syslog severities of the levels 0 (always logged) to 5 (verbose). */
  private static final int[] SEVERITIES = {6, 2, 3, 4, 6, 7};

  private final String source;
  private final String channel;
  private final int limit;

  EventRecord(String source, String channel, int limit) {
    this.source = source;
    this.channel = channel;
    this.limit = limit;
  }

  /**
   * @param system of the event; null where its XML is not understood
   * @param message its text, null where it has none or has it in its XML
   */
  WatchedRecord of(
      String xml, @Nullable EventSystem system, @Nullable String message, LogPosition position) {
    byte[] original = (message == null ? xml : withMessage(xml, message)).getBytes(UTF_8);
    int cut = 0;
    if (original.length > limit) {
      // The values matter more than the sentence that is made of them.
      byte[] whole = original;
      original = xml.getBytes(UTF_8);
      original = original.length > limit ? Arrays.copyOf(original, limit) : original;
      cut = whole.length - original.length;
    }
    return new WatchedRecord(
        source,
        channel,
        AgentFrame.KIND_WINEVENT,
        system == null ? null : system.timeCreated(),
        WatchedRecord.FACILITY_USER,
        severity(system),
        null,
        null,
        original,
        cut == 0 ? Map.of() : Map.of(WatchedRecord.CUT, Integer.toString(cut)),
        position.toString());
  }

  private static int severity(@Nullable EventSystem system) {
    Integer level = system == null ? null : system.level();
    return level == null || level < 0 || level >= SEVERITIES.length
        ? WatchedRecord.SEVERITY_INFORMATIONAL
        : SEVERITIES[level];
  }

  private static String withMessage(String xml, String message) {
    int end = xml.lastIndexOf(END);
    return end < 0
        ? xml
        : xml.substring(0, end)
            + "<RenderingInfo><Message>"
            + escaped(message)
            + "</Message></RenderingInfo>"
            + xml.substring(end);
  }

  /** Characters that XML 1.0 cannot hold become U+FFFD. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '\t', '\n', '\r' -> out.append(c);
        default -> out.append(c < ' ' || c >= '\uFFFE' ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }
}
