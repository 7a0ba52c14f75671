package org.hinomi.collector.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.record.TestRecords.event;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.record.HotIndex;
import org.hinomi.collector.record.HotSettings;
import org.hinomi.core.text.Language;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class TimelineSearchesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));

  @TempDir static Path dir;
  private static HotIndex index;
  private static TimelineSearches timelines;

  /** One event a second, from 00:00:01 on. */
  @BeforeAll
  static void record() throws Exception {
    index = new HotIndex(dir, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 1);
    List<Decoded> events = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      events.add(
          event(
              i,
              i == 48 ? "web01.akebono.example" : i == 49 ? "web01" : "fs01",
              i == 47 ? "x".repeat(239) + "\uD83D\uDD25 and more" : "message " + i,
              i == 52
                  ? Map.of("email.from.address", "sato.k@akebono.example")
                  : i == 53 ? Map.of("user.name", "sato.k", "source.ip", "192.0.2.9") : Map.of()));
    }
    index.accept(events, 101);
    timelines = new TimelineSearches(index.history(), CLOCK);
  }

  @AfterAll
  static void close() throws Exception {
    index.close();
  }

  private static String ask(
      @Nullable String host,
      @Nullable String user,
      @Nullable String address,
      int limit,
      Format format)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    timelines
        .around(
            new TimelineSearches.Around("2026-11-23T00:00:50Z", "10m", host, user, address, ""),
            new Question(null, null, limit, format, ZoneOffset.UTC, Language.EN))
        .writeTo(out);
    return out.toString(UTF_8);
  }

  private static List<JsonNode> json(
      @Nullable String host, @Nullable String user, @Nullable String address) throws Exception {
    ObjectMapper json = new ObjectMapper();
    return ask(host, user, address, 0, Format.JSON).lines().map(json::readTree).toList();
  }

  private static List<Long> positions(
      @Nullable String host, @Nullable String user, @Nullable String address) throws Exception {
    return json(host, user, address).stream()
        .map(row -> row.get("journal.position").asLong())
        .toList();
  }

  @Test
  void isInTheOrderOfTime() throws Exception {
    List<JsonNode> rows = json(null, null, null);
    assertThat(rows).hasSize(100);
    assertThat(rows.getFirst().get("offset_s").asDouble()).isEqualTo(-49);
    assertThat(rows.getLast().get("offset_s").asDouble()).isEqualTo(50);
  }

  @Test
  void becomesNarrowerAndSaysSo() throws Exception {
    String table = ask(null, null, null, 20, Format.TABLE);
    assertThat(table)
        .contains("message 50", "message 51")
        .doesNotContain("message 40 ", "message 60 ")
        .contains("More than 20 events within 10m: shown is what is within 9.375s of the moment.");
  }

  @Test
  void findsWhateverNamesAHostAUserOrAnAddress() throws Exception {
    assertThat(positions("WEB01", null, null)).containsExactly(48L, 49L);
    assertThat(positions(null, "sato.k", null)).containsExactly(52L, 53L);
    assertThat(positions(null, null, "192.0.2.9")).containsExactly(53L);
    assertThatThrownBy(() -> positions(null, null, "nowhere")).isInstanceOf(WrongQuestion.class);
  }

  @Test
  void cutsNoCharacterInTwo() throws Exception {
    assertThat(json(null, null, null).get(46).get("message").asString())
        .isEqualTo("x".repeat(239) + "…");
  }
}
