package org.hinomi.collector.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.RawMessage;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.core.event.Fields;
import org.hinomi.core.event.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClockSkewTest {
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final ClockSkew clocks = new ClockSkew(metrics);
  private long received = micros(Instant.parse("2026-11-28T00:00:00Z"));

  @Test
  void aClockThatIsAheadIsSeenInAnyLiveEvent() {
    assertThat(seen(Transport.RELP, "fast", 600)).isEqualTo(600L);
    assertThat(seen(Transport.SYSLOG_TCP, "right", 0)).isNull();
    assertThat(seen(Transport.IMPORT, "old", 600)).isNull();
    assertThat(seen(Transport.INTERNAL, "self", 600)).isNull();

    assertThat(skews()).containsExactly(Map.entry("fast", 600.0));
  }

  /** What came late over a connection may have waited; a lone datagram cannot. */
  @Test
  void aClockThatIsBehindIsSeenInDatagramsAndSamples() {
    assertThat(seen(Transport.SYSLOG_TCP, "queued", -600)).isNull();
    assertThat(seen(Transport.SYSLOG_UDP, "slow", -32_400)).isEqualTo(-32_400L);
    assertThat(seen(Transport.SYSLOG_UDP, "slow", -30)).isNull();
    round("agent", -90);
    round("agent", -300);

    assertThat(skews()).containsExactly(Map.entry("agent", -90.0), Map.entry("slow", -30.0));
  }

  /** Of some minutes the latest time counts, and a clock that was set is right again after them. */
  @Test
  void aClockThatIsSetIsRightAgain() {
    seen(Transport.SYSLOG_UDP, "fw", 3600);
    later(Duration.ofMinutes(11));
    seen(Transport.SYSLOG_UDP, "fw", -1);
    assertThat(skews()).containsExactly(Map.entry("fw", 3600.0));
    later(Duration.ofMinutes(11));
    seen(Transport.SYSLOG_UDP, "fw", -1);
    assertThat(skews()).containsExactly(Map.entry("fw", -1.0));
    later(Duration.ofHours(2));
    seen(Transport.SYSLOG_UDP, "other", -1);
    assertThat(skews()).containsOnlyKeys("other");
  }

  /** The clock of this machine, too, may have been wrong until it was set. */
  @Test
  void ourOwnClockMayBeSetBack() {
    seen(Transport.SYSLOG_UDP, "fw", 3600);
    later(Duration.ofHours(-9));
    seen(Transport.SYSLOG_UDP, "fw", -1);
    assertThat(skews()).containsExactly(Map.entry("fw", -1.0));
  }

  @Test
  void madeUpHostsTakeNoMemory() {
    for (int i = 0; i < 10_000; i++) {
      seen(Transport.SYSLOG_UDP, "h" + i, -1);
    }
    assertThat(skews()).hasSize(4096);
    later(Duration.ofHours(2));
    seen(Transport.SYSLOG_UDP, "new", -1);
    assertThat(skews()).containsOnlyKeys("new");
  }

  private void later(Duration span) {
    received += span.toNanos() / 1_000;
  }

  private @Nullable Object seen(Transport transport, String host, long seconds) {
    Event event =
        new Event(
            1,
            transport,
            "192.0.2.1",
            received,
            received + seconds * 1_000_000,
            host,
            1,
            6,
            null,
            null,
            "text",
            RawMessage.copyOf("text".getBytes(StandardCharsets.UTF_8), 0, 4),
            null,
            new HashMap<>());
    return clocks.look(event).fields().get(Fields.EVENT_CLOCK_SKEW);
  }

  private void round(String host, long seconds) {
    clocks.look(
        new SampleRound(
            1,
            Transport.RELP,
            "192.0.2.1",
            received,
            received + seconds * 1_000_000,
            host,
            null,
            List.of(),
            List.of(),
            RawMessage.copyOf(new byte[0], 0, 0)));
  }

  private Map<String, Double> skews() {
    Map<String, Double> all = new TreeMap<>();
    metrics
        .scrape()
        .forEach(
            snapshot -> {
              if (snapshot instanceof GaugeSnapshot gauge) {
                gauge
                    .getDataPoints()
                    .forEach(p -> all.put(String.valueOf(p.getLabels().get("host")), p.getValue()));
              }
            });
    return all;
  }

  private static long micros(Instant time) {
    return time.toEpochMilli() * 1_000;
  }
}
