package org.hinomi.collector.decode.service;

import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;

/**
 * Lines of Postfix. What begins with a queue id and goes on with pairs or a verdict is read here;
 * all else, and what stands behind a queue id otherwise, by the table.
 *
 * <pre>{@code
 * QUEUEID: client=HOST[ADDRESS], sasl_method=PLAIN, sasl_username=NAME
 * QUEUEID: to=<A>, orig_to=<B>, relay=HOST[ADDRESS]:PORT, delay=1.2, dsn=2.0.0, status=sent (TEXT)
 * QUEUEID|NOQUEUE: reject: RCPT from HOST[ADDRESS]: 550 5.1.1 <A>: TEXT; from=<A> to=<B> proto=ESMTP helo=<C>
 * }</pre>
 */
final class PostfixReader implements ServiceReader {
  private static final String NOQUEUE = "NOQUEUE";
  private static final int SHORTEST_ID = 5;
  private static final int LONGEST_ID = 24;

  private final ServiceReader texts;

  PostfixReader(ServiceReader texts) {
    this.texts = texts;
  }

  @Override
  public boolean read(String text, int from, ServiceFields out) {
    int id = queueIdEnd(text, from);
    if (id < 0) {
      return texts.read(text, from, out);
    }
    if (!text.startsWith(NOQUEUE, from)) {
      out.put(Fields.EMAIL_QUEUE_ID, text.substring(from, id));
    }
    int p = id + 2;
    int equals = text.indexOf('=', p);
    int colon = text.indexOf(": ", p);
    if (equals > p && (colon < 0 || equals < colon) && isName(text, p, equals)) {
      MailPairs.read(text, p, out);
      return true;
    }
    return colon > p && MailVerdict.read(text, p, colon, out)
        || texts.read(text, p, out)
        || kept(out);
  }

  /** A queue id alone makes it a step of a mail's way. */
  private static boolean kept(ServiceFields out) {
    out.event(Review.USER_ACTIVITY, "", "mail-message", "email");
    return true;
  }

  /**
   * Where a queue id ends that a colon and a blank follow; -1 where there is none. Short ids are
   * hexadecimal in capitals, long ones letters without vowels and digits (Postfix,
   * enable_long_queue_ids).
   */
  static int queueIdEnd(String text, int from) {
    int e = text.indexOf(": ", from);
    int n = e - from;
    if (n < SHORTEST_ID || n > LONGEST_ID) {
      return -1;
    }
    if (text.startsWith(NOQUEUE, from) && n == NOQUEUE.length()) {
      return e;
    }
    boolean hex = true;
    boolean digit = false;
    for (int i = from; i < e; i++) {
      char c = text.charAt(i);
      int lower = c | 0x20;
      boolean number = c >= '0' && c <= '9';
      if (!number && (lower < 'a' || lower > 'z')) {
        return -1;
      }
      digit |= number;
      hex &= number || c >= 'A' && c <= 'F';
    }
    return hex || digit && n >= 10 ? e : -1;
  }

  private static boolean isName(String text, int start, int end) {
    if (end - start > 24) {
      return false;
    }
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
