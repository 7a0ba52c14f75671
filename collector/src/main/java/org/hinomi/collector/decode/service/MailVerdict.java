package org.hinomi.collector.decode.service;

import java.util.Set;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.Review;
import org.hinomi.core.event.Fields;
import org.hinomi.core.mail.FieldParameters;

/**
 * What Postfix' servers decided of a mail or a command: {@code VERDICT: STAGE from
 * HOST[ADDRESS][:PORT]: CODE DSN <DATA>: TEXT; from=<A> to=<B> proto=P helo=<H>}, and what header
 * and body checks and milters say: {@code VERDICT: header NAME: TEXT from HOST[ADDRESS]; from=…}.
 */
final class MailVerdict {
  private static final Pattern FOLD = Pattern.compile(";\\?+");

  private static final Set<String> VERDICTS =
      Set.of(
          "reject",
          "reject_warning",
          "discard",
          "hold",
          "filter",
          "redirect",
          "bcc",
          "prepend",
          "replace",
          "strip",
          "warn",
          "warning",
          "info",
          "defer_warning",
          "permit",
          "delay",
          "milter-reject",
          "milter-hold",
          "milter-discard",
          "milter-header-redirect",
          "milter-header-discard",
          "milter-header-reject",
          "milter-header-hold",
          "pass");

  private MailVerdict() {}

  static boolean read(String text, int from, int colon, ServiceFields out) {
    String verdict = text.substring(from, colon);
    if (!VERDICTS.contains(verdict)) {
      return false;
    }
    int start = colon + 2;
    int tail = tail(text, start);
    int pairs = tail + 2;
    String said = text.substring(start, tail < 0 ? text.length() : tail);
    if (tail >= 0) {
      int more = text.lastIndexOf(">: ");
      if (more > tail) {
        out.put(Fields.EMAIL_ACTION_DATA, text.substring(more + 3));
      }
      MailPairs.pairs(text, pairs, out);
    }
    out.put(Fields.EMAIL_VERDICT, verdict);
    boolean refused =
        verdict.contains("reject") || verdict.contains("discard") || verdict.contains("hold");
    out.event(
        refused ? Review.SECURITY_EVENT : Review.USER_ACTIVITY,
        refused ? "failure" : "",
        verdict.equals("reject") ? "mail-rejected" : "mail-" + verdict.replace('_', '-'),
        "email");
    if (said.startsWith("header ") || said.startsWith("body ")) {
      check(said, out);
    } else {
      answer(said, out);
    }
    return true;
  }

  /** Where "; from=" or "; proto=" begins the pairs: the last one, as texts may quote others. */
  private static int tail(String text, int from) {
    for (String first : new String[] {"; from=<", "; to=<", "; proto="}) {
      int at = text.lastIndexOf(first);
      if (at >= from) {
        return at;
      }
    }
    return -1;
  }

  /** {@code header Content-Disposition: attachment;? filename="…" from HOST[ADDRESS]}. */
  private static void check(String said, ServiceFields out) {
    int from = said.lastIndexOf(" from ");
    boolean host = from > 0 && out.host(said.substring(from + 6), true);
    String text = host ? said.substring(0, from) : said;
    out.put(Fields.EVENT_REASON, said);
    int colon = text.indexOf(": ");
    String name = colon < 0 ? text : text.substring(0, colon);
    String value = colon < 0 ? "" : text.substring(colon + 2);
    if (name.equalsIgnoreCase("header Subject")) {
      out.put(Fields.EMAIL_SUBJECT, EncodedWords.decode(value));
    }
    if (value.contains("name*")) {
      // In RFC 2231's way; a fold of the header is written as question marks.
      FieldParameters parameters = FieldParameters.of(FOLD.matcher(value).replaceAll(";"));
      parameters
          .parameter("filename")
          .or(() -> parameters.parameter("name"))
          .ifPresent(file -> out.put(Fields.EMAIL_ATTACHMENT_NAMES, file));
      return;
    }
    int file = value.indexOf("name=");
    if (file > 0) {
      String quoted = value.substring(file + 5);
      boolean quotes = quoted.startsWith("\"");
      int end = quotes ? quoted.indexOf('"', 1) : quoted.indexOf(';');
      String attachment =
          quotes
              ? quoted.substring(1, end < 1 ? quoted.length() : end)
              : quoted.substring(0, end < 0 ? quoted.length() : end);
      out.put(Fields.EMAIL_ATTACHMENT_NAMES, EncodedWords.decode(attachment));
    }
  }

  /** {@code STAGE from HOST[ADDRESS]: CODE DSN <DATA>: TEXT}. */
  private static void answer(String said, ServiceFields out) {
    int from = said.indexOf(" from ");
    int end = from < 0 ? -1 : said.indexOf("]", from);
    int colon = end < 0 ? -1 : said.indexOf(": ", end);
    if (colon < 0) {
      out.put(Fields.EVENT_REASON, said);
      return;
    }
    out.put(Fields.EMAIL_STAGE, said.substring(0, from));
    out.host(said.substring(from + 6, colon), true);
    String rest = said.substring(colon + 2);
    rest = word(rest, 3, 3, Fields.EMAIL_REPLY_CODE, out);
    rest = word(rest, 5, 11, Fields.EMAIL_DSN, out);
    int data = rest.startsWith("<") ? rest.indexOf(">: ") : -1;
    if (data > 0) {
      out.put(Fields.EMAIL_ACTION_DATA, rest.substring(1, data));
      rest = rest.substring(data + 3);
    }
    out.put(Fields.EVENT_REASON, rest);
  }

  /** Takes a word of digits and dots off the front. */
  private static String word(
      String text, int shortest, int longest, String field, ServiceFields out) {
    int blank = text.indexOf(' ');
    if (blank < shortest || blank > longest) {
      return text;
    }
    for (int i = 0; i < blank; i++) {
      char c = text.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return text;
      }
    }
    out.put(field, text.substring(0, blank));
    return text.substring(blank + 1);
  }
}
