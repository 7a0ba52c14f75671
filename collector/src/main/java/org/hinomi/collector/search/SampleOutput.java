package org.hinomi.collector.search;

import java.io.IOException;
import java.io.Writer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.hinomi.collector.record.StoredSample;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/** The ways samples are written: one line a sample, or one a step. */
final class SampleOutput {
  private static final List<String> VALUES = List.of("value", "unavailable");
  private static final List<String> STEPS = List.of("min", "max", "avg", "last", "count");

  private SampleOutput() {}

  /**
   * Chooses a way.
   *
   * @param steps whether steps are asked for
   */
  static Output<StoredSample> of(Format format, boolean steps, ZoneId zone) {
    return switch (format) {
      case JSON -> new JsonLines();
      case CSV -> new Rows(steps ? STEPS : VALUES);
      case TABLE -> new Table(steps ? STEPS : VALUES, zone);
    };
  }

  /** Numbers, or a reason, by name. */
  private static Map<String, Object> values(StoredSample sample) {
    Map<String, Object> values = new LinkedHashMap<>();
    switch (sample) {
      case StoredSample.Value value -> values.put("value", value.value());
      case StoredSample.Unavailable gap -> values.put("unavailable", gap.reason());
      case StoredSample.Step step -> {
        values.put("min", step.min());
        values.put("max", step.max());
        values.put("avg", step.avg());
        values.put("last", step.last());
        values.put("count", step.count());
      }
    }
    return values;
  }

  private static String attributes(StoredSample sample) {
    return sample.attributes().entrySet().stream()
        .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
        .collect(Collectors.joining(" "));
  }

  private static final class JsonLines implements Output<StoredSample> {
    @Override
    public void start(Writer out) {}

    @Override
    public void one(Writer out, StoredSample sample) throws IOException {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put(Fields.TIMESTAMP, Micros.iso(sample.timeMicros()));
      line.put(Fields.HOST_NAME, sample.host());
      line.put("metric", sample.metric());
      line.put("attributes", sample.attributes());
      line.putAll(values(sample));
      Json.line(out, line);
    }

    @Override
    public void end(Writer out, long count, boolean cut) {}
  }

  private record Rows(List<String> names) implements Output<StoredSample> {
    @Override
    public void start(Writer out) throws IOException {
      out.write(Csv.BYTE_ORDER_MARK);
      List<String> header =
          new ArrayList<>(List.of(Fields.TIMESTAMP, Fields.HOST_NAME, "metric", "attributes"));
      header.addAll(names);
      Csv.row(out, header);
    }

    @Override
    public void one(Writer out, StoredSample sample) throws IOException {
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(Micros.iso(sample.timeMicros()));
      cells.add(sample.host());
      cells.add(sample.metric());
      cells.add(attributes(sample));
      Map<String, Object> values = values(sample);
      for (String name : names) {
        cells.add(values.get(name));
      }
      Csv.row(out, cells);
    }

    @Override
    public void end(Writer out, long count, boolean cut) {}
  }

  private record Table(List<String> names, ZoneId zone) implements Output<StoredSample> {
    private static final String SERIES = "%-23s  %-16s  %-32s  %-40s";

    @Override
    public void start(Writer out) throws IOException {
      out.write(SERIES.formatted("TIME", "HOST", "METRIC", "ATTRIBUTES"));
      for (String name : names.equals(VALUES) ? List.of("VALUE") : names) {
        out.write("  %12s".formatted(name.toUpperCase(Locale.ROOT)));
      }
      out.write('\n');
    }

    @Override
    public void one(Writer out, StoredSample sample) throws IOException {
      out.write(
          SERIES.formatted(
              Micros.local(sample.timeMicros(), zone),
              Terminal.safe(sample.host()),
              Terminal.safe(sample.metric()),
              Terminal.safe(attributes(sample))));
      for (Object value : values(sample).values()) {
        out.write(
            value instanceof Double number
                ? "  %12s".formatted(shortened(number))
                : value instanceof String reason
                    ? "  (" + Terminal.safe(reason) + ")"
                    : "  %12s".formatted(value));
      }
      out.write('\n');
    }

    @Override
    public void end(Writer out, long count, boolean cut) throws IOException {
      String unit = count == 1 ? " line" : " lines";
      out.write(count + unit + (cut ? "; --limit shows more" : "") + "\n");
    }

    private static String shortened(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : String.format(Locale.ROOT, "%.4g", value);
    }
  }
}
