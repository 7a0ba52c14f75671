package org.hinomi.collector.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.hinomi.collector.notify.Dispatcher;
import org.hinomi.collector.receive.Counters;
import org.hinomi.collector.search.CollectorStatus;
import org.hinomi.core.event.Transport;
import org.hinomi.core.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  @TempDir private Path data;
  private final PrometheusRegistry metrics = new PrometheusRegistry();
  private final Counters counters = new Counters(metrics);
  private final List<String> refused = new ArrayList<>();
  private List<String> routing = List.of();
  private final List<Pipeline.Failure> failures = new ArrayList<>();
  private final List<Dispatcher.Failure> destinations = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private long durableEnd = 10;
  private OptionalLong kernelDrops = OptionalLong.empty();

  private Health health() {
    return new Health(
        "1",
        data,
        Map.of("relp", "127.0.0.1:2514"),
        new Health.Parts(
            new Health.Journal() {
              @Override
              public long nextPosition() {
                return durableEnd;
              }

              @Override
              public long firstPosition() {
                return 3;
              }

              @Override
              public int segments() {
                return 2;
              }

              @Override
              public long bytes() throws IOException {
                throw new IOException("a segment went away");
              }
            },
            () -> 10,
            new Health.Detection(() -> durableEnd, 7, refused),
            () -> failures,
            () -> destinations,
            () -> new TreeMap<>(Map.of("duty", 4L)),
            routing),
        metrics,
        () -> now);
  }

  private List<String> problems(Health health) {
    return health.get().problems().stream()
        .map(problem -> problem.text(Language.EN))
        .filter(text -> !text.startsWith("The disk of"))
        .toList();
  }

  @Test
  void aRuleThatIsNotInForceIsAProblem() {
    assertThat(health().get().facts()).containsEntry("event_rules", 7L);
    refused.add("rules/a.yml:3: level: severe");
    assertThat(problems(health())).singleElement().asString().contains("rules/a.yml:3: level");
  }

  @Test
  void aMistakeInWhoIsToldIsAProblem() {
    assertThat(problems(health())).isEmpty();
    routing = List.of("notify.yaml:3: teams.a.people[0]: bob (expected a name under people)");
    assertThat(problems(health())).singleElement().asString().contains("notify.yaml:3: teams.a");
  }

  @Test
  void aHistoryThatWasSetAsideIsAProblemUntilItIsMovedAway() throws IOException {
    Path history = Files.createDirectories(data.resolve("history"));
    Files.createDirectories(history.resolve("event"));
    Path aside = Files.createDirectories(history.resolve("event.damaged-20261123T000000.000Z"));
    assertThat(problems(health())).singleElement().asString().contains(aside.toString());
    Files.delete(aside);
    assertThat(problems(health())).isEmpty();
  }

  @Test
  void aListOfWhichLinesWereLostIsAProblemUntilItIsMovedAway() throws IOException {
    Path history = Files.createDirectories(data.resolve("history"));
    Path aside = Files.createFile(history.resolve("manifest.jsonl.damaged-20261123T000000.000Z"));
    assertThat(problems(health()))
        .singleElement()
        .asString()
        .contains(aside.toString(), "hinomi hold list");
    Files.delete(aside);
    assertThat(problems(health())).isEmpty();
  }

  @Test
  void showsWhatIsCountedAndWhatIsUnknown() {
    counters.received(Transport.RELP).add(5, 100);
    counters.dropped("receive", "journal_full", 1);
    CollectorStatus status = health().get();
    assertThat(status.durableEnd()).isEqualTo(10);
    assertThat(status.facts())
        .containsEntry("received", new TreeMap<>(Map.of("relp", 5L)))
        .containsEntry("dropped", new TreeMap<>(Map.of("receive.journal_full", 1L)))
        .containsEntry("malformed", new TreeMap<>())
        .containsEntry("udp_kernel_drops", null)
        .containsEntry("notifications_queued", new TreeMap<>(Map.of("duty", 4L)))
        .containsEntry("journal.oldest_position", 3L)
        .containsEntry("journal.segments", 2L)
        .containsEntry("journal.bytes", null)
        .hasEntrySatisfying("data.free_bytes", free -> assertThat(free).isInstanceOf(Long.class));
  }

  @Test
  void showsTheClocksThatAreOffTheWorstFirst() {
    Gauge.builder()
        .name("hinomi_clock_skew_seconds")
        .labelNames("host")
        .register(metrics)
        .labelValues("right")
        .set(-0.9);
    assertThat(health().get().facts()).containsEntry("clock_skew", Map.of());
    metrics.clear();
    Gauge off =
        Gauge.builder().name("hinomi_clock_skew_seconds").labelNames("host").register(metrics);
    off.labelValues("a").set(2.4);
    off.labelValues("b").set(-32_400.2);
    off.labelValues("c").set(1.4);
    assertThat(health().get().facts().get("clock_skew")).hasToString("{b=-32400, a=2}");
  }

  @Test
  void isSilentWhenAllIsWell() {
    assertThat(problems(health())).isEmpty();
  }

  @Test
  void namesWhatDoesNotGoOn() {
    failures.add(new Pipeline.Failure("HotIndex", "disk I/O error", Duration.ofSeconds(7)));
    failures.add(new Pipeline.Failure("AlertStore", "locked", Duration.ofSeconds(8)));
    failures.add(new Pipeline.Failure("journal", "no such file", Duration.ofSeconds(9)));
    destinations.add(new Dispatcher.Failure("duty", "connection refused", now));
    durableEnd = 300_010;
    assertThat(problems(health()))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("300000 records wait"),
            p -> assertThat(p).contains("history has not taken records for 7 s: disk I/O error"),
            p -> assertThat(p).contains("not been checked for 8 s: locked"),
            p -> assertThat(p).contains("journal has not been read for 9 s: no such file"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "Destination duty has taken no notifications since 2026-11-23T00:00:00Z:"
                            + " connection refused."));
  }

  @Test
  void aLossIsAProblemForSomeMinutes() {
    counters.watchKernelDrops(514, () -> kernelDrops);
    kernelDrops = OptionalLong.of(0);
    Health health = health();
    assertThat(problems(health)).isEmpty();

    kernelDrops = OptionalLong.of(12);
    counters.dropped("receive", "no_memory", 3);
    assertThat(problems(health))
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).startsWith("3 records were dropped").contains("receive, no_memory"),
            p -> assertThat(p).startsWith("The kernel dropped 12 UDP").contains("port 514"));
    now = now.plusSeconds(540);
    kernelDrops = OptionalLong.of(13);
    assertThat(problems(health)).hasSize(2).anyMatch(p -> p.startsWith("The kernel dropped 13"));
    now = now.plusSeconds(120);
    assertThat(problems(health)).singleElement().asString().startsWith("The kernel dropped 13");
    now = now.plusSeconds(600);
    assertThat(problems(health)).isEmpty();
    assertThat(health.get().facts())
        .containsEntry("udp_kernel_drops", new TreeMap<>(Map.of("514", 13L)));
  }
}
