package org.hinomi.collector.app.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hinomi.collector.notify.Quantity;
import org.hinomi.collector.record.StoppedHistory;
import org.hinomi.collector.search.Format;
import org.hinomi.collector.search.Question;
import org.hinomi.collector.search.Searches;
import org.hinomi.collector.search.Terminal;
import org.hinomi.collector.search.TimeText;
import org.hinomi.collector.search.rules.LevelSuggestion;
import org.hinomi.core.text.TextTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code thresholds suggest}: levels for a metric from its history, and which alerts each would
 * have raised. It looks at the highest value of each hour.
 */
@Command(name = "suggest", mixinStandardHelpOptions = true)
public final class ThresholdsSuggestCommand extends ReadingCommand {
  private static final Duration DEFAULT_SPAN = Duration.ofDays(90);
  private static final int SHOWN = 3;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Option(names = "--host", paramLabel = "H")
  @Nullable String host;

  @Option(names = "--from", paramLabel = "T", descriptionKey = "suggest-from")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T", descriptionKey = "suggest-to")
  @Nullable String to;

  @Parameters(paramLabel = "METRIC", descriptionKey = "suggest-metric")
  String metric = "";

  public ThresholdsSuggestCommand(Caller caller) {
    super(caller);
  }

  @Override
  String path() {
    return "metrics";
  }

  @Override
  Map<String, String> parameters() {
    return new LinkedHashMap<>();
  }

  @Override
  void answer() throws Exception {
    Instant now = caller.clock().instant();
    Instant end = to == null ? now : TimeText.parse(to, now, caller.zone());
    Instant start =
        from == null ? end.minus(DEFAULT_SPAN) : TimeText.parse(from, now, caller.zone());
    LevelSuggestion suggestion = new LevelSuggestion();
    for (String line : samples(start, end).lines().toList()) {
      JsonNode sample = JSON.readTree(line);
      if (sample.has("max")) {
        suggestion.add(
            name(sample),
            Instant.parse(sample.get("@timestamp").asString()),
            sample.get("max").asDouble());
      }
    }
    StringBuilder text = new StringBuilder();
    table(text, suggestion);
    text.append(texts.get("suggest.count", suggestion.count(), metric)).append('\n');
    caller.out().write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String samples(Instant start, Instant end) throws Exception {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Caller taking =
        new Caller(
            caller.environment(),
            caller.language(),
            caller.clock(),
            caller.zone(),
            answer,
            caller.err());
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "host", host);
    parameters.put("metric", metric);
    parameters.put("step", "1h");
    parameters.put("from", start.toString());
    parameters.put("to", end.toString());
    parameters.put("limit", "0");
    parameters.put("format", Format.JSON.toString());
    Question question =
        new Question(
            start.toString(), end.toString(), 0, Format.JSON, caller.zone(), caller.language());
    new Ask(where, taking)
        .ask(path(), parameters, null, (data, out) -> stopped(data, out, question), next -> {});
    return answer.toString(StandardCharsets.UTF_8);
  }

  private void stopped(Path data, OutputStream out, Question question) throws Exception {
    try (StoppedHistory history = open(data)) {
      new Searches(history.history(), caller.clock())
          .metrics(host, metric, "1h", question)
          .writeTo(out);
    }
  }

  private static String name(JsonNode sample) {
    Map<String, String> attributes = new TreeMap<>();
    sample
        .get("attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asString()));
    return sample.get("host.name").asString()
        + (attributes.isEmpty() ? "" : " " + String.join(" ", attributes.values()));
  }

  private void table(StringBuilder text, LevelSuggestion suggestion) throws IOException {
    List<LevelSuggestion.Proposal> proposals =
        suggestion.proposals(metric.endsWith(".utilization"));
    if (proposals.isEmpty()) {
      return;
    }
    List<String> header = new ArrayList<>();
    for (String column : new String[] {"level", "below", "alerts", "which"}) {
      header.add(texts.get("suggest." + column));
    }
    TextTable table = new TextTable(text, header, Set.of(0, 1, 2));
    for (LevelSuggestion.Proposal proposal : proposals) {
      List<String> which = new ArrayList<>();
      proposal.alerts().stream().limit(SHOWN).forEach(alert -> which.add(text(alert)));
      if (proposal.alerts().size() > SHOWN) {
        which.add("…");
      }
      table.row(
          List.of(
              Quantity.text(metric, proposal.level()),
              String.format(Locale.ROOT, "%.1f%%", proposal.share() * 100),
              Integer.toString(proposal.alerts().size()),
              Terminal.safe(String.join("; ", which))));
    }
    table.end();
  }

  private String text(LevelSuggestion.Would alert) {
    return alert.series()
        + " "
        + TIME.format(alert.from().atZone(caller.zone()))
        + " "
        + Quantity.text(metric, alert.worst());
  }

  @Override
  void fromStopped(Path data, OutputStream out) {
    throw new IllegalStateException("asks by itself");
  }
}
