package org.hinomi.collector.decode.service;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the names that daemons give themselves lead to the program. */
final class ProgramNames {
  private ProgramNames() {}

  /**
   * The reader of {@code postfix/smtpd}, {@code postfix-out/submission/smtpd}, {@code
   * cyrus/timsieved}, {@code /usr/sbin/cron}, {@code perdition.imaps}, {@code su(pam_unix)}, {@code
   * mysqld-8.0}: by the whole name, its last part, its first part. {@code %LINK-3-UPDOWN} stands
   * where Cisco's devices have no name.
   *
   * @param name in lower case
   */
  static @Nullable ServiceReader find(String name, Map<String, ServiceReader> readers) {
    ServiceReader found = readers.get(name);
    if (found != null || name.isEmpty()) {
      return found;
    }
    if (name.charAt(0) == '%') {
      return readers.get("cisco");
    }
    if (name.startsWith("postfix")) {
      return readers.get("postfix");
    }
    int paren = name.indexOf('(');
    if (paren > 0) {
      return readers.get(name.startsWith("(pam_", paren) ? "pam" : name.substring(0, paren));
    }
    int slash = name.lastIndexOf('/');
    if (slash >= 0) {
      found = readers.get(name.substring(slash + 1));
      if (found == null && slash > 0) {
        found = readers.get(name.substring(0, name.indexOf('/')));
      }
      return found;
    }
    int dot = name.indexOf('.');
    if (dot > 0) {
      found = readers.get(name.substring(0, dot));
    }
    int dash = name.indexOf('-');
    if (found == null && dash > 0) {
      found = readers.get(name.substring(0, dash));
    }
    return found == null && name.contains("pam_") ? readers.get("pam") : found;
  }
}
