package org.hinomi.collector.console;

import java.util.Set;
import org.hinomi.collector.access.Scope;

/** Which scope a request wants. What is not named here and changes something wants the highest. */
final class Permissions {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final String API = "/api/v1/";

  /** What the audit trail's names of readings begin with. */
  static final String READ = "read.";

  /** The audit trail's name of each batch of an import. */
  static final String IMPORT = "import";

  private Permissions() {}

  /** Whether a method promises to change nothing (RFC 9110, 9.2.1). */
  static boolean safe(String method) {
    return SAFE.contains(method);
  }

  static Scope of(String method, String path) {
    if (path.equals(API + "import")) {
      return Scope.IMPORT;
    }
    if (path.equals(LoginPage.HELD)) {
      return Scope.ADMIN;
    }
    // The folder whole, with the key of the links that acknowledge.
    if (path.equals(API + "archive/file") || path.equals(API + "archive/files")) {
      return Scope.ADMIN;
    }
    if (safe(method) || path.equals(API + "sql")) {
      return Scope.READ;
    }
    if (path.equals(API + "alert/silence") || path.equals(API + "alert/unsilence")) {
      return Scope.WRITE_RULES;
    }
    if (path.startsWith(API + "alert/") || path.startsWith(API + "review/")) {
      return Scope.REVIEW;
    }
    return Scope.ADMIN;
  }

  /**
   * What a request does, as the audit trail calls it: {@code review.sign}; empty: no such thing.
   */
  static String action(String method, String path) {
    boolean told =
        !safe(method)
            && path.startsWith(API)
            // Reads; what tells of itself.
            && !Set.of(API + "sql", API + "audit").contains(path);
    return told ? path.substring(API.length()).replace('/', '.') : "";
  }

  /**
   * What of the history a request reads, as the audit trail calls it (PCI DSS 10.2.1.3: who reads
   * logs); empty: nothing of it.
   */
  static String reading(String path) {
    boolean told =
        path.equals(API + "sql")
            || path.equals(API + "timeline")
            || path.equals(API + "archive/export")
            || path.equals(API + "archive/file")
            || path.startsWith(API + "search")
            || path.startsWith(API + "review/");
    return told ? READ + path.substring(API.length()).replace('/', '.') : "";
  }
}
