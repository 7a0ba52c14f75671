package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.hinomi.collector.enrich.ClockSkew;
import org.hinomi.collector.record.HistoryStatus;
import org.hinomi.collector.search.SourceStates.SourceState;
import org.hinomi.core.text.DisplayWidth;
import org.hinomi.core.text.Language;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;

/** The state of a history and of the collector that runs on it, if one does, ready to write. */
public final class StatusReport implements Searches.Answer {
  private static final String PROBLEMS = "problems";
  private static final String SOURCES = "sources";
  private static final int MOST_SOURCES = 40;
  private static final String CLOCKS = "clock_skew";
  private static final int MOST_CLOCKS = 5;
  private static final Set<String> STATES = Set.of("reading", "waiting", "failed", "held");
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();
  private final Question question;
  private final Messages texts;

  /**
   * Puts the report together.
   *
   * @param collector null where none runs
   * @param sources what agents watch
   * @param question its format, zone and language
   */
  public StatusReport(
      HistoryStatus history,
      @Nullable CollectorStatus collector,
      List<SourceState> sources,
      Instant now,
      Question question) {
    this.question = question;
    this.texts = Messages.of(StatusReport.class, question.language());
    entries.put("running", collector != null);
    if (collector != null) {
      entries.put("version", collector.version());
      entries.put("started", collector.started().toString());
      entries.put("uptime_seconds", Duration.between(collector.started(), now).toSeconds());
      entries.put("listeners", collector.listeners());
      entries.put("journal.durable_position", collector.durableEnd() - 1);
    }
    entries.put("history.position", history.nextPosition() - 1);
    if (collector != null) {
      entries.put("lag_records", Math.max(0, collector.durableEnd() - history.nextPosition()));
    }
    entries.put("events", history.events());
    entries.put("samples", history.samples());
    OptionalLong last = history.lastReceivedMicros();
    if (last.isPresent()) {
      entries.put("last_received", Micros.iso(last.getAsLong()));
    }
    if (collector != null) {
      entries.putAll(collector.facts());
    }
    boolean person = question.format() == Format.TABLE;
    entries.put(
        SOURCES, person ? forPeople(sources) : sources.stream().map(SourceState::facts).toList());
    if (collector != null) {
      Language language = person ? question.language() : Language.EN;
      List<Problem> problems = new ArrayList<>(collector.problems());
      sources.stream()
          .filter(SourceState::isProblem)
          .forEach(
              s ->
                  problems.add(
                      Problem.of("source", s.host(), s.source(), s.reason().text(language))));
      clocks(collector, problems);
      entries.put(PROBLEMS, problems.stream().map(problem -> problem.text(language)).toList());
    }
  }

  /** Hosts whose clocks are off by so much that times mislead. */
  private static void clocks(CollectorStatus collector, List<Problem> problems) {
    if (!(collector.facts().get(CLOCKS) instanceof Map<?, ?> seconds)) {
      return;
    }
    List<String> hosts = new ArrayList<>();
    seconds.forEach(
        (host, skew) -> {
          if (skew instanceof Long off && Math.abs(off) > ClockSkew.LIMIT.toSeconds()) {
            hosts.add(host + (off > 0 ? " +" : " ") + off + " s");
          }
        });
    if (!hosts.isEmpty()) {
      problems.add(
          Problem.of(
              "clocks",
              hosts.size(),
              ClockSkew.LIMIT.toSeconds(),
              String.join(", ", hosts.subList(0, Math.min(MOST_CLOCKS, hosts.size())))));
    }
  }

  /** Each source; of very many only those that do not simply read, and how many the others are. */
  private Map<String, String> forPeople(List<SourceState> sources) {
    Map<String, String> lines = new LinkedHashMap<>();
    int left = 0;
    for (SourceState source : sources) {
      String sentence = source.reason().text(question.language());
      if (sources.size() > MOST_SOURCES && sentence.isEmpty() && source.state().equals("reading")) {
        left++;
        continue;
      }
      String since = source.since();
      try {
        since = Micros.local(Micros.of(Instant.parse(since)), question.zone());
      } catch (DateTimeException asTheAgentWroteIt) {
        // shown as it is
      }
      String state =
          texts.get("source-state." + (STATES.contains(source.state()) ? source.state() : "other"));
      lines.put(
          source.host() + " " + source.source(),
          texts.get("source-since", state, since) + (sentence.isEmpty() ? "" : " " + sentence));
    }
    if (left > 0) {
      lines.put(texts.get("source-others"), texts.get("source-reading", left));
    }
    return lines;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    switch (question.format().text()) {
      case JSON -> text.append(Json.text(entries)).append('\n');
      case CSV -> {
        text.append(Csv.BYTE_ORDER_MARK);
        Csv.row(text, List.of("name", "value"));
        for (List<@Nullable String> row : flat()) {
          Csv.row(text, row);
        }
      }
      default -> table(text);
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private List<List<@Nullable String>> flat() {
    List<List<@Nullable String>> rows = new ArrayList<>();
    entries.forEach(
        (name, value) -> {
          switch (value) {
            case Map<?, ?> inner ->
                inner.forEach((key, each) -> rows.add(row(name + "." + key, each.toString())));
            case List<?> inner -> inner.forEach(each -> rows.add(row(name, each.toString())));
            case null -> rows.add(row(name, null));
            default -> rows.add(row(name, value.toString()));
          }
        });
    return rows;
  }

  private static List<@Nullable String> row(String name, @Nullable String value) {
    List<@Nullable String> row = new ArrayList<>();
    row.add(name);
    row.add(value);
    return row;
  }

  /**
   * A line a value, under its name in words; maps indented, but one line for nothing but zeros; the
   * problems at the end.
   */
  private void table(StringBuilder text) {
    List<String[]> lines = new ArrayList<>();
    entries.forEach(
        (name, value) -> {
          String label = texts.get("status." + name);
          if (value instanceof Map<?, ?> inner
              && !inner.isEmpty()
              && inner.values().stream().allMatch(Long.valueOf(0)::equals)) {
            lines.add(new String[] {label, "0"});
          } else if (value instanceof Map<?, ?> inner) {
            lines.add(new String[] {label, inner.isEmpty() ? texts.get("status.none") : ""});
            inner.forEach((key, each) -> lines.add(new String[] {"  " + key, each.toString()}));
          } else if (!name.equals(PROBLEMS)) {
            lines.add(new String[] {label, shown(name, value)});
          }
        });
    int width = lines.stream().mapToInt(line -> DisplayWidth.of(line[0])).max().orElse(0);
    for (String[] line : lines) {
      text.append(
              (DisplayWidth.pad(line[0], width) + "  " + Terminal.safe(line[1])).stripTrailing())
          .append('\n');
    }
    if (entries.get(PROBLEMS) instanceof List<?> problems) {
      text.append(texts.get(problems.isEmpty() ? "status.no-problems" : "status.problems"))
          .append('\n');
      problems.forEach(
          each -> text.append("  ").append(Terminal.safe(each.toString())).append('\n'));
    }
  }

  private String shown(String name, @Nullable Object value) {
    return switch (value) {
      case null -> texts.get("status.unknown");
      case Boolean yes -> texts.get(yes ? "status.yes" : "status.no");
      case Long number when name.endsWith("_bytes") || name.endsWith(".bytes") -> bytes(number);
      case Long number when name.endsWith("_seconds") -> duration(number);
      case String time when name.equals("started") || name.equals("last_received") ->
          Micros.local(Micros.of(Instant.parse(time)), question.zone());
      default -> value.toString();
    };
  }

  private static String bytes(long number) {
    double value = number;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }

  private static String duration(long seconds) {
    Duration span = Duration.ofSeconds(seconds);
    return (span.toDays() > 0 ? span.toDays() + "d " : "")
        + (span.toHours() > 0 ? span.toHoursPart() + "h " : "")
        + (span.toMinutes() > 0 ? span.toMinutesPart() + "m " : "")
        + span.toSecondsPart()
        + "s";
  }
}
