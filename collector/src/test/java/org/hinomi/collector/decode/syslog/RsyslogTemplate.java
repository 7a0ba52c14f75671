package org.hinomi.collector.decode.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.TestRecord;
import tools.jackson.databind.JsonNode;

/**
 * Writes an event as an rsyslog template would, so that it can be compared with what rsyslog wrote.
 * What rsyslog keeps and we do not (the blank before the text, the colon behind the tag, how
 * control characters are shown) may be either way.
 */
final class RsyslogTemplate {
  private static final Pattern PROPERTY = Pattern.compile("%([A-Za-z-]+)((?::[^%]*)?)%");
  private static final Pattern OFFSET = Pattern.compile("T[0-9:.]+([+-]\\d\\d:\\d\\d)");
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "clock",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");
  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  private RsyslogTemplate() {}

  static String misfit(JsonNode one, int missingPriority) {
    String input = one.get("input").asString();
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    Matcher offset = OFFSET.matcher(input);
    ZoneId zone = offset.find() ? ZoneId.of(offset.group(1)) : ZoneOffset.UTC;
    SyslogRules rules = new SyslogRules(ZoneOffset.UTC, missingPriority, List.of());
    Event event = new SyslogDecoder(rules).decode(TestRecord.of(bytes));
    String template = one.get("expected").get("rsyslog_template").asString().replace("\\n", "");
    String expected = plain(one.get("expected").get("rendered").asString());
    String message = event.message();
    if (isMalformed(event)) {
      return new Misfits().check("text", input.endsWith(message), true).toString();
    }
    for (String text : List.of(message, " " + message, message.stripLeading())) {
      for (String tag : tags(event)) {
        if (plain(render(template, event, zone, tag, text)).equals(expected)) {
          return "";
        }
      }
    }
    return "<"
        + render(template, event, zone, tags(event).getLast(), message)
        + "> expected <"
        + expected
        + ">";
  }

  /** Neither PRI nor time: projects disagree, so the text must only be kept. */
  private static boolean isMalformed(Event event) {
    return event.timeMicros() == event.receivedMicros() && event.app() == null;
  }

  private static List<String> tags(Event event) {
    String app = event.app() == null ? "" : event.app();
    String pid = event.pid() == null ? "" : "[" + event.pid() + "]";
    return List.of(app, app + ":", app + pid, app + pid + ":");
  }

  private static String render(
      String template, Event event, ZoneId zone, String tag, String message) {
    return PROPERTY
        .matcher(template)
        .replaceAll(
            match -> {
              String value = property(match.group(1), match.group(2), event, zone, tag, message);
              return Matcher.quoteReplacement(
                  match.group(2).contains("csv") && !value.startsWith("**")
                      ? '"' + value + '"'
                      : value);
            });
  }

  private static String property(
      String name, String options, Event event, ZoneId zone, String tag, String message) {
    Instant time = Instant.ofEpochSecond(event.timeMicros() / 1_000_000);
    return switch (name) {
      case "PRI" -> Integer.toString(event.facility() * 8 + event.severity());
      case "syslogfacility-text" ->
          event.facility() < 0 ? "unknown" : FACILITIES.get(event.facility());
      case "syslogseverity-text" ->
          event.severity() < 0 ? "unknown" : SEVERITIES.get(event.severity());
      case "syslogseverity", "syslogpriority" -> Integer.toString(event.severity());
      case "syslogfacility" -> Integer.toString(event.facility());
      case "timestamp" -> format(options.contains("buggyday") ? "MMM dd" : "MMM ppd", time, zone);
      case "timereported" ->
          DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT)
              .format(time.atZone(zone));
      case "hostname", "HOSTNAME" ->
          event.host().equals("192.0.2.77") ? "$RS_HOSTNAME" : event.host();
      case "programname" -> event.app() == null ? "" : event.app();
      case "syslogtag" ->
          options.contains("[0-9]+")
              ? ""
              : options.contains("ERE") ? "**NO MATCH** **BAD REGULAR EXPRESSION**" : tag;
      case "msg" -> message;
      case "rawmsg" -> new String(event.original().bytes(), StandardCharsets.UTF_8);
      default -> "?" + name;
    };
  }

  private static String format(String date, Instant time, ZoneId zone) {
    return DateTimeFormatter.ofPattern(date + " HH:mm:ss", Locale.ENGLISH)
        .format(time.atZone(zone));
  }

  /** Takes back rsyslog's ways of showing control characters and bytes above 127. */
  private static String plain(String text) {
    byte[] bytes = text.replace("\\t", "\t").getBytes(StandardCharsets.UTF_8);
    StringBuilder plain = new StringBuilder();
    for (byte b : bytes) {
      plain.append(
          b < 32 || b == 127
              ? String.format(Locale.ROOT, "#%03o", b & 0xff)
              : String.valueOf((char) (b & 0xff)));
    }
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      escaped.append(c > 127 ? String.format(Locale.ROOT, "#%03o", (int) c) : String.valueOf(c));
    }
    return escaped.toString();
  }
}
