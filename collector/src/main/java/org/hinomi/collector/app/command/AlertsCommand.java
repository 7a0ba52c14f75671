package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.Transition;
import org.hinomi.collector.notify.Quantity;
import org.hinomi.collector.notify.Subject;
import org.hinomi.core.event.Fields;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code hinomi alerts}: what fires and what is pending, or what happened. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    description = {
      "Lists alerts that fire or are pending, the worst first; beside a running collector too.",
      "With --history: their past steps, the newest first."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the alerts cannot be read", "2:wrong command line"})
public final class AlertsCommand implements Callable<Integer> {

  /** How the answer is written. */
  enum Format {
    table,
    json
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The history's folder (default: $$HINOMI_DATA, else ./hinomi-data).")
  private Path data = DataFolder.byDefault(System.getenv());

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table, or json: one object a line (default: table).")
  private Format format = Format.table;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = "The last N steps of all alerts in place of the alerts of now.")
  private int history;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isDirectory(data)) {
      spec.commandLine()
          .getErr()
          .println("--data: " + data + " (expected: the folder of a history; there is none)");
      return 1;
    }
    AlertReader reader = new AlertReader(data.resolve("state"));
    try {
      List<Map<String, Object>> rows =
          history > 0
              ? reader.last(history).stream().map(AlertsCommand::row).toList()
              : reader.current().stream().map(AlertsCommand::row).toList();
      if (format == Format.json) {
        rows.forEach(row -> out.println(JSON.writeValueAsString(row)));
      } else {
        table(out, rows);
      }
      out.flush();
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private static Map<String, Object> row(AlertReader.Alert alert) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("state", lower(alert.state()));
    row.put("severity", alert.severity().map(AlertsCommand::lower).orElse(""));
    row.put("rule", alert.rule());
    row.put("labels", alert.labels());
    row.put("metric", alert.metric());
    row.put("value", alert.value());
    row.put("since", alert.since().toString());
    row.put("last_sample", alert.lastSample().toString());
    return row;
  }

  private static Map<String, Object> row(AlertReader.Step step) {
    Transition transition = step.transition();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("state", lower(transition.kind()));
    row.put("severity", lower(transition.severity()));
    row.put("rule", transition.rule());
    row.put("labels", transition.labels());
    row.put("metric", transition.metric());
    transition.value().ifPresent(value -> row.put("value", value));
    transition.level().ifPresent(level -> row.put("level", level));
    row.put("since", transition.since().toString());
    row.put("at", transition.at().toString());
    row.put("journal.position", transition.position());
    row.put("id", transition.id());
    row.put("cause", lower(step.cause()));
    row.put("notifications", step.notifications());
    return row;
  }

  private void table(PrintWriter out, List<Map<String, Object>> rows) {
    List<List<String>> lines = new ArrayList<>();
    String time = history > 0 ? "at" : "since";
    lines.add(
        List.of(
            "STATE", "SEVERITY", "HOST", "RULE", "WHAT", "VALUE", time.toUpperCase(Locale.ROOT)));
    for (Map<String, Object> row : rows) {
      SortedMap<String, String> labels = labels(row);
      String host = labels.getOrDefault(Fields.HOST_NAME, "");
      labels.remove(Fields.HOST_NAME);
      String metric = String.valueOf(row.get("metric"));
      lines.add(
          List.of(
              String.valueOf(row.get("state")),
              String.valueOf(row.get("severity")),
              Subject.oneLine(host),
              String.valueOf(row.get("rule")),
              Subject.brief(labels),
              row.get("value") instanceof Double value ? Quantity.text(metric, value) : "-",
              TIME.format(
                  Instant.parse(String.valueOf(row.get(time))).atZone(ZoneId.systemDefault()))));
    }
    print(out, lines);
  }

  private static SortedMap<String, String> labels(Map<String, Object> row) {
    SortedMap<String, String> labels = new TreeMap<>();
    if (row.get("labels") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    }
    return labels;
  }

  private static void print(PrintWriter out, List<List<String>> lines) {
    int columns = lines.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        text.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
