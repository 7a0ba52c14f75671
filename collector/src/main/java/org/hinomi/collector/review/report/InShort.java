package org.hinomi.collector.review.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.review.Observation;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Severity;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.book.Book;

/** A review in a few plain sentences, made from what its tables and findings say. */
final class InShort {
  /** Checks that are named in a sentence. */
  private static final int CHECKS = 4;

  private final ReviewView view;
  private final Words words;

  InShort(ReviewView view, Words words) {
    this.view = view;
    this.words = words;
  }

  /** In the order in which somebody asks: what was looked at, each step, what is to be done. */
  List<String> sentences() {
    List<String> all = new ArrayList<>();
    all.add(reviewed());
    for (int step = 1; step <= 4; step++) {
      all.add(step(step));
    }
    all.add(toDo());
    return all;
  }

  private String reviewed() {
    List<Table.Row> calendar = view.result().table("calendar").map(Table::list).orElse(List.of());
    long sources = calendar.stream().map(row -> row.text("source")).distinct().count();
    long events = calendar.stream().mapToLong(row -> row.whole("events")).sum();
    int hosts = view.result().table("hosts").map(table -> table.rows().size()).orElse(0);
    return words.get(
        "short.reviewed",
        Words.grouped(events),
        view.policy().sources().size(),
        sources,
        hosts,
        view.period().length());
  }

  private String step(int number) {
    List<ReviewResult.Part> parts =
        view.result().parts().stream().filter(part -> part.step().number() == number).toList();
    String name = words.get("short.step." + number);
    if (number == 4 && nothingToCompare()) {
      name = words.get("short.step.4.alone");
    }
    Map<String, Integer> checks = new LinkedHashMap<>();
    Severity worst = Severity.INFO;
    int count = 0;
    for (ReviewResult.Part part : parts) {
      for (Observation seen : part.observations()) {
        if (seen.severity().needsAnswer()) {
          checks.merge(part.check(), 1, Integer::sum);
          worst = seen.severity().compareTo(worst) > 0 ? seen.severity() : worst;
          count++;
        }
      }
    }
    if (count == 0) {
      return words.get("short.nothing", name, parts.size());
    }
    List<String> named =
        checks.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(
                each ->
                    words.get("short.count", words.name("check", each.getKey()), each.getValue()))
            .toList();
    return words.get(
        "short.found", name, count, words.get("severity." + worst), words.several(named, CHECKS));
  }

  /** Whether nobody put tables beside the logs. */
  private boolean nothingToCompare() {
    return view.result().table("cross-tables").map(table -> table.rows().isEmpty()).orElse(true);
  }

  private String toDo() {
    List<Book.Finding> open =
        view.findings().stream().filter(finding -> finding.state().carriedOver()).toList();
    if (open.isEmpty()) {
      return words.get("short.done");
    }
    String due = open.stream().map(Book.Finding::due).min(String::compareTo).orElse("");
    long grave = open.stream().filter(f -> f.found().what().severity() == Severity.HIGH).count();
    return words.get(
        "short.to-do", open.size(), grave, due, Incidents.of(view.result(), open).size());
  }
}
