package org.hinomi.agent.watch.windows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which events of an event log are read: all, those of an XPath query, or those of providers and
 * ids.
 *
 * @param channel the log, as {@code System}
 * @param xpath the query in Windows' XPath; empty where there is none
 * @param events the events that are wanted; empty where there are no such
 */
public record ChannelQuery(String channel, String xpath, List<Events> events) {

  /** Windows refuses a query with more than about twenty expressions. */
  private static final int EXPRESSIONS = 16;

  /** A log whose records come from other computers keeps their numbers: gaps mean nothing. */
  private static final String FORWARDED = "ForwardedEvents";

  /**
   * Events of one provider.
   *
   * @param provider its name; empty for any
   * @param ids 0..65535; all of the provider where there are none
   */
  public record Events(String provider, List<Long> ids) {
    public Events {
      ids = List.copyOf(ids);
    }
  }

  public ChannelQuery {
    events = List.copyOf(events);
  }

  /** All of the log. */
  public static ChannelQuery all(String channel) {
    return new ChannelQuery(channel, "", List.of());
  }

  /** Whether the numbers of the records that are read follow one another. */
  boolean isContiguous() {
    return xpath.isEmpty() && events.isEmpty() && !channel.equalsIgnoreCase(FORWARDED);
  }

  /** The structured query (Microsoft, "Query Schema"). */
  String xml() {
    List<String> selections = new ArrayList<>();
    if (!xpath.isEmpty()) {
      selections.add(xpath);
    }
    for (Events wanted : events) {
      add(wanted, selections);
    }
    if (selections.isEmpty()) {
      selections.add("*");
    }
    String path = escaped(channel);
    return selections.stream()
        .map(s -> "<Select Path=\"" + path + "\">" + escaped(s) + "</Select>")
        .collect(
            Collectors.joining(
                "", "<QueryList><Query Id=\"0\" Path=\"" + path + "\">", "</Query></QueryList>"));
  }

  private static void add(Events wanted, List<String> selections) {
    String quote = wanted.provider().contains("'") ? "\"" : "'";
    String provider =
        wanted.provider().isEmpty()
            ? ""
            : "Provider[@Name=" + quote + wanted.provider() + quote + "]";
    if (wanted.ids().isEmpty()) {
      selections.add("*[System[" + provider + "]]");
    }
    for (int i = 0; i < wanted.ids().size(); i += EXPRESSIONS) {
      String ids =
          wanted.ids().subList(i, Math.min(wanted.ids().size(), i + EXPRESSIONS)).stream()
              .map(id -> "EventID=" + id)
              .collect(Collectors.joining(" or ", "(", ")"));
      selections.add("*[System[" + (provider.isEmpty() ? "" : provider + " and ") + ids + "]]");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
