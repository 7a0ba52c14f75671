package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.record.TestRecords.event;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.search.QueryParser;
import org.hinomi.core.event.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventConditionTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

  /** Each is asked of the events below: as they come in, and of the history. */
  private static final List<String> QUERIES =
      List.of(
          "*",
          "disk",
          "DISK",
          "\"disk full\"",
          "d?sk*full",
          "message:*",
          "host:fs01",
          "host:FS0*",
          "host:*1",
          "NOT host:fs01",
          "host:(fs01 OR web)",
          "user.name:tarō",
          "user.name:TARŌ",
          "user:*",
          "_exists_:event.code",
          "id:[4000 TO 5000]",
          "id:{4624 TO *]",
          "log.syslog.severity.code:2",
          "log.syslog.severity.code:<3",
          "log.syslog.facility.code:(4 OR 10)",
          "winlog.record_id:[10 TO 20]",
          "winlog.record_id:17",
          "ip:\"192.0.2.0/24\"",
          "ip:\"2001:db8::7\"",
          "source.address:192.0.2.7",
          "journal.position:[2 TO 4]",
          "@timestamp:[\"2026-11-23T00:00:02Z\" TO \"2026-11-23T00:00:04Z\"]",
          "agent.id:a*",
          "event.sequence:>8",
          "winlog.access_list:WriteData",
          "winlog.access_list:read*",
          "winlog.event_data.Count:[1 TO 100]",
          "winlog.event_data.Count:[b TO z]",
          "transport:syslog-tcp AND app:su AND process.pid:4242",
          "error.message:octet",
          "message:\"100%\" OR message:a_b");

  @TempDir Path dir;

  @Test
  void findsWhatTheHistoryFinds() throws Exception {
    List<Decoded> events =
        List.of(
            event(1, "fs01", "Disk full on /srv", Map.of("event.code", "6008")),
            event(2, "FS02", "all well", Map.of("user.name", "Tarō", "event.code", "4624")),
            event(
                3,
                "web",
                "disk is\nfull",
                Map.of("source.ip", "192.0.2.9", "winlog.record_id", 17L)),
            event(
                4,
                "web1",
                "100% a_b \\ x",
                "100% a_b \\ x",
                new Identity("a-1", 7, 9),
                Map.of("source.ip", "2001:DB8:0:0::7", "winlog.event_data.Count", "12")),
            event(
                5,
                "",
                "",
                Map.of(
                    "winlog.access_list",
                    List.of("ReadData", "WriteData"),
                    "winlog.event_data.Count",
                    "many",
                    "error.message",
                    "bad octet count")),
            event(6, "fs01", "aXb disk", Map.of("winlog.record_id", "12", "event.code", "x")));
    QueryParser parser = new QueryParser(expression -> Optional.empty(), CLOCK, ZoneOffset.UTC);
    try (HotIndex index =
        new HotIndex(dir, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 1)) {
      index.accept(events, 7);
      for (String query : QUERIES) {
        Condition condition = parser.parse(query);
        List<Long> found = new ArrayList<>();
        for (Decoded decoded : events) {
          if (EventCondition.of(condition).test((Event) decoded)) {
            found.addFirst(decoded.position());
          }
        }
        assertThat(found)
            .as(query)
            .containsExactlyElementsOf(TestRecords.positions(index.history(), condition));
      }
    }
  }

  @Test
  void refusesWhatCannotBeTriedOnAnEventThatComesIn() {
    assertThatThrownBy(() -> EventCondition.of(new Condition.Regex("message", "(a+)+b")))
        .hasMessageContaining("wildcards");
    assertThatThrownBy(() -> EventCondition.of(new Condition.Exists("event.template")))
        .hasMessageContaining("event.template");
  }

  @Test
  void matchesPatternsInProportionToTheirLength() {
    String text = "a".repeat(20_000);
    assertThat(CaselessPattern.of("*a*a*a*a*a*a*b", false).matches(text)).isFalse();
    assertThat(CaselessPattern.of("a*?A", false).matches(text)).isTrue();
    assertThat(CaselessPattern.of("\\*\\?", true).matches("x*?y")).isTrue();
    assertThat(CaselessPattern.of("\\*\\?", true).matches("x**y")).isFalse();
    assertThat(CaselessPattern.of("?", false).matches("\ud867\ude3d")).isTrue();
  }
}
