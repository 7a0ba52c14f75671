package org.hinomi.collector.review.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.hinomi.collector.review.Period;
import org.hinomi.collector.review.Table;
import org.hinomi.collector.review.statistics.CapacityCheck;

/** Plots as SVG: no script, no other file; their figures are those of tables of the report. */
final class Plots {
  private static final int WIDTH = 720;
  private static final int LEFT = 70;
  private static final int HEIGHT = 160;
  private static final int BOTTOM = 20;

  /** Size of texts, in units of the plots. */
  static final int TEXT = 10;

  /** Width of a date. */
  private static final int DATE = 28;

  private static final int LEGEND_COLUMNS = 3;
  private static final int LEGEND_LINE = 14;
  private static final int LEGEND_TEXT = 38;
  private static final String DARK = "#1f4e79";
  private static final String LIGHT = "#9dc3e6";
  private static final List<String> COLOURS =
      List.of("#1f4e79", "#c55a11", "#548235", "#7f6000", "#7030a0", "#c00000", "#3a7d7c");

  private final Words words;

  Plots(Words words) {
    this.words = words;
  }

  /** Weekday × hour. */
  String heatMap(Table table) {
    long[][] events = new long[8][24];
    long most = 1;
    for (Table.Row row : table.list()) {
      int day = (int) row.whole("weekday");
      int hour = (int) row.whole("hour");
      events[day][hour] = row.whole("events");
      most = Math.max(most, row.whole("events"));
    }
    int cell = 26;
    StringBuilder svg = open(24 * cell + LEFT, 7 * 20 + 24);
    for (int hour = 0; hour < 24; hour++) {
      text(svg, LEFT + hour * cell + cell / 2, 12, "middle", Integer.toString(hour));
    }
    for (int day = 1; day <= 7; day++) {
      text(svg, LEFT - 6, 18 + (day - 1) * 20 + 14, "end", words.get("weekday." + day));
      for (int hour = 0; hour < 24; hour++) {
        double share = Math.sqrt((double) events[day][hour] / most);
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"19\" fill=\"%s\" fill-opacity=\"%.3f\""
                    + " stroke=\"#ddd\"><title>%s %02d: %,d</title></rect>",
                LEFT + hour * cell,
                18 + (day - 1) * 20,
                cell - 1,
                DARK,
                share,
                Words.safe(words.get("weekday." + day)),
                hour,
                events[day][hour]));
      }
    }
    return svg.append("</svg>").toString();
  }

  /** Events of each hour; those outside of working hours light. */
  String hours(Table table, Period period) {
    double most = table.list().stream().mapToDouble(row -> row.number("events")).max().orElse(1);
    StringBuilder svg = frame(most, period);
    double width = (double) (WIDTH - LEFT) / (period.length() * 24);
    for (Table.Row row : table.list()) {
      double x = x(row.whole("hour"), period);
      bar(svg, x, width, row.number("events"), most, DARK);
      bar(svg, x, width, row.number("off_hours"), most, LIGHT);
    }
    return svg.append("</svg>").toString();
  }

  /** Events of each day, all sources together. */
  String days(Table table, Period period) {
    Map<String, Double> sums = new LinkedHashMap<>();
    for (Table.Row row : table.list()) {
      sums.merge(row.text("day"), row.number("events"), Double::sum);
    }
    double most = sums.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    StringBuilder svg = frame(most, period);
    double width = (double) (WIDTH - LEFT) / period.length();
    sums.forEach(
        (day, events) -> {
          long days = ChronoUnit.DAYS.between(period.from(), LocalDate.parse(day));
          bar(svg, LEFT + days * width, width * 0.9, events, most, DARK);
        });
    return svg.append("</svg>").toString();
  }

  /** Time against value, on a logarithm. */
  String scatter(Table table, Period period) {
    double most =
        Math.log10(
            Math.max(
                10,
                table.list().stream().mapToDouble(row -> row.number("value")).max().orElse(10)));
    StringBuilder svg = frame(most, period, 0, value -> Math.pow(10, value) - 1);
    for (Table.Row row : table.list()) {
      double y =
          HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 10) * Math.log10(1 + row.number("value")) / most;
      Instant at = Instant.EPOCH.plus(row.whole("time"), ChronoUnit.MICROS);
      double share =
          (double) ChronoUnit.SECONDS.between(period.start(), at)
              / ChronoUnit.SECONDS.between(period.start(), period.end());
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\" fill-opacity=\"0.6\"><title>%s</title></circle>",
              LEFT + (WIDTH - LEFT) * share,
              y,
              COLOURS.get(1),
              Words.safe(row.text("host") + " " + row.text("field") + " " + row.text("value"))));
    }
    return svg.append("</svg>").toString();
  }

  /** A line a series; shares from 0 to 100 %. */
  String capacity(Table table, Period period, String metric) {
    Map<String, List<Table.Row>> series = new LinkedHashMap<>();
    for (Table.Row row : table.list()) {
      if (row.text("metric").equals(metric)) {
        series
            .computeIfAbsent(
                row.text("host") + " " + CapacityCheck.place(row.text("attributes")),
                made -> new ArrayList<>())
            .add(row);
      }
    }
    if (series.isEmpty()) {
      return "";
    }
    List<Map.Entry<String, List<Table.Row>>> highest =
        series.entrySet().stream()
            .sorted(
                Comparator.comparingDouble(
                    (Map.Entry<String, List<Table.Row>> one) ->
                        -one.getValue().getLast().number("mean")))
            .limit(COLOURS.size())
            .toList();
    int rows = (highest.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
    Scale scale = Scale.of(metric);
    double most =
        scale.end(
            series.values().stream()
                .flatMap(List::stream)
                .mapToDouble(row -> row.number("mean"))
                .max()
                .orElse(0));
    StringBuilder svg = frame(most, period, rows * LEGEND_LINE);
    series.entrySet().stream()
        .filter(one -> !highest.contains(one))
        .forEach(one -> line(svg, one.getValue(), period, scale, most, "#ccc", one.getKey()));
    // The highest last, so that they lie on top, and first in the legend.
    for (int i = highest.size() - 1; i >= 0; i--) {
      Map.Entry<String, List<Table.Row>> one = highest.get(i);
      line(svg, one.getValue(), period, scale, most, COLOURS.get(i), one.getKey());
    }
    for (int i = 0; i < highest.size(); i++) {
      int x = LEFT + i % LEGEND_COLUMNS * (WIDTH - LEFT) / LEGEND_COLUMNS;
      int y = HEIGHT + i / LEGEND_COLUMNS * LEGEND_LINE;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"8\" height=\"8\" fill=\"%s\"/>",
              x,
              y,
              COLOURS.get(i)));
      text(svg, x + 12, y + 8, "start", brief(highest.get(i).getKey()));
    }
    return svg.append("</svg>").toString();
  }

  /** What fits into a column of the legend. */
  private static String brief(String name) {
    String plain = name.replaceAll("system\\.[a-z.]*=", "");
    return plain.length() <= LEGEND_TEXT ? plain : plain.substring(0, LEGEND_TEXT - 1) + "…";
  }

  private static void line(
      StringBuilder svg,
      List<Table.Row> rows,
      Period period,
      Scale scale,
      double most,
      String colour,
      String name) {
    double width = (double) (WIDTH - LEFT) / period.length();
    StringBuilder points = new StringBuilder();
    for (Table.Row row : rows) {
      long day = ChronoUnit.DAYS.between(period.from(), LocalDate.parse(row.text("day")));
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              LEFT + (day + 0.5) * width,
              y(scale.of(row.number("mean")), most)));
    }
    svg.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"")
        .append(colour)
        .append("\" points=\"")
        .append(points)
        .append("\"><title>")
        .append(Words.safe(name))
        .append("</title></polyline>");
  }

  private static StringBuilder open(int width, int height) {
    return new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append("\" style=\"width:100%\" font-size=\"" + TEXT + "\">");
  }

  private static StringBuilder frame(double most, Period period) {
    return frame(most, period, 0);
  }

  private static StringBuilder frame(double most, Period period, int below) {
    return frame(most, period, below, value -> value);
  }

  /**
   * @param shown what stands at a height of the axis
   */
  private static StringBuilder frame(
      double most, Period period, int below, DoubleUnaryOperator shown) {
    StringBuilder svg = open(WIDTH, HEIGHT + below);
    for (int i = 0; i <= 4; i++) {
      double value = most * i / 4;
      double y = y(value, most);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
              LEFT,
              WIDTH,
              y,
              y));
      text(
          svg, LEFT - 6, (int) y + 3, "end", Words.grouped(Math.round(shown.applyAsDouble(value))));
    }
    long step = Math.max(1, period.length() / 10);
    for (long day = 0; day < period.length(); day += step) {
      int x = (int) (LEFT + (WIDTH - LEFT) * day / period.length());
      if (x > WIDTH - DATE) {
        break;
      }
      text(svg, x, HEIGHT - 6, "start", period.from().plusDays(day).toString().substring(5));
    }
    return svg;
  }

  private static double x(long localMicros, Period period) {
    long start = period.from().atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    long end = period.to().atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    return LEFT + (double) (WIDTH - LEFT) * (localMicros / 1_000_000.0 - start) / (end - start);
  }

  private static double y(double value, double most) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 10) * value / Math.max(most, 1e-9);
  }

  private static void bar(
      StringBuilder svg, double x, double width, double value, double most, String colour) {
    double y = y(value, most);
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\" fill=\"%s\"/>",
            x,
            y,
            width,
            HEIGHT - BOTTOM - y,
            colour));
  }

  private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
    svg.append("<text x=\"")
        .append(x)
        .append("\" y=\"")
        .append(y)
        .append("\" text-anchor=\"")
        .append(anchor)
        .append("\">")
        .append(Words.safe(text))
        .append("</text>");
  }
}
