package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive is read with DuckDB alone, by the SQL that docs/archive.md prints. */
class ArchiveTest {
  private static final Pattern VIEW = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

  @TempDir Path dir;

  @Test
  void everyOriginalComesBackByteForByte() throws Exception {
    Map<Long, String> originals = new TreeMap<>();
    List<Decoded> events = new ArrayList<>();
    String[] heads = {
      "<134>1 2026-11-23T00:00:0%d.123456Z web01 nginx 77 ID47 - ",
      "<134>1 2026-11-23T09:00:0%d.123+09:00 web01 nginx 77 - - ",
      "<134>Nov 23 09:00:0%d web01 nginx[77]: ",
      "<134>1 - web01 nginx 77 ID47 [a@32473 n=\"%d\"] ",
      "no head of a known form %d: ",
      "",
    };
    for (int i = 0; i < heads.length; i++) {
      for (int n = 0; n < 3; n++) {
        long position = originals.size() + 1;
        boolean whole = heads[i].contains("123+") || heads[i].contains("Nov");
        long micros = TestRecords.MIDNIGHT + n * 1_000_000L;
        if (heads[i].contains("123456")) {
          micros += 123_456;
        } else if (whole && !heads[i].contains("Nov")) {
          micros += 123_000;
        }
        String original = heads[i].formatted(n) + "火 message " + n;
        originals.put(position, original);
        events.add(
            event(position, micros, "火 message " + n, original.getBytes(StandardCharsets.UTF_8)));
      }
    }
    byte[] notUtf8 = {'<', '1', '>', (byte) 0xff, (byte) 0xfe, 'x'};
    events.add(event(events.size() + 1, TestRecords.MIDNIGHT, "\ufffd\ufffdx", notUtf8));
    try (HotIndex index =
        new HotIndex(dir, HotSettings.DEFAULT, CLOCK, new PrometheusRegistry(), () -> 1)) {
      index.accept(events, events.size() + 1);
    }

    Matcher view = VIEW.matcher(Files.readString(ColumnTest.checkout().resolve("docs/archive.md")));
    assertThat(view.find()).isTrue();
    String sql = view.group(1).replace("history/event", dir.resolve("history/event").toString());
    Map<Long, String> found = new TreeMap<>();
    byte[] last = {};
    int forms = 0;
    try (Connection plain = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = plain.createStatement()) {
      statement.execute(sql);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT position, event_original, original_form FROM archive ORDER BY position")) {
        while (row.next()) {
          last = row.getBytes(2);
          found.put(row.getLong(1), new String(last, StandardCharsets.UTF_8));
          forms += row.getString(3) == null ? 0 : 1;
        }
      }
    }
    assertThat(last).isEqualTo(notUtf8);
    found.remove((long) events.size());
    assertThat(found).isEqualTo(originals);
    assertThat(forms).as("heads kept as a form").isGreaterThanOrEqualTo(9);
  }

  private static Event event(long position, long micros, String message, byte[] original) {
    return new Event(
        position,
        Transport.SYSLOG_TCP,
        "192.0.2.7",
        TestRecords.MIDNIGHT,
        micros,
        "web01",
        16,
        6,
        "nginx",
        "77",
        message,
        RawMessage.wrap(original),
        null,
        Map.of(Fields.RETENTION_CLASS, "default", Fields.SYSLOG_MSGID, "ID47"));
  }
}
