package org.hinomi.collector.review.cases;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.review.Check;
import org.hinomi.collector.review.Kind;
import org.hinomi.collector.review.Notable;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.Purpose;
import org.hinomi.collector.review.ReviewContext;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Step;
import org.hinomi.collector.review.Table;

/**
 * Mails whose headers do not fit together: refused by SPF, DKIM or DMARC, answers that go
 * elsewhere, a name that pretends to be an address, a way that runs backwards.
 */
public final class MailSpoofCheck implements Check {
  private static final Kind SPOOFED = new Kind("mail-spoofed", Purpose.DISCOVERY, "I");

  /** Mails of one review that are shown. */
  private static final int MOST = 500;

  /** A single sign of another kind is what mailing lists and newsletters have. */
  private static final int SIGNS = 2;

  @Override
  public String id() {
    return "mail-spoofing";
  }

  @Override
  public Step step() {
    return Step.ANOMALIES;
  }

  @Override
  public Result run(ReviewContext context) throws IOException {
    Table mails =
        context.table(
            "mail-headers",
            """
            SELECT time, position, json_extract_string(fields, '/email.from.address') AS sender,
              coalesce(json_extract_string(fields, '/email.subject'), '') AS subject,
              coalesce(json_extract_string(fields, '/email.to.address'), '') AS recipients,
              json_extract_string(fields, '/email.findings') AS findings
            FROM %s WHERE %s AND %s
            ORDER BY time, position LIMIT %d
            """
                .formatted(
                    context.sql().notable(), context.sql().period(), Notable.ODD_MAIL, MOST));
    List<Observation> seen = new ArrayList<>();
    for (Table.Row mail : mails.list()) {
      String findings = mail.text("findings").replaceAll("[\\[\\]\"]", "");
      boolean refused = findings.contains("dmarc-fail");
      boolean several = findings.split(",").length >= SIGNS;
      if (refused || several) {
        seen.add(
            new Observation(
                SPOOFED,
                refused && several ? Severity.HIGH : Severity.MEDIUM,
                mail.text("sender") + " " + Table.iso(mail.whole("time")),
                List.of(
                    mail.text("sender").replaceAll("[\\[\\]\"]", ""),
                    mail.text("recipients").replaceAll("[\\[\\]\"]", ""),
                    mail.text("subject"),
                    context.local(mail.whole("time")),
                    findings.replace(",", ", ")),
                mails.evidence(List.of(mail.whole("position")))));
      }
    }
    return new Result(List.of(mails), seen);
  }
}
