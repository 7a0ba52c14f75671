package org.hinomi.collector.decode.service;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines that come without the name of a program: log files of servers that write no syslog header.
 * What each looks like is asked cheaply first, so that a line of another kind costs little.
 */
final class LineShapes implements ServiceReader {
  /** A name before the text stands among the first words. */
  private static final int NAME_WITHIN = 96;

  private final ServiceReader audit = new AuditReader();
  private final ServiceReader access = new AccessLogReader();
  private final ServiceReader squid = new SquidReader();
  private final ServiceReader packets = new PacketReader();
  private final ServiceReader slowQueries = new SlowQueryReader();
  private final ServiceReader postgres;
  private final ServiceReader errors;
  private final ServiceReader asterisk;
  private final ServiceReader cisco;
  private final ServiceReader lines;
  private final Map<String, ServiceReader> programs;

  LineShapes(ServiceReader lines, Map<String, ServiceReader> programs) {
    this.lines = lines;
    this.programs = programs;
    postgres = CodeReaders.or(programs.get("postgres"));
    errors = CodeReaders.or(programs.get("nginx"));
    cisco = CodeReaders.or(programs.get("cisco"));
    asterisk = CodeReaders.or(programs.get("asterisk"));
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    if (from >= text.length()) {
      return false;
    }
    char c = text.charAt(from);
    if ((c == 't' || c == 'n')
        && text.startsWith("msg=audit(", Math.max(from, text.indexOf("msg=", from)))) {
      return audit.read(text, from, out);
    }
    if (c == '#') {
      return slowQueries.read(text, from, out);
    }
    if (c == '%') {
      int said = text.indexOf(": ", from);
      return said > 0 && said - from < NAME_WITHIN && cisco.read(text, said + 2, out);
    }
    // Seconds since 1970 with a fraction.
    boolean epoch = c >= '0' && c <= '9' && text.startsWith(".", from + 10);
    if (epoch && squid.read(text, from, out)) {
      out.program("squid");
      return true;
    }
    if (access.read(text, from, out)) {
      return true;
    }
    int behind = LeadingTime.end(text, from);
    if (behind > from) {
      out.time(text, c == '[' ? from + 1 : from, behind);
    }
    if (text.startsWith("SECURITY[", behind) && asterisk.read(text, behind, out)) {
      out.program("asterisk");
      return true;
    }
    if (behind > from
        && PostgresReader.level(text, behind) >= 0
        && postgres.read(text, behind, out)) {
      return true;
    }
    int said = BindReader.skip(text, BindReader.skip(text, behind));
    if (lines.read(text, said, out)) {
      return true;
    }
    if (behind < text.length() && text.charAt(behind) == '[' && errors.read(text, from, out)) {
      return true;
    }
    if (named(text, behind, out)) {
      return true;
    }
    return packets.read(text, behind, out);
  }

  /** {@code [HOST ]NAME[PID]: TEXT} or {@code [HOST ]NAME: TEXT}. */
  private boolean named(String text, int from, ServiceFields out) {
    int limit = Math.min(text.length(), from + NAME_WITHIN);
    int p = from;
    for (int word = 0; word < 3 && p < limit; word++) {
      int e = p;
      while (e < limit && text.charAt(e) > ' ') {
        e++;
      }
      int colon = e > p && text.charAt(e - 1) == ':' ? e - 1 : e;
      int bracket = text.indexOf('[', p, colon);
      boolean pid = bracket > p && text.charAt(colon - 1) == ']';
      boolean bare = colon > p + 2 && text.charAt(p) == '[' && text.charAt(colon - 1) == ']';
      if (colon < e || pid || bare) {
        String name =
            bare ? text.substring(p + 1, colon - 1) : text.substring(p, pid ? bracket : colon);
        ServiceReader reader = find(name);
        if (reader != null) {
          int start = Math.min(e + 1, text.length());
          if (reader.read(text, start, out)) {
            if (out.program() == null) {
              out.program(name);
            }
            return true;
          }
          return false;
        }
      }
      p = e;
      while (p < limit && text.charAt(p) <= ' ') {
        p++;
      }
    }
    return false;
  }

  private @Nullable ServiceReader find(String name) {
    return ProgramNames.find(name.toLowerCase(Locale.ROOT), programs);
  }
}
