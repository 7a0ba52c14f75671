package org.hinomi.collector.decode.windows;

import java.util.List;
import java.util.Objects;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.hinomi.core.windows.WindowsEvent.EventSystem;

/**
 * The readable text of an event. The sentences of its provider lie in the libraries of the computer
 * that wrote it; where that has not sent them along, the text is made of the values, the same on
 * every computer and in every language:
 *
 * <pre>{@code
 * PROVIDER ID: NAME=VALUE NAME="VALUE WITH BLANKS" VALUE-WITHOUT-A-NAME
 * }</pre>
 *
 * <p>Empty values, {@code -} and the Binary of classic events are left out.
 */
final class EventMessage {
  private EventMessage() {}

  static String of(WindowsEvent event) {
    if (event.message() != null && !event.message().isBlank()) {
      return event.message().strip();
    }
    EventSystem system = event.system();
    StringBuilder text = new StringBuilder(256);
    text.append(Objects.requireNonNullElse(system.provider().name(), "?"));
    text.append(' ');
    text.append(system.eventId() == null ? "?" : system.eventId().toString());
    text.append(':');
    List<EventValue> data = event.data();
    for (EventValue each : data) {
      String value = each.value() == null ? "" : each.value().strip();
      if (value.isEmpty() || value.equals("-") || "Binary".equals(each.name())) {
        continue;
      }
      text.append(' ');
      if (each.name() != null) {
        text.append(each.name()).append('=');
      }
      append(text, value);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String value) {
    boolean plain =
        value
            .chars()
            .noneMatch(c -> Character.isWhitespace(c) || c == '"' || Character.isISOControl(c));
    if (plain) {
      text.append(value);
    } else {
      text.append('"').append(value.replace("\"", "\\\"")).append('"');
    }
  }
}
