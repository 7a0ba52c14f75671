package org.hinomi.collector.search;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.hinomi.collector.record.HistoryStatus;
import org.jspecify.annotations.Nullable;

/** The state of a history and of the collector that runs on it, if one does, ready to write. */
public final class StatusReport {
  private final Map<String, Object> entries = new LinkedHashMap<>();

  /**
   * Puts the report together.
   *
   * @param collector null where none runs
   * @param received records by transport since the start; null where no collector runs
   */
  public StatusReport(
      HistoryStatus history,
      @Nullable CollectorStatus collector,
      @Nullable SortedMap<String, Long> received,
      Instant now) {
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
    history
        .lastReceivedMicros()
        .ifPresent(micros -> entries.put("last_received", Micros.iso(micros)));
    if (received != null) {
      entries.put("received", received);
    }
    if (collector != null) {
      entries.put("problems", collector.problems());
    }
  }

  /** Writes it as UTF-8 and leaves the stream open. */
  public void writeTo(OutputStream out, Format format) throws IOException {
    StringBuilder text = new StringBuilder();
    switch (format) {
      case JSON -> text.append(Json.text(entries)).append('\n');
      case TABLE ->
          flat()
              .forEach(
                  row ->
                      text.append("%-28s %s%n".formatted(row.get(0), Terminal.safe(row.get(1)))));
      case CSV -> {
        text.append(Csv.BYTE_ORDER_MARK);
        Csv.row(text, List.of("name", "value"));
        for (List<String> row : flat()) {
          Csv.row(text, row);
        }
      }
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private List<List<String>> flat() {
    List<List<String>> rows = new ArrayList<>();
    entries.forEach(
        (name, value) -> {
          switch (value) {
            case Map<?, ?> inner ->
                inner.forEach((key, each) -> rows.add(List.of(name + "." + key, each.toString())));
            case List<?> inner -> inner.forEach(each -> rows.add(List.of(name, each.toString())));
            default -> rows.add(List.of(name, value.toString()));
          }
        });
    return rows;
  }
}
