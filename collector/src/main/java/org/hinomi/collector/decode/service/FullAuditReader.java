package org.hinomi.collector.decode.service;

import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * Samba's vfs_full_audit(8): {@code PREFIX|OPERATION|RESULT|ARGUMENTS}, RESULT being {@code ok} or
 * {@code fail (REASON)}. The prefix is as smb.conf says; the user comes first, an address in it is
 * the client's, and of names the first is the client's machine.
 */
final class FullAuditReader implements ServiceReader {
  private static final int PARTS = 24;

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int[] starts = new int[PARTS];
    int[] ends = new int[PARTS];
    int n = 0;
    int result = -1;
    int p = from;
    while (n < PARTS) {
      int bar = n == PARTS - 1 ? -1 : text.indexOf('|', p);
      int e = bar < 0 ? text.length() : bar;
      starts[n] = p;
      ends[n] = e;
      if (result < 0 && n > 0 && isResult(text, p, e)) {
        result = n;
      }
      n++;
      if (bar < 0) {
        break;
      }
      p = bar + 1;
    }
    if (result < 1) {
      return false;
    }
    for (int i = 0; i < result - 1; i++) {
      prefix(text.substring(starts[i], ends[i]), i == 0, out);
    }
    String operation = text.substring(starts[result - 1], ends[result - 1]);
    boolean ok = ends[result] - starts[result] == 2;
    String reason = ok ? "" : reason(text.substring(starts[result], ends[result]));
    boolean refused = reason.contains("denied") || reason.contains("not permitted");
    out.event(
        refused ? Review.SECURITY_EVENT : Review.USER_ACTIVITY,
        ok ? "success" : "failure",
        operation,
        "file");
    out.put(Fields.EVENT_REASON, reason);
    arguments(text, operation, starts, ends, result + 1, n, out);
    return true;
  }

  private static boolean isResult(String text, int start, int end) {
    return end - start == 2 && text.startsWith("ok", start)
        || text.startsWith("fail (", start) && text.charAt(end - 1) == ')';
  }

  private static String reason(String result) {
    return result.substring("fail (".length(), result.length() - 1);
  }

  private static void prefix(String part, boolean first, ServiceFields out) {
    if (first) {
      int slash = part.lastIndexOf('\\');
      out.put(Fields.USER_NAME, part.substring(slash + 1));
      out.put(Fields.USER_DOMAIN, slash > 0 ? part.substring(0, slash) : "");
    } else if (Addresses.isIp(Addresses.bare(part))) {
      out.client(part);
    } else if (out.get(Fields.SOURCE_DOMAIN) == null) {
      out.name(Fields.SOURCE_DOMAIN, part);
    } else {
      out.put(Fields.SERVICE_NAME, part);
    }
  }

  /**
   * The object is the last argument that is a path; of a renaming the first, the last its target.
   */
  private static void arguments(
      String text,
      String operation,
      int[] starts,
      int[] ends,
      int first,
      int count,
      ServiceFields out) {
    if (first >= count) {
      return;
    }
    String last = text.substring(starts[count - 1], ends[count - 1]);
    if (operation.equals("connect") || operation.equals("disconnect")) {
      out.put(Fields.SERVICE_NAME, last);
    } else if (operation.startsWith("rename") && count - first >= 2) {
      out.put(Fields.FILE_PATH, text.substring(starts[count - 2], ends[count - 2]));
      out.put(Fields.FILE_TARGET_PATH, last);
    } else {
      out.put(Fields.FILE_PATH, last);
    }
    if (count - first > 1 && operation.startsWith("open")) {
      out.put(Fields.FILE_ACCESS, text.substring(starts[first], ends[first]));
    }
  }
}
