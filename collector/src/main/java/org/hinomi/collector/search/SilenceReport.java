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
import java.util.stream.Collectors;
import org.hinomi.collector.alert.Matcher;
import org.hinomi.collector.alert.Silence;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;

/** Silences, ready to write. */
public final class SilenceReport implements Searches.Answer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final List<String> COLUMNS =
      List.of("id", "state", "matchers", "from", "until", "by", "note", "made", "ended_by");

  private final List<Silence> silences;
  private final Instant now;
  private final Question question;
  private final Messages texts;

  public SilenceReport(List<Silence> silences, Instant now, Question question) {
    this.silences = List.copyOf(silences);
    this.now = now;
    this.question = question;
    this.texts = Messages.of(SilenceReport.class, question.language());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    switch (question.format().text()) {
      case JSON -> Answers.json(text, silences.stream().map(this::row).toList());
      case CSV -> Answers.csv(text, silences.stream().map(this::row).toList(), COLUMNS);
      default -> table(text);
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private String state(Silence silence) {
    return silence.isActive(now)
        ? "active"
        : silence.from().isAfter(now) && silence.until().isAfter(now) ? "to-come" : "over";
  }

  private static String matchers(Silence silence) {
    return silence.matchers().stream().map(Matcher::toString).collect(Collectors.joining(", "));
  }

  private Map<String, Object> row(Silence silence) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", silence.id());
    row.put("state", state(silence));
    row.put("matchers", silence.matchers().stream().map(Matcher::toString).toList());
    row.put("from", silence.from().toString());
    row.put("until", silence.until().toString());
    row.put("by", silence.by());
    row.put("note", silence.reason());
    row.put("made", silence.made().toString());
    if (!silence.endedBy().isEmpty()) {
      row.put("ended_by", silence.endedBy());
    }
    return row;
  }

  private void table(StringBuilder text) throws IOException {
    if (!silences.isEmpty()) {
      List<String> header = new ArrayList<>();
      for (String column :
          new String[] {"id", "state", "matchers", "from", "until", "by", "note"}) {
        header.add(texts.get("column." + column));
      }
      TextTable table = new TextTable(text, header, Set.of());
      for (Silence silence : silences) {
        table.row(
            List.of(
                silence.id(),
                texts.get("silence." + state(silence)),
                Terminal.safe(matchers(silence)),
                TIME.format(silence.from().atZone(question.zone())),
                TIME.format(silence.until().atZone(question.zone())),
                Terminal.safe(silence.by()),
                Terminal.safe(silence.reason())));
      }
      table.end();
    }
    text.append(texts.get(silences.size() == 1 ? "silences.one" : "silences.many", silences.size()))
        .append('\n');
  }
}
