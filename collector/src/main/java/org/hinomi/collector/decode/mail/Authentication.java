package org.hinomi.collector.decode.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.core.event.Fields;
import org.hinomi.core.mail.MailHeader;
import org.jspecify.annotations.Nullable;

/**
 * What the receiving server found of a mail's authenticity: the topmost Authentication-Results (RFC
 * 8601), whose writer is ours; the others a sender may have written. Received-SPF (RFC 7208 section
 * 9.1) where it says nothing of SPF.
 */
final class Authentication {
  private static final Pattern RESULT =
      Pattern.compile(
          "(?:^|[;\\s])(spf|dkim|dmarc|arc)\\s*=\\s*([A-Za-z]{1,20})", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");
  private static final int COMMENTS = 16;
  private static final Map<String, String> STORED =
      Map.of(
          "spf", Fields.EMAIL_SPF,
          "dkim", Fields.EMAIL_DKIM,
          "dmarc", Fields.EMAIL_DMARC,
          "arc", Fields.EMAIL_ARC);

  private static final Set<String> FAILURES = Set.of("fail", "softfail", "permerror", "policy");

  private Authentication() {}

  static void read(MailHeader header, Map<String, Object> fields, List<String> findings) {
    String results = header.first("authentication-results").orElse("");
    String text = withoutComments(results);
    int end = text.indexOf(';');
    if (end > 0) {
      fields.put(
          Fields.EMAIL_AUTHENTICATION_SERVER, text.substring(0, end).strip().split("\\s", 2)[0]);
    }
    Matcher result = RESULT.matcher(text);
    while (result.find()) {
      String field = STORED.get(lower(result.group(1)));
      if (field != null) {
        add(fields, field, lower(result.group(2)));
      }
    }
    if (!fields.containsKey(Fields.EMAIL_SPF)) {
      Optional<String> spf = header.first("received-spf");
      spf.ifPresent(
          value -> add(fields, Fields.EMAIL_SPF, lower(value.strip().split("[\\s(;]", 2)[0])));
    }
    STORED.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> fails(fields.get(entry.getValue())))
        .forEach(entry -> findings.add(entry.getKey() + "-fail"));
  }

  /** Comments may stand in each other (RFC 5322 section 3.2.2), and hold anything. */
  private static String withoutComments(String text) {
    String left = text;
    for (int depth = 0; depth < COMMENTS && left.indexOf('(') >= 0; depth++) {
      left = COMMENT.matcher(left).replaceAll(" ");
    }
    return left;
  }

  /** Of several signatures one that is good is enough. */
  private static boolean fails(@Nullable Object results) {
    return results instanceof List<?> several
        && several.stream().anyMatch(FAILURES::contains)
        && !several.contains("pass");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static void add(Map<String, Object> fields, String field, String result) {
    List<String> all = new ArrayList<>();
    if (fields.get(field) instanceof List<?> before) {
      before.forEach(one -> all.add(one.toString()));
    }
    if (all.size() < 32) {
      all.add(result);
    }
    fields.put(field, all);
  }
}
