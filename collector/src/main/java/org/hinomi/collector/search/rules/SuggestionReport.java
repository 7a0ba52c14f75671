package org.hinomi.collector.search.rules;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.detect.Direction;
import org.hinomi.collector.detect.Level;
import org.hinomi.collector.detect.Levels;
import org.hinomi.collector.detect.Severity;
import org.hinomi.collector.detect.Threshold;
import org.hinomi.collector.notify.Quantity;
import org.hinomi.collector.notify.Subject;
import org.hinomi.collector.search.Answers;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.Question;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;

/**
 * Levels that are proposed for thresholds, those that are in force among them, with the alerts that
 * each would have raised; ready to write.
 */
public final class SuggestionReport {
  private static final int SHOWN = 3;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final List<String> NAMES =
      List.of("threshold", "metric", "values", "level", "now", "below", "alerts", "which");

  private final List<Suggested> all = new ArrayList<>();
  private final Format format;
  private final boolean inForce;
  private final Question question;
  private final Messages texts;

  /** A level, and as what it is in force. */
  private record Row(LevelSuggestion.Proposal proposal, String now) {}

  /** What follows from the values of a threshold, without them: they may be many. */
  private record Suggested(
      Threshold threshold, String metric, int count, int series, List<Row> levels) {
    boolean hours() {
      return threshold.events() == null;
    }
  }

  /**
   * @param inForce whether the levels of the thresholds are those of a file
   * @param question its format, zone and language
   * @throws IllegalArgumentException where the format is none of these, with a message for the
   *     reader
   */
  public SuggestionReport(boolean inForce, Question question) {
    this.format = question.format().text();
    this.inForce = inForce;
    this.question = question;
    this.texts = Messages.of(SuggestionReport.class, question.language());
  }

  /** Adds a threshold. Its values are not held. */
  public void add(ThresholdHistory history) {
    LevelSuggestion suggestion = history.suggestion();
    all.add(
        new Suggested(
            history.threshold(),
            history.metric(),
            suggestion.count(),
            suggestion.seriesCount(),
            levels(history)));
  }

  /** Writes it in the format asked for. */
  public void writeTo(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    switch (format) {
      case JSON -> Answers.json(text, rows());
      case CSV -> Answers.csv(text, rows(), NAMES);
      default -> {
        for (Suggested one : all) {
          text.append(text.isEmpty() ? "" : "\n");
          table(text, one);
        }
        boolean hours = all.stream().anyMatch(one -> one.hours() && one.count() > 0);
        text.append(hours ? "\n" + texts.get("suggest.hours-note") + "\n" : "");
      }
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private List<Row> levels(ThresholdHistory history) {
    LevelSuggestion suggestion = history.suggestion();
    if (suggestion.count() == 0) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    Levels present = history.threshold().levels();
    if (inForce) {
      for (Severity severity : Severity.values()) {
        Level level = present.of(severity);
        if (level != null) {
          rows.add(new Row(suggestion.of(level), severity.name().toLowerCase(Locale.ROOT)));
        }
      }
    }
    for (LevelSuggestion.Proposal proposal : suggestion.proposals(history.ofShares())) {
      if (rows.stream().noneMatch(row -> row.proposal().level() == proposal.level())) {
        rows.add(new Row(proposal, ""));
      }
    }
    Comparator<Row> byLevel = Comparator.comparingDouble(row -> row.proposal().level());
    rows.sort(present.direction() == Direction.ABOVE ? byLevel : byLevel.reversed());
    return rows;
  }

  private List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Suggested one : all) {
      for (Row level : one.levels()) {
        LevelSuggestion.Proposal proposal = level.proposal();
        Map<String, Object> row = new LinkedHashMap<>();
        if (inForce) {
          row.put("threshold", one.threshold().name());
        }
        row.put("metric", one.metric());
        row.put("values", one.count());
        row.put("level", proposal.level());
        if (!level.now().isEmpty()) {
          row.put("now", level.now());
        }
        row.put("below", proposal.inside());
        row.put("alerts", proposal.alerts().size());
        row.put("which", proposal.alerts().stream().map(SuggestionReport::row).toList());
        rows.add(row);
      }
    }
    return rows;
  }

  private static Map<String, Object> row(LevelSuggestion.Would alert) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("labels", alert.labels());
    row.put("from", alert.from().toString());
    row.put("until", alert.until().toString());
    row.put("worst", alert.worst());
    return row;
  }

  private void table(StringBuilder text, Suggested one) throws IOException {
    String what = one.metric();
    if (inForce) {
      what = texts.get("suggest.threshold", one.threshold().name(), what);
    }
    if (one.count() == 0) {
      text.append(texts.get("suggest.none", what)).append('\n');
      return;
    }
    text.append(
            texts.get(
                one.hours() ? "suggest.hours" : "suggest.counts", what, one.count(), one.series()))
        .append('\n');
    if (one.levels().isEmpty()) {
      text.append(texts.get("suggest.usual")).append('\n');
      return;
    }
    List<String> header = new ArrayList<>();
    for (String column : new String[] {"level", "now", "below", "alerts", "which"}) {
      header.add(texts.get("suggest." + column));
    }
    TextTable table = new TextTable(text, header, Set.of(0, 2, 3));
    for (Row row : one.levels()) {
      LevelSuggestion.Proposal proposal = row.proposal();
      table.row(
          List.of(
              Quantity.text(one.metric(), proposal.level()),
              row.now().isEmpty() ? "" : texts.get("suggest." + row.now()),
              String.format(Locale.ROOT, "%.1f%%", proposal.inside() * 100),
              Integer.toString(proposal.alerts().size()),
              which(one.metric(), proposal.alerts())));
    }
    table.end();
  }

  private String which(String metric, List<LevelSuggestion.Would> alerts) {
    List<String> which = new ArrayList<>();
    for (LevelSuggestion.Would alert : alerts.subList(0, Math.min(SHOWN, alerts.size()))) {
      SortedMap<String, String> labels = new TreeMap<>(alert.labels());
      String host = Optional.ofNullable(labels.remove(Fields.HOST_NAME)).orElse("-");
      String rest = Subject.brief(labels);
      which.add(
          Subject.oneLine(host)
              + (rest.isEmpty() ? "" : " " + rest)
              + " "
              + TIME.format(alert.from().atZone(question.zone()))
              + " "
              + Quantity.text(metric, alert.worst()));
    }
    if (alerts.size() > SHOWN) {
      which.add(texts.get("suggest.more", alerts.size() - SHOWN));
    }
    return String.join("; ", which);
  }
}
