package org.hinomi.collector.decode.mail;

import java.util.ArrayList;
import java.util.HashMap;
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
 * 8601), whose writer is ours, and what those of the same server before the next Received add to it
 * (filters of a server each write one of their own); the others a sender may have written.
 * Received-SPF (RFC 7208 section 9.1) where they say nothing of SPF.
 */
final class Authentication {
  private static final Pattern RESULT =
      Pattern.compile(
          "(?:^|[;\\s])(spf|dkim|dmarc|arc)\\s*=\\s*([A-Za-z]{1,20})", Pattern.CASE_INSENSITIVE);

  /** Fields of one server, and results of one kind in each. */
  private static final int RESULTS = 16;

  private static final int LIMIT = 32;
  private static final Map<String, String> STORED =
      Map.of(
          "spf", Fields.EMAIL_SPF,
          "dkim", Fields.EMAIL_DKIM,
          "dmarc", Fields.EMAIL_DMARC,
          "arc", Fields.EMAIL_ARC);

  private static final Set<String> FAILURES = Set.of("fail", "softfail", "permerror", "policy");

  private Authentication() {}

  static void read(MailHeader header, Map<String, Object> fields, List<String> findings) {
    for (String results : ofOurServer(header)) {
      Map<String, List<String>> found = new HashMap<>();
      Matcher result = RESULT.matcher(results);
      while (result.find()) {
        String field = STORED.get(lower(result.group(1)));
        if (field != null) {
          found.computeIfAbsent(field, _ -> new ArrayList<>()).add(lower(result.group(2)));
        }
      }
      server(results).ifPresent(name -> fields.put(Fields.EMAIL_AUTHENTICATION_SERVER, name));
      // What stands above was written later, and by ours: nothing below it may change it.
      found.forEach(
          (field, all) ->
              fields.putIfAbsent(field, all.size() > LIMIT ? all.subList(0, LIMIT) : all));
    }
    if (!fields.containsKey(Fields.EMAIL_SPF)) {
      Optional<String> spf = header.first("received-spf");
      spf.ifPresent(
          value ->
              fields.put(Fields.EMAIL_SPF, List.of(lower(value.strip().split("[\\s(;]", 2)[0]))));
    }
    STORED.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> fails(fields.get(entry.getValue())))
        .forEach(entry -> findings.add(entry.getKey() + "-fail"));
  }

  /** The results that count, without their comments, the topmost first. */
  private static List<String> ofOurServer(MailHeader header) {
    List<String> results = new ArrayList<>();
    for (MailHeader.Field field : header.fields()) {
      if (!results.isEmpty() && field.name().equals("received")) {
        break;
      }
      if (field.name().equals("authentication-results") && results.size() < RESULTS) {
        String text = Comments.blanked(field.value());
        if (results.isEmpty()) {
          results.add(text);
        } else {
          Optional<String> first = server(results.getFirst());
          if (first.isPresent() && first.equals(server(text))) {
            results.add(text);
          }
        }
      }
    }
    return results;
  }

  /** Who wrote it; Microsoft 365 begins with the first result in its place. */
  private static Optional<String> server(String results) {
    int end = results.indexOf(';');
    return Optional.of(results.substring(0, Math.max(0, end)).strip().split("\\s", 2)[0])
        .filter(name -> !name.isEmpty() && name.indexOf('=') < 0);
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
}
