package org.hinomi.collector.search.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.settings.Section;

/**
 * The series of a test, put together into rounds of samples: what a host has at the same time is of
 * one round.
 */
final class TestSeries {
  private static final long MOST_VALUES = 100_000;
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final String NUMBER = "-?[0-9]+(?:\\.[0-9]+)?%?";

  /** {@code 70%}, {@code 70%x10}, {@code 70%..95%x30}; {@code _} and {@code _x5} for none. */
  private static final Pattern VALUE =
      Pattern.compile("(?:_|(" + NUMBER + ")(?:\\.\\.(" + NUMBER + "))?)(?:x([1-9][0-9]{0,5}))?");

  private static final String EXPECTED =
      "a number or a share, 70%x10 (ten times), 70%..95%x30 (thirty, from the one to the other), _"
          + " or _x5 (none)";

  private final TreeMap<Instant, Map<String, List<Sample>>> samples = new TreeMap<>();

  private TestSeries() {}

  /** Reads the list {@code series} of a test that begins at {@code start}. */
  static List<SampleRound> read(Section test, Instant start) {
    TestSeries series = new TestSeries();
    for (Section s : test.sections("series")) {
      series.add(s, start);
    }
    List<SampleRound> rounds = new ArrayList<>();
    series.samples.forEach(
        (time, hosts) ->
            hosts.forEach((host, all) -> rounds.add(round(rounds.size() + 1, time, host, all))));
    return rounds;
  }

  private void add(Section s, Instant start) {
    String host = s.text("host").orElse("host");
    String metric = s.text("metric").required();
    Map<String, String> attributes = s.map("attributes");
    Duration every =
        s.duration("every", Duration.ofSeconds(1), LONGEST).orElse(Duration.ofMinutes(1));
    Duration after = s.duration("after", Duration.ZERO, LONGEST).orElse(Duration.ZERO);
    long times = s.integer("times", 1, MOST_VALUES).orElse(1L);
    List<OptionalDouble> values = values(s);
    if (values.size() * times > MOST_VALUES) {
      s.problem("times", values.size() * times + " values", "at most " + MOST_VALUES);
      return;
    }
    Instant time = start.plus(after);
    for (long turn = 0; turn < times; turn++) {
      for (OptionalDouble value : values) {
        if (value.isPresent()) {
          samples
              .computeIfAbsent(time, t -> new TreeMap<>())
              .computeIfAbsent(host, h -> new ArrayList<>())
              .add(Sample.of(metric, attributes, value.getAsDouble()));
        }
        time = time.plus(every);
      }
    }
  }

  private static List<OptionalDouble> values(Section s) {
    List<OptionalDouble> values = new ArrayList<>();
    for (String text :
        s.text("values").where(v -> VALUE.matcher(v).matches(), EXPECTED).oneOrMore()) {
      Matcher matcher = VALUE.matcher(text);
      if (!matcher.matches() || values.size() > MOST_VALUES) {
        continue;
      }
      int count = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
      for (int i = 0; i < count; i++) {
        values.add(value(matcher, i, count));
      }
    }
    return values;
  }

  private static OptionalDouble value(Matcher text, int i, int count) {
    if (text.group(1) == null) {
      return OptionalDouble.empty();
    }
    double first = number(text.group(1));
    if (text.group(2) == null || count == 1) {
      return OptionalDouble.of(first);
    }
    return OptionalDouble.of(first + (number(text.group(2)) - first) * i / (count - 1));
  }

  private static double number(String text) {
    return text.endsWith("%")
        ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
        : Double.parseDouble(text);
  }

  private static SampleRound round(long position, Instant time, String host, List<Sample> all) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    return new SampleRound(
        position, Transport.RELP, "", micros, micros, host, null, all, List.of());
  }
}
