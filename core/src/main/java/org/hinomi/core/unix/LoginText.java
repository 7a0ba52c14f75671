package org.hinomi.core.unix;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.hinomi.core.event.Fields;
import org.hinomi.core.unix.LoginEvent.Session;

/** Says what a record of wtmp or btmp means, in stored fields and as a sentence. Stateless. */
public final class LoginText {
  /** Not {@code :0}, {@code tmux(812).%0} and what else terminals call themselves. */
  private static final Pattern HOST_NAME =
      Pattern.compile("[\\p{L}\\d](?:[\\p{L}\\d._-]*[\\p{L}\\d])?");

  private static final String FROM = " from ";

  private LoginText() {}

  public static UnixReading of(LoginEvent event) {
    Map<String, Object> fields = new HashMap<>();
    String message = event.refused() ? refused(event, fields) : said(event, fields);
    return new UnixReading(message, event.record().micros(), fields);
  }

  private static String refused(LoginEvent event, Map<String, Object> fields) {
    what(fields, "security_event", "failure", "logon-failed", "authentication");
    UtmpRecord record = event.record();
    who(record.user(), record.host(), record.address(), fields);
    place(record, fields);
    return name(record.user())
        + " failed to log in"
        + (record.line().isEmpty() ? "" : " on " + record.line())
        + from(record.host(), record.address());
  }

  private static String said(LoginEvent event, Map<String, Object> fields) {
    UtmpRecord record = event.record();
    return switch (record.type()) {
      case BOOT_TIME -> {
        kernel(record, fields);
        StartText.fields(event.before(), event.last(), fields);
        yield StartText.sentence(
            "system started" + (record.host().isEmpty() ? "" : " (" + record.host() + ")"),
            event.before(),
            event.last(),
            "record");
      }
      case RUN_LVL -> runLevel(record, fields);
      case NEW_TIME -> {
        what(fields, "security_event", "success", "time-changed", "host");
        yield "clock set to " + event.time();
      }
      case OLD_TIME -> {
        what(fields, "security_event", "", "time-change", "host");
        yield "clock about to be set, it shows " + event.time();
      }
      case INIT_PROCESS, LOGIN_PROCESS -> {
        what(fields, "user_activity", "", "logon-offered", "authentication");
        place(record, fields);
        yield "login offered on " + record.line();
      }
      case USER_PROCESS -> {
        what(fields, "user_activity", "success", "logged-in", "authentication");
        who(record.user(), record.host(), record.address(), fields);
        place(record, fields);
        yield name(record.user())
            + " logged in"
            + (record.line().isEmpty() ? "" : " on " + record.line())
            + from(record.host(), record.address());
      }
      case DEAD_PROCESS -> loggedOut(event, fields);
      case EMPTY, ACCOUNTING -> {
        place(record, fields);
        yield record.type() + " " + record.line() + " " + record.user();
      }
    };
  }

  private static String runLevel(UtmpRecord record, Map<String, Object> fields) {
    kernel(record, fields);
    if (record.isShutdown()) {
      what(fields, "exception", "success", "shutdown", "host");
      return "system shut down" + (record.host().isEmpty() ? "" : " (" + record.host() + ")");
    }
    what(fields, "exception", "success", "runlevel-changed", "host");
    // The character of the run level; that of the one before stands in the next byte.
    char level = (char) (record.pid() & 0xff);
    return "run level " + (level > ' ' && level < 0x7f ? level : '?');
  }

  private static String loggedOut(LoginEvent event, Map<String, Object> fields) {
    UtmpRecord record = event.record();
    what(fields, "user_activity", "success", "logged-out", "session");
    place(record, fields);
    Session session = event.session();
    if (session == null) {
      who(record.user(), record.host(), record.address(), fields);
      return (record.user().isEmpty() ? "session ended" : record.user() + " logged out")
          + " on "
          + record.line();
    }
    who(session.user(), session.host(), session.address(), fields);
    Duration length = Duration.between(session.start(), event.time());
    if (!length.isNegative() && length.toDays() < 36_500) {
      fields.put(Fields.EVENT_DURATION, length.toNanos());
    }
    return name(session.user())
        + " logged out of "
        + record.line()
        + ", on since "
        + session.start();
  }

  /**
   * @param outcome success, failure or ""
   */
  static void what(
      Map<String, Object> fields, String kind, String outcome, String action, String category) {
    fields.put(Fields.REVIEW_KIND, kind);
    fields.put(Fields.EVENT_ACTION, action);
    fields.put(Fields.EVENT_CATEGORY, category);
    if (!outcome.isEmpty()) {
      fields.put(Fields.EVENT_OUTCOME, outcome);
    }
  }

  private static void who(String user, String host, String address, Map<String, Object> fields) {
    if (!user.isEmpty()) {
      fields.put(Fields.USER_NAME, user);
    }
    if (isAddress(address)) {
      fields.put(Fields.SOURCE_IP, address);
    } else if (isAddress(host)) {
      fields.put(Fields.SOURCE_IP, host);
    }
    if (!isAddress(host) && HOST_NAME.matcher(host).matches()) {
      fields.put(Fields.SOURCE_DOMAIN, host);
    }
  }

  private static void place(UtmpRecord record, Map<String, Object> fields) {
    if (!record.line().isEmpty()) {
      fields.put(Fields.PROCESS_TTY, record.line());
    }
    if (record.pid() > 0) {
      fields.put(Fields.PROCESS_CHILD_PID, record.pid());
    }
  }

  private static void kernel(UtmpRecord record, Map<String, Object> fields) {
    if (!record.host().isEmpty()) {
      fields.put(Fields.HOST_OS_KERNEL, record.host());
    }
  }

  private static boolean isAddress(String text) {
    if (text.isEmpty()) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(text).getHostAddress() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String name(String user) {
    return user.isEmpty() ? "somebody" : user;
  }

  private static String from(String host, String address) {
    if (address.isEmpty()) {
      return host.isEmpty() ? "" : FROM + host;
    }
    return FROM + (host.isEmpty() || host.equals(address) ? address : host + " [" + address + "]");
  }
}
