package org.hinomi.collector.review.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.book.Book;

/** What is new since the last review, and what has gone, in plain sentences. */
final class SinceLast {
  /** Less than so much change of a volume, in percent, is none. */
  private static final double UNCHANGED = 10;

  /** Names in a sentence. */
  private static final int NAMES = 5;

  private final ReviewView view;
  private final Words words;

  SinceLast(ReviewView view, Words words) {
    this.view = view;
    this.words = words;
  }

  /**
   * Says it.
   *
   * @param most sentences; those about single sources give way
   */
  List<String> sentences(int most) {
    List<String> all = new ArrayList<>();
    ReviewView.Before before = view.before();
    if (before == null) {
      all.add(words.get("since.first"));
    } else {
      findings(before, all);
      compared(before.result(), all);
      if (!before.result().policySha256().equals(view.result().policySha256())) {
        all.add(words.get("since.policy"));
      }
    }
    all.addAll(volumes());
    if (all.isEmpty()) {
      all.add(words.get("report.none"));
    }
    return all.stream().limit(most).toList();
  }

  private void findings(ReviewView.Before before, List<String> all) {
    long fresh = view.findings().stream().filter(view::isNew).count();
    long closed =
        before.findings().stream().filter(finding -> !finding.state().carriedOver()).count();
    all.add(
        words.get(
            "since.findings", before.review().id(), fresh, view.findings().size() - fresh, closed));
    Set<String> known = new LinkedHashSet<>();
    before.findings().forEach(finding -> known.add(finding.found().what().kind()));
    Set<String> checks = new LinkedHashSet<>();
    for (Book.Finding finding : view.findings()) {
      String kind = finding.found().what().kind();
      if (view.isNew(finding) && !known.contains(kind)) {
        checks.add(words.name("check", check(kind)));
      }
    }
    say("since.kinds", checks, all);
  }

  /** The check that a kind of finding is of; the kind where this review's checks do not say. */
  private String check(String kind) {
    for (ReviewResult.Part part : view.result().parts()) {
      for (Observation seen : part.observations()) {
        if (seen.kind().id().equals(kind)) {
          return part.check();
        }
      }
    }
    return kind;
  }

  private void compared(ReviewResult last, List<String> all) {
    say("since.hosts", less(view.result(), last, "hosts", "host"), all);
    say("since.hosts-gone", less(last, view.result(), "hosts", "host"), all);
    say("since.users", less(view.result(), last, "users", "user"), all);
    say("since.logs", less(view.result(), last, "unregistered", "log"), all);
    say("since.codes", less(view.result(), last, "frequent-codes", "code"), all);
  }

  /** What one result has in a column and another has not. */
  private static Set<String> less(
      ReviewResult one, ReviewResult other, String table, String column) {
    Set<String> values = values(one, table, column);
    values.removeAll(values(other, table, column));
    return values;
  }

  private static Set<String> values(ReviewResult result, String table, String column) {
    Set<String> values = new LinkedHashSet<>();
    result
        .table(table)
        .ifPresent(found -> found.list().forEach(row -> values.add(row.text(column))));
    return values;
  }

  private void say(String key, Set<String> names, List<String> all) {
    if (!names.isEmpty()) {
      all.add(words.get(key, names.size(), words.several(List.copyOf(names), NAMES)));
    }
  }

  /**
   * The sources whose volume changed most from the period before; nothing where there is none to
   * compare with.
   */
  private List<String> volumes() {
    List<Table.Row> rows = view.result().table("trend-period").map(Table::list).orElse(List.of());
    if (rows.stream().noneMatch(row -> row.has("change"))) {
      return List.of();
    }
    return rows.stream()
        .filter(row -> !row.has("change") || Math.abs(row.number("change")) >= UNCHANGED)
        .sorted(
            Comparator.comparingDouble(
                row -> row.has("change") ? -Math.abs(row.number("change")) : 0))
        .map(this::volume)
        .toList();
  }

  private String volume(Table.Row row) {
    double change = row.has("change") ? row.number("change") : 0;
    String key = !row.has("change") ? "trend.new" : change > 0 ? "trend.risen" : "trend.fallen";
    return words.get(
        key,
        row.text("source"),
        String.format(Locale.ROOT, "%.1f", Math.abs(change)),
        Words.grouped(row.whole("before")),
        Words.grouped(row.whole("events")));
  }
}
