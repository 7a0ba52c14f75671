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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.Context;
import org.hinomi.collector.alert.Rank;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.text.FoundText;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;

/**
 * One alert with all its steps, ready to write: as JSON one object a line, the alert of now first
 * where it is not over.
 */
public final class AlertDetail implements Searches.Answer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** Values of reasons that are words, not names. */
  private static final Set<String> TRANSLATED =
      Set.of(
          "informational",
          "low",
          "medium",
          "warning",
          "high",
          "critical",
          "first",
          "important",
          "unimportant",
          "holiday",
          "off-hours",
          "maintenance",
          "large",
          "many-recipients",
          "private-mailbox",
          "new-to-house");

  private final Optional<AlertReader.Alert> now;
  private final List<AlertReader.Step> steps;
  private final Question question;
  private final Messages texts;
  private final FoundText found;

  /**
   * Reads it.
   *
   * @param id its name, or the beginning of it
   * @throws WrongQuestion where no alert has it, or several have
   */
  public AlertDetail(AlertReader reader, String id, Question question) throws IOException {
    String prefix = id.toLowerCase(Locale.ROOT);
    this.question = question;
    this.texts = Messages.of(AlertDetail.class, question.language());
    this.found = new FoundText(question.language(), question.zone());
    this.steps = prefix.matches("[0-9a-f]{1,32}") ? reader.life(prefix) : List.of();
    List<AlertReader.Alert> open =
        prefix.isEmpty()
            ? List.of()
            : reader.current().stream().filter(a -> a.id().startsWith(prefix)).toList();
    this.now = open.stream().findFirst();
    long lives =
        Stream.concat(
                steps.stream().map(step -> step.transition().life()),
                open.stream().map(AlertReader.Alert::id))
            .distinct()
            .count();
    if (lives > 1) {
      throw new WrongQuestion("alert.several-alerts", id);
    }
    if (lives == 0) {
      throw new WrongQuestion("alert.no-alert", id);
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    if (question.format() == Format.TABLE) {
      table(text);
    } else {
      List<Map<String, Object>> rows = new ArrayList<>();
      now.ifPresent(alert -> rows.add(AlertReport.row(alert)));
      steps.forEach(step -> rows.add(AlertReport.row(step)));
      switch (question.format().text()) {
        case CSV -> Answers.csv(text, rows, AlertReport.STEPS);
        default -> Answers.json(text, rows);
      }
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void table(StringBuilder text) throws IOException {
    Transition last = steps.isEmpty() ? null : steps.getLast().transition();
    Map<String, String> facts = new LinkedHashMap<>();
    now.ifPresent(
        alert -> {
          facts.put("alert", alert.id());
          facts.put("state", texts.get("state." + lower(alert.state())));
          facts.put("rule", found.title(alert.rule(), alert.title()));
          alert.labels().forEach(facts::put);
        });
    if (now.isEmpty() && last != null) {
      facts.put("alert", last.life());
      facts.put("state", texts.get("state." + lower(last.kind())));
      facts.put("rule", found.title(last.rule(), last.title()));
      last.labels().forEach(facts::put);
    }
    if (last != null && last.match() != null) {
      put(facts, "why", found.why(last));
      put(facts, "message", last.match().newest().message());
      facts.put("evidence", (last.position() + " " + last.match().newest().sha256()).strip());
    }
    steps.stream()
        .map(AlertReader.Step::transition)
        .filter(step -> !step.context().sha256().isEmpty())
        .reduce((first, second) -> second)
        .ifPresent(step -> facts.put("evidence", step.position() + " " + step.context().sha256()));
    steps.stream()
        .map(step -> step.transition().context().rank())
        .filter(rank -> rank != null)
        .reduce((first, second) -> second)
        .ifPresent(rank -> facts.put("rank", rank(rank)));
    steps.stream()
        .map(step -> step.transition().context())
        .filter(context -> !context.purposes().isEmpty() || !context.properties().isEmpty())
        .reduce((first, second) -> second)
        .ifPresent(context -> aims(context, facts));
    if (steps.isEmpty()) {
      now.ifPresent(alert -> aims(alert.context(), facts));
    }
    facts.forEach(
        (name, value) ->
            text.append(label(name)).append(": ").append(Terminal.safe(value)).append('\n'));
    if (!steps.isEmpty()) {
      text.append('\n');
      history(text);
    }
  }

  private String label(String name) {
    return switch (name) {
      case "alert", "state", "rule", "message", "rank", "evidence", "purpose", "cia", "why" ->
          texts.get("alert." + name);
      default -> name;
    };
  }

  private void aims(Context context, Map<String, String> facts) {
    List<String> purposes = context.purposes();
    List<String> properties = context.properties();
    if (!purposes.isEmpty()) {
      facts.put("purpose", words("purpose.", purposes));
    }
    if (!properties.isEmpty()) {
      facts.put("cia", words("cia.", properties));
    }
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.put(name, value);
    }
  }

  private String words(String prefix, List<String> words) {
    return words.stream().map(word -> texts.get(prefix + word)).collect(Collectors.joining(", "));
  }

  private String rank(Rank rank) {
    StringBuilder text = new StringBuilder(Integer.toString(rank.points()));
    String separator = " (";
    for (Rank.Reason reason : rank.reasons()) {
      text.append(separator)
          .append(texts.get("rank." + reason.word()))
          .append(' ')
          .append(
              TRANSLATED.contains(reason.value())
                  ? texts.get("rank." + reason.value())
                  : reason.value())
          .append(reason.points() < 0 ? " " : " +")
          .append(reason.points());
      separator = ", ";
    }
    return text.append(')').toString();
  }

  private void history(StringBuilder text) throws IOException {
    List<String> header = new ArrayList<>();
    for (String column : new String[] {"at", "state", "severity", "by", "position", "note"}) {
      header.add(texts.get("column." + column));
    }
    TextTable table = new TextTable(text, header, Set.of(4));
    for (AlertReader.Step step : steps) {
      Transition t = step.transition();
      String note =
          t.act() == null
              ? t.context().held().isEmpty() ? "" : texts.get("held", t.context().held())
              : t.act().note()
                  + (t.act().until() == null
                      ? ""
                      : " " + texts.get("until", time(t.act().until())));
      table.row(
          List.of(
              time(t.at()),
              texts.get("state." + lower(t.kind())),
              texts.get("severity." + lower(t.severity())),
              t.act() == null ? "-" : Terminal.safe(t.act().by()),
              Long.toString(t.position()),
              Terminal.safe(note)));
    }
    table.end();
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(question.zone()));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
