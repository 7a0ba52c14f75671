package org.hinomi.collector.review.report;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.book.Book;
import org.hinomi.collector.review.book.BookEntry.Found;
import org.hinomi.core.text.Language;
import tools.jackson.databind.ObjectMapper;

/** A review as JSON: what was said, the findings, and every table with its query and hash. */
public final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReport() {}

  /** Writes it. */
  public static String write(ReviewView view, Language language) {
    ReviewResult result = view.result();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("review", view.review().id());
    all.put("company", result.company());
    all.put("period", result.period());
    all.put("zone", result.zone());
    all.put("as_of", result.asOf());
    all.put("until_position", result.until());
    all.put("policy", result.policy());
    all.put("policy_sha256", result.policySha256());
    all.put("result_sha256", view.review().started().what().resultSha256());
    all.put("steps", view.review().steps());
    all.put("signatures", view.review().signatures());
    all.put("not_signed", view.missing().stream().sorted().toList());
    all.put("explanations", view.explanations());
    all.put("findings", view.findings().stream().map(f -> finding(f, language)).toList());
    all.put(
        "tables",
        result.parts().stream()
            .flatMap(part -> part.tables().stream())
            .map(
                table -> {
                  Map<String, Object> each = new LinkedHashMap<>();
                  each.put("id", table.id());
                  each.put("query", table.query());
                  each.put("sha256", table.sha256());
                  each.put("columns", table.columns());
                  each.put("rows", table.rows());
                  return each;
                })
            .toList());
    return JSON.writeValueAsString(all) + "\n";
  }

  /** A finding as it is now. */
  public static Map<String, Object> finding(Book.Finding finding, Language language) {
    Found found = finding.found().what();
    Map<String, Object> each = new LinkedHashMap<>();
    each.put("id", finding.id());
    each.put("review", found.review());
    each.put("kind", found.kind());
    each.put("severity", found.severity());
    each.put("purpose", found.purpose());
    each.put("affects", found.affects());
    each.put("key", found.key());
    each.put("text", text(finding, language));
    each.put("state", finding.state());
    each.put("owner", finding.owner());
    each.put("due", finding.due());
    each.put("seen", finding.seen());
    each.put("evidence", found.evidence());
    each.put("said", List.copyOf(finding.changes()));
    each.put("pointers", List.copyOf(finding.pointers()));
    return each;
  }

  /** What was found, in words. */
  public static String text(Book.Finding finding, Language language) {
    return new Words(language, ZoneOffset.UTC)
        .observation(finding.found().what().kind(), finding.found().what().arguments());
  }
}
