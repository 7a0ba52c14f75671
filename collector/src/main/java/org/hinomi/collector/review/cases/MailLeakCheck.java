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
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.ReviewSql;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/**
 * Mails that may have taken something out of the company: large ones to outsiders with whom there
 * is hardly any mail, and those with many outsiders among their recipients. What is inside is
 * learnt from the log: the domains of who sends with a password.
 */
public final class MailLeakCheck implements Check {
  private static final Kind LARGE = new Kind("mail-large-outside", Purpose.DISCOVERY, "C");
  private static final Kind MANY = new Kind("mail-many-outside", Purpose.DISCOVERY, "C");

  /** Bytes of a mail that is worth a look; most servers refuse more than 25 MB. */
  private static final long LARGE_BYTES = 10_000_000;

  /** Outsiders who see each other's addresses. */
  private static final int MANY_OUTSIDERS = 20;

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
            SELECT lower(split_part(json_extract_string(fields, '/email.from.address'), '@', 2))
                AS domain, count(*) AS events
            FROM event WHERE %s AND app = 'postfix/qmgr' AND user_name IS NOT NULL
              AND json_extract_string(fields, '/event.action') = 'mail-record'
            GROUP BY 1 ORDER BY 1
            """
                .formatted(context.sql().period()));
    Set<String> inside = new HashSet<>();
    senders.list().forEach(row -> inside.add(row.text("domain")));
    Table mails =
        context.table(
            "mail-large-or-many",
            """
            SELECT time, position, coalesce(user_name, '') AS "user",
              json_extract_string(fields, '/email.from.address') AS sender,
              json_extract_string(fields, '/email.to.address') AS recipients,
              %4$s AS bytes
            FROM event WHERE %1$s AND app = 'postfix/qmgr'
              AND json_extract_string(fields, '/event.action') = 'mail-record'
              AND (%4$s >= %2$s OR %5$s >= %3$s)
            ORDER BY time, position LIMIT 10000
            """
                .formatted(
                    context.sql().period(),
                    LARGE_BYTES,
                    MANY_OUTSIDERS,
                    ReviewSql.number("email.size"),
                    ReviewSql.number("email.recipient_count")));
    Table domains = domains(context);
    Map<String, Long> known = new HashMap<>();
    domains.list().forEach(row -> known.put(row.text("domain"), row.whole("events")));
    List<Observation> seen = new ArrayList<>();
    large(context, mails, inside, known, seen);
    many(context, mails, inside, seen);
    return new Result(List.of(senders, mails, domains), seen);
  }

  private static Table domains(ReviewContext context) throws IOException {
    return context.table(
        "mail-domains-outside",
        """
        SELECT lower(split_part(json_extract_string(fields, '/email.to.address'), '@', 2))
            AS domain, count(*) AS events
        FROM event WHERE (%1$s OR %2$s) AND app = 'postfix/smtp'
          AND json_extract_string(fields, '/email.status') = 'sent'
        GROUP BY 1 HAVING count(*) > %3$s ORDER BY 1
        """
            .formatted(
                "(" + context.sql().period() + ")", "(" + context.sql().baseline() + ")", STRANGE));
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
      if (mail.whole("bytes") < LARGE_BYTES || !inside.contains(domain(mail.text("sender")))) {
        continue;
      }
      for (String recipient : recipients(mail)) {
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
      for (String recipient : recipients(mail)) {
        if (!inside.contains(domain(recipient))) {
          outsiders.add(recipient);
        }
      }
      if (inside.contains(domain(mail.text("sender"))) && outsiders.size() >= MANY_OUTSIDERS) {
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

  /** One address, or the list as the history keeps it: {@code ["a@b","c@d"]}. */
  private static List<String> recipients(Table.Row mail) {
    String text = mail.text("recipients");
    List<String> all = new ArrayList<>();
    for (String one : text.startsWith("[") ? text.split("[\\[\\],\"]+") : new String[] {text}) {
      if (!one.isBlank()) {
        all.add(one.strip());
      }
    }
    return all;
  }
}
