package org.hinomi.collector.search.rules;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.notify.Subject;
import org.hinomi.collector.search.Answers;
import org.hinomi.collector.search.Question;
import org.hinomi.core.event.Fields;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;

/** The alerts that rules would have raised, ready to write. */
public final class RaisedReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final List<RuleTrial.Raised> raised;
  private final long events;
  private final Question question;

  /**
   * @param events how many events were looked at
   * @param question its format, zone and language
   */
  public RaisedReport(List<RuleTrial.Raised> raised, long events, Question question) {
    this.raised = List.copyOf(raised);
    this.events = events;
    this.question = question;
  }

  /** Writes it in the format asked for. */
  public void writeTo(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    switch (question.format().text()) {
      case JSON -> Answers.json(text, rows());
      case CSV -> Answers.csv(text, rows(), NAMES);
      default -> table(text);
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static final List<String> NAMES =
      List.of("level", "rule", "title", "labels", "since", "last", "count", "over", "message");

  private List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (RuleTrial.Raised alert : raised) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("level", alert.state().level().word());
      row.put("rule", alert.rule());
      row.put("title", alert.state().title());
      row.put("labels", alert.alert().labels());
      row.put("since", alert.since().toString());
      row.put("last", alert.last().toString());
      row.put("count", alert.state().count());
      row.put("over", alert.over());
      row.put("journal.position", alert.state().newest().position());
      row.put("message", alert.state().newest().message());
      rows.add(row);
    }
    return rows;
  }

  private void table(StringBuilder text) throws IOException {
    Messages texts = Messages.of(RaisedReport.class, question.language());
    if (!raised.isEmpty()) {
      List<String> header = new ArrayList<>();
      for (String column :
          new String[] {"since", "last", "level", "host", "rule", "what", "count"}) {
        header.add(texts.get("column." + column));
      }
      TextTable table = new TextTable(text, header, Set.of(6));
      for (RuleTrial.Raised alert : raised) {
        SortedMap<String, String> labels = new TreeMap<>(alert.alert().labels());
        String host = labels.remove(Fields.HOST_NAME);
        table.row(
            List.of(
                TIME.format(alert.since().atZone(question.zone())),
                TIME.format(alert.last().atZone(question.zone())),
                alert.state().level().word(),
                host == null ? "-" : Subject.oneLine(host),
                Subject.oneLine(alert.state().title()),
                Subject.brief(labels),
                Long.toString(alert.state().count())));
      }
      table.end();
    }
    text.append(texts.get("replay.end", raised.size(), events)).append('\n');
  }
}
