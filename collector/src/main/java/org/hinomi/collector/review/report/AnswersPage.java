package org.hinomi.collector.review.report;

import static org.hinomi.collector.review.report.Words.safe;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which page answers what is asked of log reviews: ISO/IEC 27001, PCI DSS, and the paper of the
 * JNSA ISMS user group whose steps and cases a review follows. Page numbers come from the printer;
 * on a screen the names of the sections lead there.
 */
final class AnswersPage {
  /**
   * One thing that is asked.
   *
   * @param where chapter or clause
   * @param key of what it says, in the bundle under {@code asks.KEY}
   * @param sections that answer: {@code summary}, {@code findings}, {@code register}, {@code
   *     appendix}, a step {@code step-1}, or a check by its id
   */
  private record Asked(String where, String key, List<String> sections) {}

  private static final List<Asked> ISO =
      List.of(
          asked("A.12.4.1 / 8.15", "produced", "register", "calendar", "items"),
          asked("A.12.4.1 / 8.15", "kept", "retention", "integrity"),
          asked("A.12.4.1 / 8.15", "reviewed", "summary", "findings"),
          asked("A.12.4.2 / 8.15", "protected", "integrity", "appendix"),
          asked("A.12.4.3 / 8.15", "administrators", "security", "users", "privileged-use"),
          asked("A.12.4.4 / 8.17", "clocks", "clocks"),
          asked("8.16", "monitored", "step-2", "trend", "users", "hours"),
          asked("A.12.1.3 / 8.6", "capacity", "capacity"),
          asked("A.12.3.1 / 8.13", "backups", "backups"),
          asked("A.9.2.5, A.9.2.6 / 5.18", "rights", "folder-rights", "leaver-accounts"),
          asked("A.11.1.2 / 7.2", "entry", "rooms"),
          asked("A.16.1.7 / 5.28", "evidence", "findings"));

  private static final List<Asked> PCI =
      List.of(
          asked("10.2.2 (3.2.1: 10.3)", "six-items", "items"),
          asked("10.3", "destruction", "integrity"),
          asked("10.4.1, 10.4.1.1, 10.4.2", "daily", "summary", "step-2", "register"),
          asked("10.4.3", "addressed", "findings"),
          asked("10.5.1 (3.2.1: 10.7)", "a-year", "retention"),
          asked("10.6", "clocks", "clocks"),
          asked("10.7", "failures", "calendar", "record-gaps", "agent-gaps", "losses", "vanished"));

  private static final List<Asked> JNSA =
      List.of(
          asked("2-4", "physical", "rooms", "lost-phones", "findings"),
          asked("2-4", "devices", "capacity", "users", "failed-logons", "proxy-traffic"),
          asked("2-4", "files-mail", "confidential-files", "folder-rights", "mail-spoofing"),
          asked("3-3, 3-4", "purposes", "summary"),
          asked("3-5-1 STEP 1", "timing", "calendar", "record-gaps", "agent-gaps"),
          asked("3-5-1 STEP 1", "damage", "damage", "losses"),
          asked("3-5-1 STEP 1", "contents", "items"),
          asked("3-5-1 STEP 1", "addresses", "addresses"),
          asked("3-5-1 STEP 1", "virtual", "vanished"),
          asked("3-5-2 STEP 2", "keywords", "keywords"),
          asked("3-5-2 STEP 2", "rare", "new-events", "extreme-values"),
          asked("3-5-2 STEP 2", "off-hours", "off-hours"),
          asked("3-5-2 STEP 2", "blanks", "blanks"),
          asked("3-5-3 STEP 3", "frequent", "frequent", "trend"),
          asked("3-5-3 STEP 3", "trend", "trend"),
          asked("3-5-3 STEP 3", "people", "users"),
          asked("3-5-3 STEP 3, A2-7", "extraction", "hours", "extreme-values"),
          asked(
              "3-5-4 STEP 4",
              "rights-work",
              "folder-rights",
              "absent-logons",
              "privileged-use",
              "pc-hours"),
          asked("3-5-4 STEP 4", "paper", "rooms", "people-tables"),
          asked("3-5-4 STEP 4", "requests", "unused-requests", "remote-access", "folder-rights"),
          asked("3-5-4 STEP 4", "ai", "summary", "new-events"),
          asked("4-2-1", "file-server", "failed-logons", "trend", "security"),
          asked("4-2-2, A2-1", "event-ids", "stops", "pc-hours"),
          asked("4-2-3", "case-capacity", "capacity"),
          asked("4-2-4", "case-backup", "backups"),
          asked("4-2-5", "case-files", "confidential-files", "leaver-accounts"),
          asked("4-3-1", "mail-server", "mail-leaks", "extreme-values", "users"),
          asked("4-3-2", "case-leak", "mail-leaks"),
          asked("4-3-3", "case-spoofing", "mail-spoofing"),
          asked("5-2", "purpose", "register", "retention"),
          asked("5-3", "entries", "items"),
          asked("5-3", "periods", "retention"),
          asked("A1-1", "case-phone", "lost-phones", "remote-access", "failed-logons"),
          asked("A1-2", "case-infected", "proxy-traffic", "security"));

  private final Words words;
  private final Set<String> checks;

  AnswersPage(ReviewView view, Words words) {
    this.words = words;
    this.checks =
        view.result().parts().stream()
            .map(part -> part.check())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Asked asked(String where, String key, String... sections) {
    return new Asked(where, key, List.of(sections));
  }

  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<h2>").append(safe(words.get("report.answers"))).append("</h2>");
    group("ISO/IEC 27001:2013 / 2022", ISO, html);
    group("PCI DSS 4.0", PCI, html);
    group(words.get("report.answers-jnsa"), JNSA, html);
    return html.toString();
  }

  private void group(String title, List<Asked> all, StringBuilder html) {
    html.append("<h3>")
        .append(safe(title))
        .append("</h3><table class=\"half\"><thead><tr><th style=\"width:19%\">")
        .append(safe(words.get("report.answers-where")))
        .append("</th><th style=\"width:44%\">")
        .append(safe(words.get("report.answers-what")))
        .append("</th><th style=\"width:37%\">")
        .append(safe(words.get("report.answers-page")))
        .append("</th></tr></thead><tbody>");
    for (Asked asked : all) {
      html.append("<tr><td>")
          .append(safe(asked.where()))
          .append("</td><td>")
          .append(safe(words.get("asks." + asked.key())))
          .append("</td><td>")
          .append(
              asked.sections().stream()
                  .filter(this::isThere)
                  .map(this::link)
                  .collect(Collectors.joining("<br/>")))
          .append("</td></tr>");
    }
    html.append("</tbody></table>");
  }

  /** A review of an earlier version has not all checks. */
  private boolean isThere(String section) {
    return isChapter(section) || checks.contains(section);
  }

  private static boolean isChapter(String section) {
    return section.startsWith("step-")
        || List.of("summary", "findings", "register", "appendix").contains(section);
  }

  private String link(String section) {
    String name =
        section.startsWith("step-")
            ? words.get("step." + section.substring("step-".length()))
            : isChapter(section)
                ? words.get(section.equals("summary") ? "report.in-short" : "report." + section)
                : words.name("check", section);
    String id = isChapter(section) ? section : "check-" + section;
    return safe(name)
        + " <a class=\"to\" href=\"#"
        + id
        + "\">"
        + words.get("report.page")
        + " </a>";
  }
}
