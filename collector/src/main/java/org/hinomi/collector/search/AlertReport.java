package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Acknowledgement;
import org.hinomi.collector.alert.Act;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.Context;
import org.hinomi.collector.alert.Rank;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Quantity;
import org.hinomi.collector.notify.Subject;
import org.hinomi.collector.notify.text.FoundText;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import org.jspecify.annotations.Nullable;

/** The alerts of now, or their last steps, ready to write. */
public final class AlertReport implements Searches.Answer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** Digits of an alert's name that are shown; acts take as many as tell it apart. */
  static final int SHORT = 8;

  private static final List<String> NOW =
      List.of(
          "alert",
          "rank",
          "state",
          "severity",
          "coming",
          "rule",
          "title",
          "labels",
          "metric",
          "value",
          "since",
          "last_sample",
          "count",
          "match",
          "why",
          "calendar",
          "holiday",
          "maintenance",
          "held",
          "untold",
          "rank_reasons",
          "purposes",
          "cia",
          "acknowledged_by",
          "acknowledged_until",
          "note");
  static final List<String> STEPS =
      List.of(
          "alert",
          "state",
          "severity",
          "rule",
          "title",
          "labels",
          "metric",
          "value",
          "level",
          "since",
          "at",
          "journal.position",
          "id",
          "cause",
          "notifications",
          "count",
          "match",
          "why",
          "by",
          "until",
          "note",
          "calendar",
          "holiday",
          "maintenance",
          "held",
          "sha256",
          "rank",
          "rank_reasons",
          "purposes",
          "cia");

  private final List<Map<String, Object>> rows;
  private final boolean steps;
  private final Question question;
  private final Messages texts;
  private final FoundText found;

  /**
   * Reads them.
   *
   * @param steps how many of the last steps to show; 0: the alerts of now
   * @param question its format, zone and language
   * @throws IllegalArgumentException where {@code steps} is negative, with a message for the reader
   */
  public AlertReport(AlertReader reader, int steps, Question question) throws IOException {
    if (steps < 0) {
      throw new WrongQuestion("history", steps);
    }
    this.steps = steps > 0;
    this.question = question;
    this.texts = Messages.of(AlertReport.class, question.language());
    this.found = new FoundText(question.language(), question.zone());
    this.rows =
        steps > 0
            ? reader.last(steps).stream().map(AlertReport::row).toList()
            : reader.current().stream().map(AlertReport::row).toList();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    switch (question.format().text()) {
      case JSON -> Answers.json(text, rows);
      case CSV -> Answers.csv(text, rows, steps ? STEPS : NOW);
      default -> table(text);
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  static Map<String, Object> row(AlertReader.Alert alert) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("alert", alert.id());
    row.put("rank", alert.rank());
    row.put("state", lower(alert.state()));
    row.put("severity", alert.severity().map(AlertReport::lower).orElse(""));
    alert.coming().ifPresent(coming -> row.put("coming", lower(coming)));
    row.put("rule", alert.rule());
    row.put("title", alert.title());
    row.put("labels", alert.labels());
    if (alert.match() == null) {
      row.put("metric", alert.metric());
      row.put("value", alert.value());
    }
    row.put("since", alert.since().toString());
    row.put("last_sample", alert.lastSample().toString());
    if (alert.held()) {
      row.put("untold", true);
    }
    match(row, alert.match());
    context(row, alert.context());
    Acknowledgement acknowledged = alert.acknowledged();
    if (acknowledged != null) {
      row.put("acknowledged_by", acknowledged.act().by());
      row.put("acknowledged_at", acknowledged.at().toString());
      until(row, "acknowledged_until", acknowledged.act());
      row.put("note", acknowledged.act().note());
    }
    return row;
  }

  private static void until(Map<String, Object> row, String name, Act act) {
    if (act.until() != null) {
      row.put(name, act.until().toString());
    }
  }

  /** What stood around it, as far as it is known. */
  private static void context(Map<String, Object> row, Context context) {
    row.put("calendar", context.calendar());
    row.put("holiday", context.holiday());
    row.put("maintenance", context.maintenance());
    row.put("held", context.held());
    row.put("sha256", context.sha256());
    Rank rank = context.rank();
    if (rank != null) {
      row.putIfAbsent("rank", rank.points());
      row.put("rank_reasons", rank.reasons().stream().map(AlertReport::reason).toList());
    }
    for (String name : List.of("calendar", "holiday", "held", "sha256")) {
      row.remove(name, "");
    }
    row.put("purposes", context.purposes());
    row.put("cia", context.properties());
    for (String name : List.of("maintenance", "purposes", "cia")) {
      row.remove(name, List.of());
    }
  }

  private static Map<String, Object> reason(Rank.Reason reason) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("reason", reason.word());
    map.put("value", reason.value());
    map.put("points", reason.points());
    return map;
  }

  static Map<String, Object> row(AlertReader.Step step) {
    Transition transition = step.transition();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("alert", transition.life());
    row.put("state", lower(transition.kind()));
    row.put("severity", lower(transition.severity()));
    row.put("rule", transition.rule());
    row.put("title", transition.title());
    row.put("labels", transition.labels());
    if (transition.match() == null) {
      row.put("metric", transition.metric());
      transition.value().ifPresent(value -> row.put("value", value));
    }
    transition.level().ifPresent(level -> row.put("level", level));
    row.put("since", transition.since().toString());
    row.put("at", transition.at().toString());
    row.put("journal.position", transition.position());
    row.put("id", transition.id());
    row.put("cause", lower(step.cause()));
    row.put("notifications", step.notifications());
    match(row, transition.match());
    context(row, transition.context());
    Act act = transition.act();
    if (act != null) {
      row.put("by", act.by());
      until(row, "until", act);
      row.put("note", act.note());
    }
    return row;
  }

  /** How often an event rule matched, and the event that matched last. */
  private static void match(Map<String, Object> row, Transition.@Nullable Match match) {
    if (match == null) {
      return;
    }
    row.put("count", match.count());
    Map<String, Object> newest = new LinkedHashMap<>();
    newest.put("level", match.level());
    newest.put("journal.position", match.newest().position());
    newest.put("sha256", match.newest().sha256());
    newest.put("event.code", match.newest().code());
    newest.put("event.provider", match.newest().provider());
    newest.put("winlog.channel", match.newest().channel());
    newest.put("message", match.newest().message());
    newest.values().removeIf(""::equals);
    row.put("match", newest);
    SortedMap<String, String> why = match.newest().why();
    if (why != null) {
      row.put("why", why);
    }
  }

  private void table(StringBuilder text) throws IOException {
    String time = steps ? "at" : "since";
    if (!rows.isEmpty()) {
      List<String> header = new ArrayList<>();
      header.add(texts.get("column.alert"));
      if (!steps) {
        header.add(texts.get("column.rank"));
      }
      for (String column :
          new String[] {"state", "severity", "host", "rule", "what", "for", "value"}) {
        header.add(texts.get("column." + column));
      }
      header.add(texts.get("column." + time));
      TextTable table = new TextTable(text, header, steps ? Set.of(7) : Set.of(1, 8));
      for (Map<String, Object> row : rows) {
        table.row(cells(row, time));
      }
      table.end();
    }
    String unit = steps ? "steps" : "alerts";
    text.append(texts.get(unit + (rows.size() == 1 ? ".one" : ".many"), rows.size())).append('\n');
  }

  private List<String> cells(Map<String, Object> row, String time) {
    SortedMap<String, String> labels = labels(row);
    String host = labels.getOrDefault(Fields.HOST_NAME, "-");
    labels.remove(Fields.HOST_NAME);
    String value =
        row.get("by") instanceof String by
            ? Subject.oneLine(by)
            : row.get("count") instanceof Long count
                    && !FoundText.lasts(String.valueOf(row.get("rule")))
                ? texts.get("times", count)
                : row.get("value") instanceof Double number
                    ? Quantity.text(String.valueOf(row.get("metric")), number)
                    : "-";
    String severity = String.valueOf(row.get("severity"));
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(row.get("alert")).substring(0, SHORT));
    if (!steps) {
      cells.add(String.valueOf(row.get("rank")));
    }
    String state = texts.get("state." + row.get("state"));
    cells.add(Boolean.TRUE.equals(row.get("untold")) ? texts.get("state-untold", state) : state);
    cells.add(severity(severity, row.get("coming")));
    cells.add(Subject.oneLine(host));
    cells.add(Subject.oneLine(title(row)));
    cells.add(Subject.brief(labels));
    cells.add(aims(texts, words(row, "purposes"), words(row, "cia")));
    cells.add(value);
    cells.add(TIME.format(Instant.parse(String.valueOf(row.get(time))).atZone(question.zone())));
    return cells;
  }

  /** Of a pending alert in brackets what it would be. */
  private String severity(String severity, @Nullable Object coming) {
    if (!severity.isEmpty()) {
      return texts.get("severity." + severity);
    }
    return coming == null ? "-" : "(" + texts.get("severity." + coming) + ")";
  }

  private static List<String> words(Map<String, Object> row, String name) {
    return row.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** {@code discovery (C I)}; {@code -} where nothing is said. */
  static String aims(Messages texts, List<String> purposes, List<String> properties) {
    String why =
        purposes.stream()
            .map(word -> texts.get("purpose." + word))
            .collect(Collectors.joining(", "));
    String what =
        properties.stream()
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT))
            .collect(Collectors.joining(" ", "(", ")"));
    String all = (why + (properties.isEmpty() ? "" : " " + what)).strip();
    return all.isEmpty() ? "-" : all;
  }

  private String title(Map<String, Object> row) {
    return found.title(String.valueOf(row.get("rule")), String.valueOf(row.get("title")));
  }

  private static SortedMap<String, String> labels(Map<String, Object> row) {
    SortedMap<String, String> labels = new TreeMap<>();
    if (row.get("labels") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    }
    return labels;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
