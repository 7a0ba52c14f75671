package org.hinomi.collector.decode.windows;

import java.util.List;
import org.hinomi.core.windows.EventValue;
import org.hinomi.core.windows.WindowsEvent;
import org.jspecify.annotations.Nullable;

/** An event as a rule's sources see it. */
record EventData(WindowsEvent event) {
  private static final String PLACE = "param";

  /** The value of this name, without blanks around; null where there is none, also for "-". */
  @Nullable String value(String name) {
    String value = event.value(name);
    if (value == null && name.startsWith(PLACE)) {
      List<EventValue> data = event.data();
      int place = Integer.parseInt(name.substring(PLACE.length())) - 1;
      value =
          place < data.size() && data.get(place).name() == null ? data.get(place).value() : null;
    }
    if (value == null) {
      return null;
    }
    String stripped = value.strip();
    return stripped.isEmpty() || stripped.equals("-") ? null : stripped;
  }

  String valueOr(String name, String otherwise) {
    String value = value(name);
    return value == null ? otherwise : value;
  }

  @Nullable String computer() {
    return event.system().computer();
  }
}
