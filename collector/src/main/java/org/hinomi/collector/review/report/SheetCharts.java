package org.hinomi.collector.review.report;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hinomi.collector.record.TableSink.Column;
import org.hinomi.collector.record.TableSink.Kind;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.statistics.CapacityCheck;
import org.hinomi.collector.search.XlsxBook;
import org.hinomi.collector.search.XlsxChart;
import org.jspecify.annotations.Nullable;

/** The plots of a report in its workbook: each on a sheet with the figures that it is of. */
final class SheetCharts {
  private final ReviewView view;
  private final Words words;
  private final XlsxBook book;

  SheetCharts(ReviewView view, Words words, XlsxBook book) {
    this.view = view;
    this.words = words;
    this.book = book;
  }

  /** All for which there are figures. */
  void write() throws IOException {
    heatMap();
    hours();
    days();
    scatter();
    capacity();
  }

  private Optional<Table> table(String id) {
    return view.result().table(id).filter(table -> !table.rows().isEmpty());
  }

  /** Weekday × hour. */
  private void heatMap() throws IOException {
    Table table = table("heat-map").orElse(null);
    if (table == null) {
      return;
    }
    long[][] events = new long[8][24];
    for (Table.Row row : table.list()) {
      events[(int) row.whole("weekday")][(int) row.whole("hour")] = row.whole("events");
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(words.get("column.weekday"), Kind.TEXT));
    for (int hour = 0; hour < 24; hour++) {
      columns.add(new Column(Integer.toString(hour), Kind.WHOLE));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int day = 1; day <= 7; day++) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(words.get("weekday." + day));
      for (int hour = 0; hour < 24; hour++) {
        row.add(events[day][hour]);
      }
      rows.add(row);
    }
    book.heatMap(words.get("sheet.heat-map"), columns, rows);
  }

  private void hours() throws IOException {
    Table table = table("hours").orElse(null);
    if (table == null) {
      return;
    }
    Column hour = table.columns().get(table.index("hour"));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Table.Row row : table.list()) {
      rows.add(
          List.of(
              Objects.requireNonNull(words.moment(row.whole("hour"), hour)),
              row.whole("events"),
              row.whole("off_hours")));
    }
    chart("sheet.hours", "report.chart-hours", XlsxChart.Kind.BARS, rows, "events", "off_hours");
  }

  private void days() throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    table("trend-days")
        .ifPresent(
            table ->
                table
                    .list()
                    .forEach(row -> sums.merge(row.text("day"), row.whole("events"), Long::sum)));
    if (sums.isEmpty()) {
      return;
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    sums.forEach((day, events) -> rows.add(List.of(start(day), events)));
    chart("sheet.days", "report.chart-days", XlsxChart.Kind.BARS, rows, "events");
  }

  private void scatter() throws IOException {
    Table table = table("extreme-values").orElse(null);
    if (table == null) {
      return;
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Table.Row row : table.list()) {
      rows.add(List.of(row.whole("time"), row.number("value")));
    }
    chart("sheet.scatter", "report.chart-scatter", XlsxChart.Kind.SCATTER, rows, "value");
  }

  private void chart(
      String sheet,
      String title,
      XlsxChart.Kind kind,
      List<List<@Nullable Object>> rows,
      String... values)
      throws IOException {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(words.get("column.time"), Kind.TIME));
    for (String value : values) {
      columns.add(new Column(words.get("column." + value), Kind.NUMBER));
    }
    put(sheet, words.get(title), kind, columns, rows);
  }

  private void put(
      String sheet,
      String title,
      XlsxChart.Kind kind,
      List<Column> columns,
      List<List<@Nullable Object>> rows)
      throws IOException {
    book.chart(
        words.get(sheet),
        columns,
        rows,
        new XlsxChart(
            kind, title, 0, IntStream.range(1, columns.size()).boxed().toList(), rows.size()));
  }

  /** A sheet for each metric: a column for each machine or disk. */
  private void capacity() throws IOException {
    Table table = table("capacity-days").orElse(null);
    if (table == null) {
      return;
    }
    Set<String> metrics = new LinkedHashSet<>();
    table.list().forEach(row -> metrics.add(row.text("metric")));
    for (String metric : metrics) {
      Map<String, Map<String, Double>> series = new LinkedHashMap<>();
      for (Table.Row row : table.list()) {
        if (row.text("metric").equals(metric)) {
          series
              .computeIfAbsent(
                  (row.text("host") + " " + CapacityCheck.place(row.text("attributes"))).strip(),
                  made -> new TreeMap<>())
              .put(row.text("day"), Scale.of(metric).of(row.number("mean")));
        }
      }
      lines(words.chart(metric), series);
    }
  }

  private void lines(String title, Map<String, Map<String, Double>> series) throws IOException {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(words.get("column.day"), Kind.TIME));
    series.keySet().forEach(name -> columns.add(new Column(name, Kind.NUMBER)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (LocalDate day : view.period().days()) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(start(day.toString()));
      series.values().forEach(values -> row.add(values.get(day.toString())));
      rows.add(row);
    }
    put("sheet.capacity", title, XlsxChart.Kind.LINES, columns, rows);
  }

  /** Microseconds. */
  private long start(String day) {
    ZoneId zone = view.zone();
    return LocalDate.parse(day).atStartOfDay(zone).toEpochSecond() * 1_000_000L;
  }
}
