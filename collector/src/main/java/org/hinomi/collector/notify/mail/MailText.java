package org.hinomi.collector.notify.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.detect.Evidence;
import org.hinomi.collector.notify.Quantity;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;

/** Subject and text of a mail, from the resource bundle {@code messages} of this package. */
final class MailText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss XXX", Locale.ROOT);

  /** How far before the alert the proposed search begins. */
  private static final Duration BEFORE = Duration.ofMinutes(30);

  private final Messages words;
  private final ZoneId zone;

  MailText(Language language, ZoneId zone) {
    this.words = Messages.of(MailText.class, language);
    this.zone = zone;
  }

  String subject(Transition transition) {
    return Subject.oneLine(
            words.get(
                "subject." + key(transition),
                severity(transition),
                transition.host(),
                Subject.brief(transition),
                transition.title(),
                value(transition)))
        .replace("]  ", "] "); // an alert over several hosts names none
  }

  String body(Transition transition) {
    boolean removed = transition.value().isEmpty();
    Transition.Match match = transition.match();
    String kind = match == null ? "headline." : "headline.event.";
    StringBuilder text = new StringBuilder();
    line(text, words.get(kind + (removed ? "removed" : key(transition))));
    line(text, "");
    field(text, "host", transition.host());
    field(text, "what", labels(transition));
    field(text, "severity", severity(transition));
    field(text, "state", words.get("state." + key(transition)));
    if (match == null) {
      field(text, "metric", transition.metric());
      field(text, "value", value(transition));
    } else {
      field(text, "count", Long.toString(match.count()));
      field(text, "event", event(match.newest()));
      field(text, "message", match.newest().message());
    }
    if (transition.level().isPresent()) {
      String level = Quantity.text(transition.metric(), transition.level().getAsDouble());
      field(text, transition.kind() == Transition.Kind.CLEARED ? "clear" : "level", level);
    }
    field(text, "since", time(transition.since()));
    field(text, "at", time(transition.at()));
    field(text, "rule", match == null ? transition.rule() : match.title());
    field(text, "rule-level", match == null ? "" : match.level());
    field(text, "rule-id", match == null ? "" : transition.rule());
    line(text, "");
    line(text, words.get("look"));
    String from = transition.since().minus(BEFORE).truncatedTo(ChronoUnit.SECONDS).toString();
    if (match == null) {
      String metric =
          transition.metric().isEmpty() ? "" : " --metric " + shell(transition.metric());
      line(
          text,
          "  ./hinomi metrics --host " + shell(transition.host()) + metric + " --from " + from);
    } else {
      line(
          text,
          "  ./hinomi search --from " + from + " journal.position:" + match.newest().position());
    }
    String query = transition.host().isEmpty() ? "'*:*'" : shell(query(transition.host()));
    line(text, "  ./hinomi search --from " + from + " " + query);
    line(text, "");
    line(text, "-- ");
    line(text, words.get("reference", transition.id(), Long.toString(transition.position())));
    return text.toString();
  }

  private String labels(Transition transition) {
    return Subject.labels(transition).entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(", "));
  }

  private String severity(Transition transition) {
    return words.get("severity." + transition.severity().name().toLowerCase(Locale.ROOT));
  }

  /** {@code Microsoft-Windows-Eventlog 1102 (Security)}, as far as it is known. */
  private static String event(Evidence event) {
    String channel = event.channel().isEmpty() ? "" : "(" + event.channel() + ")";
    return String.join(" ", event.provider(), event.code(), channel).strip().replace("  ", " ");
  }

  private String value(Transition transition) {
    if (transition.match() != null) {
      return words.get("times", transition.match().count());
    }
    return transition.value().isPresent()
        ? Quantity.text(transition.metric(), transition.value().getAsDouble())
        : words.get("unknown");
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(zone)) + " (" + zone.getId() + ")";
  }

  private static String key(Transition transition) {
    return transition.kind().name().toLowerCase(Locale.ROOT);
  }

  private void field(StringBuilder text, String key, String value) {
    if (!value.isEmpty()) {
      line(text, words.get("field." + key) + " " + Subject.oneLine(value));
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append("\r\n");
  }

  private static String query(String host) {
    return "host.name:\"" + host.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** One word for a POSIX shell, whatever a host calls itself. */
  private static String shell(String word) {
    String clean = Subject.oneLine(word);
    return clean.matches("[A-Za-z0-9._:/-]+") ? clean : "'" + clean.replace("'", "'\\''") + "'";
  }
}
