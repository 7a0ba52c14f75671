package org.hinomi.collector.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.collector.record.TestRecords;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountSearchesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

  @TempDir static Path dir;
  private static HotIndex index;
  private static CountSearches counts;

  @BeforeAll
  static void record() throws IOException {
    index = new HotIndex(dir, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 1);
    index.accept(
        List.<Decoded>of(
            at("2026-11-23T00:10:00Z", 1, "fs01", Map.of("user.name", "taro", "bytes", 5L)),
            at("2026-11-23T00:50:00Z", 2, "fs01", Map.of("user.name", List.of("taro", "hanako"))),
            at("2026-11-23T00:59:59Z", 3, "=web", Map.of("tags", List.of("a", "b", "a"))),
            at("2026-11-23T01:00:00Z", 4, "fs01", Map.of("bytes", 5L)),
            // In New York the clocks went back at 06:00Z: 01:30 came twice.
            at("2026-11-01T05:30:00Z", 5, "ny", Map.of()),
            at("2026-11-01T06:30:00Z", 6, "ny", Map.of()),
            at("2026-11-01T23:30:00Z", 7, "ny", Map.of()),
            at("2026-11-02T04:59:00Z", 8, "ny", Map.of())),
        9);
    counts = new CountSearches(index.history(), CLOCK);
  }

  private static Event at(String time, long position, String host, Map<String, Object> fields) {
    Event event = TestRecords.event(position, host, "m", fields);
    long micros = Micros.of(Instant.parse(time));
    return new Event(
        position,
        event.transport(),
        event.sourceAddress(),
        micros,
        micros,
        host,
        event.facility(),
        event.severity(),
        event.app(),
        event.pid(),
        event.message(),
        event.original(),
        null,
        event.fields());
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  @ParameterizedTest
  @CsvSource({"'', 4", "host:fs01, 3", "user:taro, 2", "host:none, 0"})
  void counts(String query, int count) throws Exception {
    assertThat(text(counts.count(query, asked(Format.JSON, "UTC"))))
        .isEqualTo("{\"count\":" + count + "}\n");
  }

  @Test
  void givesTheMostFrequentValuesOfEachField() throws Exception {
    assertThat(text(counts.top("", "host,user,tags,bytes,2", asked(Format.JSON, "UTC"))))
        .isEqualTo(
            """
            {"field":"host.name","value":"fs01","count":3}
            {"field":"host.name","value":"=web","count":1}
            {"field":"user.name","value":"taro","count":2}
            {"field":"user.name","value":"hanako","count":1}
            {"field":"tags","value":"a","count":1}
            {"field":"tags","value":"b","count":1}
            {"field":"bytes","value":"5","count":2}
            """);
    assertThat(text(counts.top("", "host,1", asked(Format.TABLE, "UTC"))))
        .isEqualTo("FIELD      VALUE  COUNT\nhost.name  fs01       3\n1 line\n");
    assertThat(text(counts.top("", "host", asked(Format.CSV, "UTC"))))
        .isEqualTo(
            "\uFEFF\"field\",\"value\",\"count\"\r\n"
                + "\"host.name\",\"fs01\",3\r\n\"host.name\",\"'=web\",1\r\n");
    assertThat(text(counts.top("", "log.syslog.severity.code", asked(Format.JSON, "UTC"))))
        .contains("\"value\":2,");
  }

  @Test
  void countsForEachStepAndValue() throws Exception {
    assertThat(text(counts.histogram("", "1h", null, asked(Format.JSON, "UTC"))))
        .isEqualTo(
            """
            {"@timestamp":"2026-11-23T00:00:00.000000Z","count":3}
            {"@timestamp":"2026-11-23T01:00:00.000000Z","count":1}
            """);
    assertThat(text(counts.histogram("", "1h", "host,user", asked(Format.JSON, "UTC"))))
        .isEqualTo(
            """
            {"@timestamp":"2026-11-23T00:00:00.000000Z","host.name":"fs01","user.name":"taro","count":2}
            {"@timestamp":"2026-11-23T00:00:00.000000Z","host.name":"=web","count":1}
            {"@timestamp":"2026-11-23T00:00:00.000000Z","host.name":"fs01","user.name":"hanako","count":1}
            {"@timestamp":"2026-11-23T01:00:00.000000Z","host.name":"fs01","count":1}
            """);
    assertThat(text(counts.histogram("", "1h", null, asked(Format.TABLE, "Asia/Kolkata"))))
        .isEqualTo(
            """
            TIME                     COUNT
            2026-11-23 05:00:00.000      1
            2026-11-23 06:00:00.000      3
            2 lines
            """);
  }

  @Test
  void combinesTheValuesOfFieldsThatHaveSeveral() throws Exception {
    assertThat(
            text(
                counts.histogram(
                    "user:hanako OR tags:a", "1d", "user,host,tags", asked(Format.JSON, "UTC"))))
        .hasLineCount(4);
  }

  @ParameterizedTest
  @CsvSource({
    "1h, America/New_York, 05:00 1 06:00 1 23:00 1 04:00 1",
    "1d, America/New_York, 04:00 4",
    "1d, UTC, 00:00 3 00:00 1",
    "1w, UTC, 00:00 3 00:00 1",
    "12h, America/New_York, 04:00 1 05:00 1 17:00 2",
  })
  void stepsFollowTheClockOnTheWall(String step, String zone, String expected) throws Exception {
    StringBuilder found = new StringBuilder();
    Question all =
        new Question("2026-10-01T00:00:00Z", null, 0, Format.JSON, ZoneId.of(zone), Language.EN);
    text(counts.histogram("host:ny", step, null, all))
        .lines()
        .forEach(
            line ->
                found
                    .append(line.replaceAll(".*T(\\d\\d:\\d\\d).*\"count\":(\\d+)}", "$1 $2"))
                    .append(' '));
    assertThat(found.toString().strip()).isEqualTo(expected);
  }

  @Test
  void saysWhatIsWrong() {
    Question question = asked(Format.JSON, "UTC");
    for (String wrong : List.of("", "host,,user", "event.original", ",5")) {
      assertThatThrownBy(() -> counts.top("", wrong, question))
          .hasMessageStartingWith("top: " + wrong + " (expected: names of fields");
    }
    assertThatThrownBy(() -> counts.top("", "host,0", question))
        .hasMessage("top: host,0 (expected: a number of values, at least 1)");
    assertThatThrownBy(() -> counts.histogram("", "x", null, question))
        .hasMessageContaining("expected: a length of time");
    assertThatThrownBy(() -> counts.count("a AND", question)).isInstanceOf(QueryException.class);
  }

  private static Question asked(Format format, String zone) {
    return new Question(null, null, 0, format, ZoneId.of(zone), Language.EN);
  }

  private static String text(Searches.Answer answer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    answer.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
