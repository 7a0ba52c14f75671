package org.hinomi.collector.decode.service;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * Records of the Linux audit system, as auditd, audispd, the kernel and journald write them:
 *
 * <pre>{@code
 * [node=HOST ]type=TYPE msg=audit(SECONDS.MILLIS:SERIAL): NAME=VALUE NAME="VALUE" msg='NAME=VALUE …'
 * TYPE NAME=VALUE …                                                  journald
 * }</pre>
 *
 * A value that may hold blanks or quotes stands in hexadecimal where it does (audit-userspace,
 * auparse). What has no ECS name is kept as {@code auditd.NAME}.
 */
final class AuditReader implements ServiceReader {
  private static final String MESSAGE = "msg=audit(";

  /** Names are the kernel's and its libraries' own; more are somebody's text. */
  private static final int LONGEST_NAME = 32;

  private static final int PAIRS = 96;

  private static final Set<String> ENCODED =
      Set.of(
          "acct",
          "comm",
          "exe",
          "name",
          "cwd",
          "proctitle",
          "key",
          "cmd",
          "data",
          "path",
          "dir",
          "file",
          "ocomm",
          "sw",
          "unit",
          "grp",
          "id_name",
          "new-chardev",
          "old-chardev",
          "watch");

  /** Types that the kernel writes as numbers (linux/audit.h). */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "1300", "SYSCALL",
          "1302", "PATH",
          "1305", "CONFIG_CHANGE",
          "1307", "CWD",
          "1309", "EXECVE",
          "1326", "SECCOMP",
          "1327", "PROCTITLE",
          "1400", "AVC",
          "1701", "ANOM_ABEND");

  private static final Set<String> ACCOUNTS =
      Set.of(
          "ADD_USER",
          "DEL_USER",
          "ADD_GROUP",
          "DEL_GROUP",
          "USER_MGMT",
          "GRP_MGMT",
          "USER_CHAUTHTOK",
          "GRP_CHAUTHTOK",
          "ACCT_LOCK",
          "ACCT_UNLOCK",
          "CHUSER_ID",
          "CHGRP_ID");

  private static final Set<String> LOGONS =
      Set.of("USER_LOGIN", "USER_AUTH", "USER_ERR", "USER_ACCT", "CRED_ACQ", "CRED_REFR", "LOGIN");

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int p = from;
    int type = text.indexOf("type=", p);
    int message = text.indexOf(MESSAGE, p);
    int other = text.indexOf("audit(", p);
    String name;
    if (type >= 0 && message > type && message - type < 64) {
      if (text.startsWith("node=", p) && type > p) {
        out.put(Fields.AUDITD + "node", text.substring(p + 5, type).strip());
      }
      int e = text.indexOf(' ', type);
      if (e < 0 || e > message) {
        return false;
      }
      name = text.substring(type + 5, e);
      p = stamp(text, message + MESSAGE.length(), out);
    } else if (other >= 0 && other - p < 48) {
      // The kernel's own words: "audit: type=1400 audit(…): …".
      int e = type < 0 ? -1 : text.indexOf(' ', type);
      name = e > 0 && e <= other ? text.substring(type + 5, e) : "AUDIT";
      p = stamp(text, other + 6, out);
    } else {
      int blank = text.indexOf(' ', p);
      if (blank < 0 || !isType(text, p, blank)) {
        return false;
      }
      name = text.substring(p, blank);
      p = blank + 1;
    }
    if (p < 0 || name.isEmpty()) {
      return false;
    }
    name = NUMBERS.getOrDefault(name, name);
    out.put(Fields.EVENT_CODE, name);
    out.put(Fields.EVENT_PROVIDER, "auditd");
    pairs(text, p, text.length(), out, PAIRS);
    boolean denied = text.indexOf("denied ", p) >= 0 || text.indexOf("\"DENIED\"", p) >= 0;
    if (name.equals("AVC") && denied) {
      out.put(Fields.EVENT_OUTCOME, "failure");
    }
    describe(name, out);
    out.program("auditd");
    return true;
  }

  private static boolean isType(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if ((c < 'A' || c > 'Z') && c != '_' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return end - start > 2 && text.indexOf('=', end) > 0;
  }

  /** {@code SECONDS.MILLIS:SERIAL)}; where the pairs begin, or -1. */
  private static int stamp(String text, int from, ServiceFields out) {
    int close = text.indexOf(')', from);
    int colon = close < 0 ? -1 : text.indexOf(':', from, close);
    if (colon < 0 || close - from > 40) {
      return -1;
    }
    out.time(text, from, colon);
    out.put(Fields.AUDITD + "sequence", text.substring(colon + 1, close));
    int p = close + 1;
    while (p < text.length() && (text.charAt(p) == ':' || text.charAt(p) == ' ')) {
      p++;
    }
    return p;
  }

  /** Reads pairs; words between them are passed over. */
  private void pairs(String text, int from, int end, ServiceFields out, int left) {
    int p = from;
    int pairs = left;
    while (p < end && pairs-- > 0) {
      int equals = text.indexOf('=', p, end);
      if (equals < 0) {
        return;
      }
      int name = equals;
      while (name > p && isName(text.charAt(name - 1)) && equals - name < LONGEST_NAME) {
        name--;
      }
      int start = equals + 1;
      char quote = start < end ? text.charAt(start) : ' ';
      if (quote == '\'') {
        int close = text.lastIndexOf('\'', end - 1);
        close = close <= start ? end : close;
        pairs(text, start + 1, close, out, pairs);
        p = close + 1;
        continue;
      }
      int close;
      if (quote == '"') {
        close = text.indexOf('"', start + 1, end);
        close = close < 0 ? end : close;
        pair(text.substring(name, equals), text.substring(start + 1, close), out);
      } else {
        close = valueEnd(text, start, end);
        String key = text.substring(name, equals);
        String value = text.substring(start, close);
        pair(key, ENCODED.contains(key) ? decoded(value) : value, out);
      }
      p = close + 1;
    }
  }

  private static int valueEnd(String text, int start, int end) {
    int e = start;
    while (e < end) {
      char c = text.charAt(e);
      if (c <= ' ' || c == ',' && e + 1 < end && text.charAt(e + 1) == ' ') {
        return e;
      }
      if (c == ')' && text.charAt(start) != '(') {
        return e;
      }
      e++;
    }
    return e;
  }

  private static boolean isName(char c) {
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-';
  }

  /** Hexadecimal digits as the text they stand for; zeros between words as blanks. */
  private static String decoded(String value) {
    if (value.length() < 2 || (value.length() & 1) != 0) {
      return value;
    }
    try {
      byte[] bytes = HexFormat.of().parseHex(value);
      return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ').strip();
    } catch (IllegalArgumentException plain) {
      return value;
    }
  }

  private static void pair(String name, String value, ServiceFields out) {
    if (name.isEmpty() || value.equals("(null)") || value.equals("4294967295")) {
      return;
    }
    switch (name) {
      case "acct" -> out.put(Fields.USER_NAME, value);
      case "uid" -> out.put(Fields.USER_ID, value);
      case "auid" -> out.put(Fields.USER_AUDIT_ID, value);
      case "euid" -> out.put(Fields.USER_EFFECTIVE_ID, value);
      case "addr" -> out.client(value);
      case "hostname" -> {
        if (!value.equals("?")) {
          out.client(value);
        }
      }
      case "laddr" -> out.server(value);
      case "rport" -> out.number(Fields.SOURCE_PORT, value);
      case "lport" -> out.number(Fields.DESTINATION_PORT, value);
      case "exe" -> out.put(Fields.PROCESS_EXECUTABLE, value);
      case "pid" -> out.put(Fields.AUDITD_PID, value);
      case "ppid" -> out.put(Fields.PROCESS_PARENT_PID, value);
      case "cmd", "proctitle" -> out.put(Fields.PROCESS_COMMAND_LINE, value);
      case "cwd" -> out.put(Fields.PROCESS_DIRECTORY, value);
      case "tty", "terminal" -> out.put(Fields.PROCESS_TTY, value.equals("(none)") ? "" : value);
      case "name", "path" -> out.put(Fields.FILE_PATH, value);
      case "unit" -> out.put(Fields.SERVICE_NAME, value);
      case "res", "result", "success" -> out.put(Fields.EVENT_OUTCOME, outcome(value));
      case "type", "msg" -> {}
      default -> out.put(Fields.AUDITD + name.toLowerCase(Locale.ROOT), value);
    }
  }

  private static String outcome(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "success", "yes", "1" -> "success";
      case "failed", "fail", "no", "0" -> "failure";
      default -> "";
    };
  }

  private static void describe(String type, ServiceFields out) {
    String outcome = out.get(Fields.EVENT_OUTCOME) instanceof String known ? known : "";
    boolean failed = outcome.equals("failure");
    if (LOGONS.contains(type)) {
      String action =
          type.equals("USER_LOGIN") || type.equals("LOGIN")
              ? failed ? "logon-failed" : "logged-in"
              : failed ? "authentication-failed" : "authenticated";
      out.event(
          failed ? Review.SECURITY_EVENT : Review.USER_ACTIVITY, outcome, action, "authentication");
      return;
    }
    String action = type.toLowerCase(Locale.ROOT).replace('_', '-');
    if (ACCOUNTS.contains(type)) {
      out.event(Review.SECURITY_EVENT, outcome, action, "iam");
    } else if (type.startsWith("ANOM_")
        || type.startsWith("RESP_")
        || type.equals("AVC")
        || type.endsWith("SELINUX_ERR")
        || type.startsWith("MAC_")
        || type.equals("SECCOMP")
        || type.equals("CONFIG_CHANGE")
        || type.startsWith("CRYPTO_")
        || type.startsWith("INTEGRITY_")) {
      out.event(Review.SECURITY_EVENT, outcome, action, "configuration");
    } else if (type.startsWith("DAEMON_")
        || type.startsWith("SYSTEM_")
        || type.startsWith("KERNEL")
        || type.startsWith("SERVICE_")) {
      out.event(failed ? Review.FAULT : Review.EXCEPTION, outcome, action, "host");
    } else if (type.startsWith("USER_") || type.startsWith("CRED_")) {
      out.event(failed ? Review.SECURITY_EVENT : Review.USER_ACTIVITY, outcome, action, "session");
    } else {
      out.event(Review.USER_ACTIVITY, outcome, action, "process");
    }
  }
}
