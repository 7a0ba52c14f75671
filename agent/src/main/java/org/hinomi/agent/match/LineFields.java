package org.hinomi.agent.match;

import java.util.List;
import org.hinomi.core.sigma.FieldView;
import org.jspecify.annotations.Nullable;

/**
 * What rules see of a line: {@code message}, and where the line is of a syslog file also {@code
 * host.name}, {@code process.name} and {@code process.pid}. Keywords are looked for in the whole
 * line.
 *
 * <p>Syslog files hold {@code TIME HOST APP[PID]: MESSAGE}, with a time of RFC 3164 ({@code Nov 23
 * 20:57:22}) or of RFC 3339 ({@code 2026-11-23T20:57:22.123456+09:00}). Any other line is all
 * message.
 */
final class LineFields implements FieldView {
  private static final int RFC3164_TIME = 15;

  private final String line;
  private final @Nullable String host;
  private final @Nullable String app;
  private final @Nullable String pid;
  private final String message;

  private LineFields(
      String line,
      @Nullable String host,
      @Nullable String app,
      @Nullable String pid,
      String message) {
    this.line = line;
    this.host = host;
    this.app = app;
    this.pid = pid;
    this.message = message;
  }

  static LineFields of(String line) {
    int hostStart = afterTime(line);
    int hostEnd = hostStart < 0 ? -1 : line.indexOf(' ', hostStart);
    if (hostEnd <= hostStart) {
      return new LineFields(line, null, null, null, line);
    }
    String host = line.substring(hostStart, hostEnd);
    int tag = hostEnd + 1;
    int end = tag;
    while (end < line.length() && " :[".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    String app = line.substring(tag, end);
    String pid = null;
    if (end < line.length() && line.charAt(end) == '[') {
      int close = line.indexOf(']', end);
      if (close > 0) {
        pid = line.substring(end + 1, close);
        end = close + 1;
      }
    }
    if (app.isEmpty() || end >= line.length() || line.charAt(end) != ':') {
      return new LineFields(line, host, null, null, line.substring(tag));
    }
    int start = end + 1;
    if (start < line.length() && line.charAt(start) == ' ') {
      start++;
    }
    return new LineFields(line, host, app, pid, line.substring(start));
  }

  /** Where the host starts; -1 where the line does not start with a time. */
  private static int afterTime(String line) {
    if (line.length() > RFC3164_TIME
        && line.charAt(3) == ' '
        && line.charAt(6) == ' '
        && line.charAt(9) == ':'
        && line.charAt(12) == ':'
        && line.charAt(RFC3164_TIME) == ' '
        && Character.isDigit(line.charAt(5))) {
      return RFC3164_TIME + 1;
    }
    if (line.length() > 20
        && line.charAt(4) == '-'
        && line.charAt(10) == 'T'
        && line.charAt(13) == ':'
        && Character.isDigit(line.charAt(0))) {
      int space = line.indexOf(' ');
      return space < 0 ? -1 : space + 1;
    }
    return -1;
  }

  @Nullable String host() {
    return host;
  }

  @Nullable String app() {
    return app;
  }

  String message() {
    return message;
  }

  @Override
  public List<String> values(String field) {
    String value =
        switch (field) {
          case "message" -> message;
          case "host.name" -> host;
          case "process.name" -> app;
          case "process.pid" -> pid;
          default -> null;
        };
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public List<String> texts() {
    return List.of(line);
  }
}
