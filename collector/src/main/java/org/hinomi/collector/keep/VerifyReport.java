package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hinomi.collector.search.Json;
import org.hinomi.collector.search.Terminal;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;

/** What a check found, for people and as JSON. */
public final class VerifyReport {
  private final HistoryVerifier.Report report;
  private final Language language;
  private final Messages texts;

  public VerifyReport(HistoryVerifier.Report report, Language language) {
    this.report = report;
    this.language = language;
    this.texts = Messages.of(VerifyReport.class, language);
  }

  /** Writes one object a line: what is verified by class and day, the findings, the sum. */
  public void json(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (HistoryVerifier.Day day : report.days()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("status", "verified");
      row.put("class", day.retentionClass());
      row.put("day", day.day());
      row.put("parts", day.parts());
      row.put("events", day.events());
      row.put("bytes", day.bytes());
      text.append(Json.text(row)).append('\n');
    }
    for (HistoryVerifier.Day day : report.samples()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("status", "verified");
      row.put("class", day.retentionClass());
      row.put("day", day.day());
      row.put("parts", day.parts());
      row.put("rows", day.events());
      row.put("bytes", day.bytes());
      text.append(Json.text(row)).append('\n');
    }
    for (Finding finding : report.findings()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("status", finding.status().name().toLowerCase(Locale.ROOT));
      row.put("class", finding.retentionClass());
      row.put("day", finding.day());
      row.put("part", finding.where());
      row.put("kind", finding.text());
      row.put("detail", finding.detail(language));
      text.append(Json.text(row)).append('\n');
    }
    Map<String, Object> sum = new LinkedHashMap<>();
    sum.put("status", report.intact() ? "intact" : "not intact");
    sum.put("bytes", report.bytes());
    sum.put("manifest_lines", report.lines());
    sum.put("journal_segments", report.segments());
    sum.put("journal_records", report.records());
    sum.put("head", report.head().toString());
    StampAudit.Summary stamps = report.stamps();
    sum.put("time_stamps", stamps.stamps());
    sum.put("time_stamps_untrusted", stamps.untrusted());
    if (stamps.stamps() > 0) {
      sum.put("time_stamps_first", String.valueOf(stamps.first()));
      sum.put("time_stamps_last", String.valueOf(stamps.last()));
      sum.put("time_stamps_by", stamps.signers());
    }
    text.append(Json.text(sum)).append('\n');
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a table and what it comes to. */
  public void table(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    if (!report.days().isEmpty() || !report.samples().isEmpty() || !report.findings().isEmpty()) {
      TextTable table =
          new TextTable(
              text,
              List.of(
                  texts.get("column.status"),
                  texts.get("column.class"),
                  texts.get("column.day"),
                  texts.get("column.what")),
              Set.of());
      for (HistoryVerifier.Day day : report.days()) {
        table.row(
            List.of(
                texts.get("status.VERIFIED"),
                day.retentionClass(),
                day.day(),
                texts.get("day", day.parts(), day.events(), mebibytes(day.bytes()))));
      }
      for (HistoryVerifier.Day day : report.samples()) {
        table.row(
            List.of(
                texts.get("status.VERIFIED"),
                day.retentionClass(),
                day.day(),
                texts.get("day.samples", day.events(), mebibytes(day.bytes()))));
      }
      for (Finding finding : report.findings()) {
        table.row(
            List.of(
                finding.status(language),
                cell(finding.retentionClass()),
                cell(finding.day()),
                Terminal.safe(finding.where() + ": " + finding.detail(language))));
      }
      table.end();
    }
    long wrong = report.findings().stream().filter(each -> each.status().wrong()).count();
    text.append(
            texts.get(
                "sum",
                report.days().stream().mapToInt(HistoryVerifier.Day::parts).sum(),
                report.days().stream().mapToLong(HistoryVerifier.Day::events).sum(),
                mebibytes(report.bytes()),
                report.lines(),
                report.segments(),
                report.records()))
        .append('\n');
    StampAudit.Summary stamps = report.stamps();
    if (stamps.stamps() > 0) {
      text.append(
              texts.get(
                  "stamps",
                  stamps.stamps(),
                  String.valueOf(stamps.first()),
                  String.valueOf(stamps.last()),
                  Terminal.safe(String.join("; ", stamps.signers()))))
          .append('\n');
    }
    if (stamps.untrusted() > 0) {
      text.append(texts.get("stamps.untrusted", stamps.untrusted())).append('\n');
    }
    text.append(report.intact() ? texts.get("intact") : texts.get("not-intact", wrong))
        .append('\n')
        .append(report.head())
        .append('\n');
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String cell(String text) {
    return text.isEmpty() ? "-" : Terminal.safe(text);
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / (double) (1 << 20));
  }
}
