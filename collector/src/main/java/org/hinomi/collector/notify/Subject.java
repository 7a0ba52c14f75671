package org.hinomi.collector.notify;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Transition;
import org.hinomi.core.event.Fields;

/** What an alert is about, beside its host. */
public final class Subject {
  private static final String[] TELLING = {
    "system.filesystem.mountpoint", "hw.name", "hw.id", "network.interface.name", "system.device"
  };

  private Subject() {}

  /** The labels without the host. */
  public static SortedMap<String, String> labels(Transition transition) {
    TreeMap<String, String> labels = new TreeMap<>(transition.labels());
    labels.remove(Fields.HOST_NAME);
    return labels;
  }

  /** The one label that tells it best, as {@code /srv}; else all; "" where there is none. */
  public static String brief(Transition transition) {
    return brief(labels(transition));
  }

  /** The same of labels without the host. */
  public static String brief(Map<String, String> labels) {
    for (String name : TELLING) {
      String value = labels.get(name);
      if (value != null) {
        return oneLine(value);
      }
    }
    return oneLine(
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(" ")));
  }

  /** Host names and labels come from the network: control characters become {@code ?}. */
  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
