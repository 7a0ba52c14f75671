package org.hinomi.collector.review.cases;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Notable;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * Mails that may have taken something out of the company: large ones to outsiders with whom there
 * is hardly any mail, those with many outsiders among their recipients, and those to outsiders to
 * which something with a confidential name is attached. What is inside is learnt from the log: the
 * domains of who sends with a password.
 */
public final class MailLeakCheck implements Check {
  private static final Kind LARGE = new Kind("mail-large-outside", Purpose.DISCOVERY, "C");
  private static final Kind ATTACHED =
      new Kind("mail-confidential-outside", Purpose.DISCOVERY, "C");
  private static final Kind MANY = new Kind("mail-many-outside", Purpose.DISCOVERY, "C");

  /** Names of what is attached that a finding has. */
  private static final int NAMES = 3;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CONFIDENTIAL = Pattern.compile(Notable.CONFIDENTIAL_NAME);

  /** Deliveries to a domain, before the period and in it, of which it is still a stranger. */
  private static final long STRANGE = 10;

  @Override
  public String id() {
    return "mail-leaks";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table senders =
        context.table(
            "mail-domains-inside",
            """
            SELECT domain, CAST(sum(n) AS BIGINT) AS events FROM %s
            WHERE app = 'postfix/qmgr' GROUP BY 1 ORDER BY 1
            """
                .formatted(context.sql().fact("mail")));
    Set<String> inside = new HashSet<>();
    senders.list().forEach(row -> inside.add(row.text("domain")));
    Table mails =
        context.table(
            "mail-large-or-many",
            """
            SELECT time, position, coalesce(user_name, '') AS "user",
              json_extract_string(fields, '/email.from.address') AS sender,
              json_extract_string(fields, '/email.to.address') AS recipients,
              %1$s AS bytes
            FROM %2$s WHERE %3$s AND %4$s
            ORDER BY time, position LIMIT 10000
            """
                .formatted(
                    ReviewSql.number("email.size"),
                    context.sql().notable(),
                    context.sql().period(),
                    Notable.LARGE_MAIL));
    Table attached =
        context.table(
            "mail-confidential",
            """
            SELECT time, position, coalesce(user_name, '') AS "user",
              json_extract_string(fields, '/email.from.address') AS sender,
              json_extract_string(fields, '/email.to.address') AS recipients,
              json_extract_string(fields, '/email.cc.address') AS copies,
              json_extract_string(fields, '/email.attachments.file.name') AS attachments
            FROM %s WHERE %s AND %s
            ORDER BY time, position LIMIT 10000
            """
                .formatted(
                    context.sql().notable(), context.sql().period(), Notable.CONFIDENTIAL_MAIL));
    Table domains = domains(context);
    Map<String, Long> known = new HashMap<>();
    domains.list().forEach(row -> known.put(row.text("domain"), row.whole("events")));
    List<Observation> seen = new ArrayList<>();
    large(context, mails, inside, known, seen);
    many(context, mails, inside, seen);
    attached(context, attached, inside, seen);
    return new Result(List.of(senders, mails, attached, domains), seen);
  }

  private static Table domains(ReviewContext context) throws IOException {
    return context.table(
        "mail-domains-outside",
        """
        SELECT domain, CAST(sum(n) AS BIGINT) AS events FROM %s
        WHERE app = 'postfix/smtp' GROUP BY 1 HAVING sum(n) > %s ORDER BY 1
        """
            .formatted(
                context.sql().fact("mail", context.sql().baselineStart(), context.period().end()),
                STRANGE));
  }

  /** One observation for all that somebody sent to a strange domain. */
  private static void large(
      ReviewContext context,
      Table mails,
      Set<String> inside,
      Map<String, Long> known,
      List<Observation> seen) {
    Map<String, List<Table.Row>> by = new TreeMap<>();
    for (Table.Row mail : mails.list()) {
      if (mail.whole("bytes") < Notable.LARGE_BYTES
          || !inside.contains(domain(mail.text("sender")))) {
        continue;
      }
      for (String recipient : texts(mail.text("recipients"))) {
        String domain = domain(recipient);
        if (!inside.contains(domain) && !known.containsKey(domain)) {
          by.computeIfAbsent(mail.text("sender") + " " + recipient, key -> new ArrayList<>())
              .add(mail);
        }
      }
    }
    by.forEach(
        (key, rows) ->
            seen.add(
                new Observation(
                    LARGE,
                    Severity.HIGH,
                    key,
                    List.of(
                        rows.getFirst().text("sender"),
                        key.substring(key.indexOf(' ') + 1),
                        Integer.toString(rows.size()),
                        megabytes(rows.stream().mapToLong(row -> row.whole("bytes")).sum()),
                        context.local(rows.getFirst().whole("time"))),
                    mails.evidence(rows.stream().map(row -> row.whole("position")).toList()))));
  }

  private static void many(
      ReviewContext context, Table mails, Set<String> inside, List<Observation> seen) {
    for (Table.Row mail : mails.list()) {
      Set<String> outsiders = new TreeSet<>();
      for (String recipient : texts(mail.text("recipients"))) {
        if (!inside.contains(domain(recipient))) {
          outsiders.add(recipient);
        }
      }
      if (inside.contains(domain(mail.text("sender")))
          && outsiders.size() >= Notable.MANY_OUTSIDERS) {
        seen.add(
            new Observation(
                MANY,
                Severity.MEDIUM,
                mail.text("sender") + " " + Table.iso(mail.whole("time")),
                List.of(
                    mail.text("sender"),
                    Integer.toString(outsiders.size()),
                    context.local(mail.whole("time")),
                    String.join(", ", outsiders.stream().limit(3).toList())),
                mails.evidence(List.of(mail.whole("position")))));
      }
    }
  }

  /** In millions of bytes, as people say it. */
  static String megabytes(long bytes) {
    return Long.toString(Math.max(1, Math.round(bytes / 1e6)));
  }

  private static String domain(String address) {
    return address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /** One observation for all that somebody sent to somebody. */
  private static void attached(
      ReviewContext context, Table mails, Set<String> inside, List<Observation> seen) {
    Map<String, List<Table.Row>> by = new TreeMap<>();
    for (Table.Row mail : mails.list()) {
      String sender = String.join(", ", texts(mail.text("sender")));
      if (inside.contains(domain(sender))) {
        Set<String> recipients = new TreeSet<>(texts(mail.text("recipients")));
        recipients.addAll(texts(mail.text("copies")));
        recipients.removeIf(recipient -> inside.contains(domain(recipient)));
        recipients.forEach(
            to -> by.computeIfAbsent(sender + " " + to, key -> new ArrayList<>()).add(mail));
      }
    }
    by.forEach(
        (key, rows) -> {
          List<String> names =
              rows.stream()
                  .flatMap(row -> texts(row.text("attachments")).stream())
                  .filter(name -> CONFIDENTIAL.matcher(name).find())
                  .distinct()
                  .toList();
          int split = key.lastIndexOf(' ');
          seen.add(
              new Observation(
                  ATTACHED,
                  Severity.HIGH,
                  key,
                  List.of(
                      key.substring(0, split),
                      key.substring(split + 1),
                      Integer.toString(rows.size()),
                      String.join(", ", names.stream().limit(NAMES).toList())
                          + (names.size() > NAMES ? " …" : ""),
                      context.local(rows.getFirst().whole("time"))),
                  mails.evidence(rows.stream().map(row -> row.whole("position")).toList())));
        });
  }

  /** One text, or the list as the history keeps it: {@code ["a@b","c@d"]}. */
  private static List<String> texts(String kept) {
    List<String> all = new ArrayList<>();
    if (!kept.startsWith("[")) {
      all.add(kept.strip());
    } else {
      try {
        JSON.readTree(kept).forEach(one -> all.add(one.asString("").strip()));
      } catch (JacksonException e) {
        // Somebody's own text that begins like a list.
        all.add(kept.strip());
      }
    }
    all.removeIf(String::isEmpty);
    return all;
  }
}
