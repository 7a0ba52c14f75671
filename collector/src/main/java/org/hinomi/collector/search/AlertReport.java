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
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Quantity;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import org.jspecify.annotations.Nullable;

/** The alerts of now, or their last steps, ready to write. */
public final class AlertReport implements Searches.Answer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final List<String> NOW =
      List.of(
          "state",
          "severity",
          "rule",
          "title",
          "labels",
          "metric",
          "value",
          "since",
          "last_sample",
          "count",
          "match");
  private static final List<String> STEPS =
      List.of(
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
          "match");

  private final List<Map<String, Object>> rows;
  private final boolean steps;
  private final Question question;
  private final Messages texts;

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

  private static Map<String, Object> row(AlertReader.Alert alert) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("state", lower(alert.state()));
    row.put("severity", alert.severity().map(AlertReport::lower).orElse(""));
    row.put("rule", alert.rule());
    row.put("title", alert.title());
    row.put("labels", alert.labels());
    if (alert.match() == null) {
      row.put("metric", alert.metric());
      row.put("value", alert.value());
    }
    row.put("since", alert.since().toString());
    row.put("last_sample", alert.lastSample().toString());
    match(row, alert.match());
    return row;
  }

  private static Map<String, Object> row(AlertReader.Step step) {
    Transition transition = step.transition();
    Map<String, Object> row = new LinkedHashMap<>();
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
  }

  private void table(StringBuilder text) throws IOException {
    String time = steps ? "at" : "since";
    if (!rows.isEmpty()) {
      List<String> header = new ArrayList<>();
      for (String column : new String[] {"state", "severity", "host", "rule", "what", "value"}) {
        header.add(texts.get("column." + column));
      }
      header.add(texts.get("column." + time));
      TextTable table = new TextTable(text, header, Set.of(5));
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
        row.get("count") instanceof Long count
            ? texts.get("times", count)
            : row.get("value") instanceof Double number
                ? Quantity.text(String.valueOf(row.get("metric")), number)
                : "-";
    String severity = String.valueOf(row.get("severity"));
    return List.of(
        texts.get("state." + row.get("state")),
        severity.isEmpty() ? "-" : texts.get("severity." + severity),
        Subject.oneLine(host),
        Subject.oneLine(String.valueOf(row.get("title"))),
        Subject.brief(labels),
        value,
        TIME.format(Instant.parse(String.valueOf(row.get(time))).atZone(question.zone())));
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
