package org.hinomi.collector.notify.syslog;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.alert.Transition.Kind;
import org.hinomi.collector.alert.Transition.Severity;
import org.hinomi.collector.notify.Quantity;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.syslog.Rfc5424Writer;

/**
 * A transition as an RFC 5424 message, with the {@code alarm} element of RFC 5674 and all that we
 * know of it in an element of our own:
 *
 * <pre>{@code
 * <129>1 2026-11-23T09:05:00.000000Z collector hinomi - ALERT [alarm resource="fs01 /srv"
 *   probableCause="thresholdCrossed" perceivedSeverity="critical"
 *   eventType="qualityOfServiceAlarm" trendIndication="moreSevere"][hinomi@32473 id="3f…"
 *   kind="raised" rule="filesystem-full" …] CRITICAL fs01 /srv: filesystem-full, 93.1% (level 90%)
 * }</pre>
 *
 * Severity of the message by RFC 5674 §2: critical 1, warning 4, cleared 5.
 */
public final class AlarmMessage {
  /** MSGID of RFC 5424. */
  public static final String MSG_ID = "ALERT";

  private static final int LONGEST_NAME = 32; // RFC 5424 §6.3.3 SD-NAME

  private AlarmMessage() {}

  /**
   * @param hostname of this machine: the alert's host stands in the structured data
   */
  static byte[] of(Transition transition, int facility, String hostname) {
    return new Rfc5424Writer(
            facility, severity(transition), transition.at(), hostname, "hinomi", null, MSG_ID)
        .element("alarm", alarm(transition))
        .element(AgentFrame.SD_ID, details(transition))
        .text(text(transition));
  }

  /** The message's severity, RFC 5674 §2: critical 1, warning 4, cleared 5. */
  public static int severity(Transition transition) {
    return transition.kind() == Kind.CLEARED
        ? 5
        : transition.severity() == Severity.CRITICAL ? 1 : 4;
  }

  /** The parameters of the element {@code alarm}. */
  public static Map<String, String> alarm(Transition transition) {
    Map<String, String> alarm = new LinkedHashMap<>();
    alarm.put("resource", resource(transition));
    // IANA-ITU-ALARM-TC-MIB has no cause for "a log says so".
    boolean event = transition.match() != null;
    alarm.put("probableCause", event ? "other" : "thresholdCrossed");
    alarm.put(
        "perceivedSeverity",
        transition.kind() == Kind.CLEARED ? "cleared" : lower(transition.severity()));
    alarm.put("eventType", event ? "other" : "qualityOfServiceAlarm");
    boolean better =
        transition.kind() == Kind.CLEARED
            || (transition.kind() == Kind.CHANGED && transition.severity() == Severity.WARNING);
    alarm.put("trendIndication", better ? "lessSevere" : "moreSevere");
    return alarm;
  }

  private static Map<String, String> details(Transition transition) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("id", transition.id());
    details.put("alert", transition.life());
    details.put("kind", lower(transition.kind()));
    details.put("rule", transition.rule());
    details.put("severity", lower(transition.severity()));
    Transition.Match match = transition.match();
    if (match == null) {
      details.put("metric", transition.metric());
      transition.value().ifPresent(value -> details.put("value", Double.toString(value)));
    } else {
      details.put("title", Subject.oneLine(match.title()));
      details.put("ruleLevel", match.level());
      details.put("count", Long.toString(match.count()));
      details.put("sha256", match.newest().sha256());
    }
    transition.level().ifPresent(level -> details.put("level", Double.toString(level)));
    details.put("since", transition.since().toString());
    details.put("at", transition.at().toString());
    details.put("position", Long.toString(transition.position()));
    transition
        .labels()
        .forEach((name, value) -> details.putIfAbsent(sdName(name), Subject.oneLine(value)));
    return details;
  }

  /** All of it in a line. */
  public static String text(Transition transition) {
    StringBuilder text = new StringBuilder();
    text.append(transition.kind() == Kind.CLEARED ? "RESOLVED" : transition.severity().name());
    text.append(' ').append(resource(transition)).append(": ");
    text.append(Subject.oneLine(transition.title()));
    Transition.Match match = transition.match();
    if (match != null) {
      text.append(", ").append(match.count()).append("x: ");
      return text.append(Subject.oneLine(match.newest().message())).toString();
    }
    transition
        .value()
        .ifPresent(v -> text.append(", ").append(Quantity.text(transition.metric(), v)));
    transition
        .level()
        .ifPresent(
            l ->
                text.append(transition.kind() == Kind.CLEARED ? " (clear " : " (level ")
                    .append(Quantity.text(transition.metric(), l))
                    .append(')'));
    return text.append(", since ").append(transition.since()).toString();
  }

  private static String resource(Transition transition) {
    return (Subject.oneLine(transition.host()) + " " + Subject.brief(transition)).strip();
  }

  /** A label's name as an SD-NAME: printable ASCII without {@code = ] "} and space, ≤ 32. */
  private static String sdName(String label) {
    String name = label.replaceAll("[^!-~]|[=\\]\"]", "_");
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
