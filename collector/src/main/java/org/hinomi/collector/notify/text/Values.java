package org.hinomi.collector.notify.text;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Context;
import org.hinomi.collector.notify.GroupMessage;
import org.hinomi.collector.notify.Notice;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.text.Language;

/**
 * What templates and commands can put in, by name. Texts come from the network: none of them is to
 * be read as anything but text.
 */
public final class Values {
  /** Those of {@link #of}, and {@code key}, which a channel adds. */
  public static final Set<String> NAMES =
      new TreeSet<>(
          List.of(
              "acknowledge",
              "at",
              "cia",
              "cleared",
              "count",
              "escalation",
              "group",
              "host",
              "id",
              "key",
              "open",
              "person",
              "purpose",
              "raised",
              "reason",
              "reply",
              "rule",
              "severity",
              "since",
              "state",
              "team",
              "text",
              "title",
              "token"));

  /** What stands between a link's address and its token. */
  private static final String TOKEN = "?t=";

  private static final int MOST_NAMES = 3;

  /** Severity error of RFC 5424. */
  private static final int WORST_WARNING = 3;

  private Values() {}

  public static Map<String, String> of(GroupMessage message, Language language, ZoneId zone) {
    GroupText words = new GroupText(language, zone);
    Map<String, String> values = new LinkedHashMap<>();
    values.put("id", message.id());
    values.put("group", message.thread());
    values.put("reason", lower(message.reason()));
    values.put("state", message.open() > 0 ? "firing" : "resolved");
    values.put("severity", lower(message.severity()));
    values.put("title", words.subject(message));
    values.put("text", words.brief(message));
    values.put("host", Subject.oneLine(common(message, true)));
    values.put("rule", Subject.oneLine(common(message, false)));
    values.put("team", message.team());
    values.put("person", message.to().name());
    values.put("open", Long.toString(message.open()));
    values.put("count", Long.toString(message.counts().all()));
    values.put("raised", Long.toString(message.counts().raised()));
    values.put("cleared", Long.toString(message.counts().cleared()));
    values.put("escalation", Integer.toString(message.escalation()));
    values.put("since", message.since().toString());
    values.put("at", message.at().toString());
    values.put("purpose", words(message, context -> context.purposes()));
    values.put("cia", words(message, context -> context.properties()));
    String link = message.acknowledge() == null ? "" : message.acknowledge();
    values.put("acknowledge", link);
    int token = link.indexOf(TOKEN);
    values.put("reply", token < 0 ? "" : link.substring(0, token));
    values.put("token", token < 0 ? "" : link.substring(token + TOKEN.length()));
    return values;
  }

  /** Those of something that is no alert. */
  public static Map<String, String> of(Notice notice, Language language) {
    Map<String, String> values = new LinkedHashMap<>();
    NAMES.forEach(name -> values.put(name, ""));
    values.put("id", notice.id());
    values.put("group", notice.id());
    values.put("reason", "notice");
    values.put("state", "firing");
    values.put("severity", notice.severity() <= WORST_WARNING ? "critical" : "warning");
    values.put("title", notice.words().subject(language));
    values.put("text", notice.words().body(language).strip());
    values.put("host", "-");
    values.put("rule", notice.kind().toLowerCase(Locale.ROOT));
    values.put("at", notice.at().toString());
    values.put("since", notice.at().toString());
    return values;
  }

  /** Hosts or rules of the steps, at most three; {@code -} where there are none. */
  private static String common(GroupMessage message, boolean host) {
    List<String> all =
        message.steps().stream()
            .map(step -> host ? step.host() : step.title())
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    String first = String.join(", ", all.subList(0, Math.min(MOST_NAMES, all.size())));
    return all.isEmpty() ? "-" : all.size() > MOST_NAMES ? first + ", …" : first;
  }

  /** What its alerts are for, or what they protect, each once. */
  private static String words(GroupMessage message, Function<Context, List<String>> which) {
    return message.steps().stream()
        .flatMap(step -> which.apply(step.context()).stream())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
