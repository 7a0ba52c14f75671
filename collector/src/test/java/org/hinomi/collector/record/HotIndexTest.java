package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hinomi.collector.record.TestRecords.event;
import static org.hinomi.collector.record.TestRecords.events;
import static org.hinomi.collector.record.TestRecords.plain;
import static org.hinomi.collector.record.TestRecords.positions;
import static org.hinomi.collector.record.TestRecords.round;
import static org.hinomi.collector.record.TestRecords.samples;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.record.template.Templates;
import org.hinomi.core.event.Identity;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotIndexTest {
  private static final Condition ALL = new Condition.All();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T01:00:00Z"));

  @TempDir Path dir;
  private PrometheusRegistry registry = new PrometheusRegistry();

  private static final HotSettings PARTS_OF_15 =
      new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 15);

  private HotIndex open() throws IOException {
    return open(dir);
  }

  private HotIndex open(Path where) throws IOException {
    return open(where, HotSettings.DEFAULT);
  }

  private HotIndex open(Path where, HotSettings settings) throws IOException {
    registry = new PrometheusRegistry();
    return new HotIndex(where, settings, CLOCK, registry, () -> 100);
  }

  @Test
  void anEmptyHistoryKnowsNoLastEvent() throws IOException {
    try (HotIndex index = open()) {
      assertThat(index.history().status().lastReceivedMicros()).isEmpty();
    }
  }

  @Test
  void givesBackEveryFieldOfAnEvent() throws IOException {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("event.code", "6008");
    fields.put("event.provider", "EventLog");
    fields.put("winlog.channel", "System");
    fields.put("winlog.record_id", 77L);
    fields.put("user.name", "taro");
    fields.put("source.ip", "192.0.2.9");
    fields.put("event.outcome", "failure");
    fields.put("snmp.trap_oid", "1.3.6.1.6.3.1.1.5.3");
    fields.put("text", "a \"quoted\" text");
    fields.put("whole", 12L);
    fields.put("part", 1.5);
    fields.put("yes", true);
    fields.put("list", List.of("a", "b"));
    Identity identity = new Identity("a-1", 17, 3);
    try (HotIndex index = open()) {
      index.accept(List.of(event(1, "fs01", "body", "head body", identity, fields)), 2);
      StoredEvent found = events(index.history(), ALL).getFirst();
      Map<String, Object> expected = new TreeMap<>(fields);
      expected.put("journal.position", 1L);
      expected.put("@timestamp", TestRecords.MIDNIGHT + 1_000_000);
      expected.put("event.created", TestRecords.MIDNIGHT + 1_250_000);
      expected.put("host.name", "fs01");
      expected.put("source.address", "192.0.2.7");
      expected.put("transport", "syslog-tcp");
      expected.put("source.authentication", "none");
      expected.put("log.syslog.facility.code", 4L);
      expected.put("log.syslog.severity.code", 2L);
      expected.put("process.name", "su");
      expected.put("process.pid", "4242");
      expected.put("message", "body");
      expected.put("event.retention_class", "default");
      expected.put("agent.id", "a-1");
      expected.put("agent.incarnation", 17L);
      expected.put("event.sequence", 3L);
      expected.put("event.template", "body");
      expected.put("event.template_id", Templates.idOf("body"));
      Map<String, Object> actual = new TreeMap<>(found.fields());
      actual.replaceAll((name, value) -> value instanceof Integer i ? (Long) (long) i : value);
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void givesBackTheOriginalByteForByte() throws IOException {
    List<byte[]> originals =
        List.of(
            "head body".getBytes(StandardCharsets.UTF_8),
            "body".getBytes(StandardCharsets.UTF_8),
            "body and more".getBytes(StandardCharsets.UTF_8),
            "head body\n".getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0xff, 0, (byte) 0xfe, 'b', 'o', 'd', 'y'},
            new byte[] {},
            new byte[] {(byte) 0x83, 'A', 0, 13, 10});
    List<Decoded> batch = new ArrayList<>();
    for (int i = 0; i < originals.size(); i++) {
      batch.add(event(i + 1, "fs01", "body", originals.get(i), null, Map.of()));
    }
    batch.add(event(8, "fs01", "nul \0 in it 火", "nul \0 in it 火", null, Map.of()));
    batch.add(event(9, "fs01", "", "only a head", null, Map.of()));
    try (HotIndex index = open()) {
      index.accept(batch, 10);
      List<StoredEvent> found = events(index.history(), ALL).reversed();
      for (int i = 0; i < originals.size(); i++) {
        assertThat(found.get(i).original().bytes()).isEqualTo(originals.get(i));
      }
      assertThat(found.get(7).original().utf8()).hasValue("nul \0 in it 火");
      assertThat(found.get(7).fields()).containsEntry("message", "nul \0 in it 火");
      assertThat(found.get(8).original().utf8()).hasValue("only a head");
    }
  }

  @Test
  void takesTheSameBatchOnlyOnce() throws IOException {
    try (HotIndex index = open()) {
      index.accept(plain(1, 5), 6);
      index.accept(plain(1, 5), 6);
      index.accept(plain(4, 4), 8);
      assertThat(index.nextPosition()).isEqualTo(8);
      assertThat(positions(index.history(), ALL)).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
      assertThat(counter("hinomi_recorded")).isEqualTo(7);
      assertThat(gauge("hinomi_record_lag_records")).isEqualTo(92);
    }
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    try (HotIndex index = open()) {
      index.accept(plain(1, 5), 6);
    }
    try (HotIndex index = open()) {
      assertThat(index.nextPosition()).isEqualTo(6);
      index.accept(plain(1, 7), 8);
      assertThat(positions(index.history(), ALL)).hasSize(7).doesNotHaveDuplicates();
    }
  }

  @Test
  void aCrashLeavesEachRecordInTheHistoryOrBehindThePosition() throws IOException {
    List<Long> kept = new ArrayList<>();
    try (HotIndex index = open(dir, PARTS_OF_15)) {
      for (int batch = 0; batch < 6; batch++) {
        int end = 11 + batch * 10;
        index.accept(plain(end - 10, 10), end);
        Path copy = dir.resolveSibling(dir.getFileName() + "-copy" + batch);
        copy(dir, copy);
        try (HotIndex crashed = open(copy)) {
          kept.add((long) positions(crashed.history(), ALL).size());
          long next = crashed.nextPosition();
          crashed.accept(plain(next, end - (int) next), end);
          assertThat(positions(crashed.history(), ALL))
              .isEqualTo(LongStream.range(1, end).mapToObj(i -> end - i).toList());
        }
      }
    }
    assertThat(kept).isSorted().startsWith(0L);
    assertThat(kept.getLast()).as("events in parts").isGreaterThan(20);
  }

  /** Once more where a file got its final name or was taken away meanwhile. */
  private static void copy(Path from, Path to) throws IOException {
    while (true) {
      try {
        copyOnce(from, to);
        return;
      } catch (NoSuchFileException gone) {
        try (Stream<Path> all = Files.walk(to)) {
          for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private static void copyOnce(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  @Test
  void givesALongAnswerInOrderUpToTheLimit() throws IOException {
    try (HotIndex index = open()) {
      index.accept(plain(1, 25_000), 25_001);
      assertThat(positions(index.history(), ALL))
          .isEqualTo(LongStream.rangeClosed(1, 25_000).mapToObj(i -> 25_001 - i).toList());
      for (int limit : new int[] {9_999, 10_000, 10_001, 20_000, 24_999}) {
        List<StoredEvent> found = new ArrayList<>();
        index.history().events(new EventQuery(ALL, Window.ALWAYS, limit), found::add);
        assertThat(found).hasSize(limit);
        assertThat(found.getLast().fields()).containsEntry("journal.position", 25_001L - limit);
      }
    }
  }

  /** More rows than the appender hands over at a time. */
  @Test
  void recordsNothingOfALongBatchThatFails() throws IOException {
    List<Decoded> batch = new ArrayList<>(plain(1, 5_000));
    batch.add(event(5_001, "fs01", "m", Map.of("text", new Unwritable())));
    try (HotIndex index = open()) {
      assertThatThrownBy(() -> index.accept(batch, 5_002)).isInstanceOf(RuntimeException.class);
      assertThat(positions(index.history(), ALL)).isEmpty();
      batch.removeLast();
      index.accept(batch, 5_001);
      assertThat(positions(index.history(), ALL)).hasSize(5_000);
    }
  }

  @Test
  void recordsNothingOfABatchThatFails() throws IOException {
    Event bad =
        event(3, "fs01", "m", "m", new Identity("a-1", 1, 2), Map.of("text", new Unwritable()));
    List<Decoded> batch = new ArrayList<>(plain(1, 1));
    batch.add(event(2, "fs01", "m", "m", new Identity("a-1", 1, 1), Map.of()));
    batch.add(bad);
    try (HotIndex index = open()) {
      assertThatThrownBy(() -> index.accept(batch, 4)).isInstanceOf(RuntimeException.class);
      assertThat(index.nextPosition()).isEqualTo(1);
      assertThat(positions(index.history(), ALL)).isEmpty();
      batch.set(2, event(3, "fs01", "m", "m", new Identity("a-1", 1, 2), Map.of()));
      index.accept(batch, 4);
      assertThat(positions(index.history(), ALL)).containsExactly(3L, 2L, 1L);
    }
  }

  /** A value no decoder gives, which makes the writer fail in the middle of a batch. */
  public static final class Unwritable {
    public String getText() {
      throw new IllegalStateException("cannot be written");
    }
  }

  @Test
  void recordsWhatCarriesAnIdentityOnce() throws IOException {
    Sample load = Sample.of("system.cpu.load_average.1m", 0.5);
    try (HotIndex index = open()) {
      index.accept(
          List.of(
              event(1, "fs01", "a", "a", new Identity("a-1", 1, 1), Map.of()),
              event(2, "fs01", "b", "b", new Identity("a-1", 1, 3), Map.of()),
              event(3, "fs01", "a", "a", new Identity("a-1", 1, 1), Map.of()),
              round(4, new Identity("a-1", 1, 2), load),
              round(5, new Identity("a-1", 1, 2), load)),
          6);
      assertThat(counter("hinomi_duplicates")).isEqualTo(2);
    }
    try (HotIndex index = open()) {
      index.accept(
          List.of(
              event(6, "fs01", "b", "b", new Identity("a-1", 1, 3), Map.of()),
              event(7, "fs01", "c", "c", new Identity("a-1", 2, 3), Map.of()),
              event(8, "fs01", "d", "d", new Identity("a-1", 1, 4), Map.of())),
          9);
      assertThat(counter("hinomi_duplicates")).isEqualTo(1);
      assertThat(positions(index.history(), ALL)).containsExactly(8L, 7L, 2L, 1L);
      assertThat(samples(index.history(), null, 0)).hasSize(1);
    }
  }

  /** Positions are seconds here: between the first lot and the second lie two days. */
  @Test
  void recordsWhatComesAgainDaysLaterOnce() throws IOException {
    int each = 1_500;
    long later = 172_800;
    long end;
    HotSettings parts = new HotSettings(256L << 20, 1, Duration.ofSeconds(60), 1_000);
    try (HotIndex index = open(dir, parts)) {
      end = accept(index, 1, 1, each);
      assertThat(counter("hinomi_recorded")).isEqualTo(2 * each);
    }
    try (HotIndex index = open(dir, parts)) {
      end = accept(index, later + end, each + 1, 2 * each);
      end = accept(index, end, 1, 2 * each);
      assertThat(counter("hinomi_recorded")).isEqualTo(2 * each);
      assertThat(counter("hinomi_duplicates")).isEqualTo(4 * each);
    }
    try (HotIndex index = open(dir, parts)) {
      accept(index, end, 1, 2 * each);
      assertThat(counter("hinomi_recorded")).isZero();
      assertThat(counter("hinomi_duplicates")).isEqualTo(4 * each);
    }
  }

  /** Records of two agents in turn; gives the position behind them. */
  private static long accept(HotIndex index, long position, int first, int last)
      throws IOException {
    List<Decoded> batch = new ArrayList<>();
    long at = position;
    for (int sequence = first; sequence <= last; sequence++) {
      for (String agent : List.of("a-1", "a-2")) {
        String text = agent + " says " + sequence;
        batch.add(event(at++, "fs01", text, text, new Identity(agent, 1, sequence), Map.of()));
      }
      if (batch.size() >= 1000 || sequence == last) {
        index.accept(List.copyOf(batch), at);
        batch.clear();
      }
    }
    return at;
  }

  @Test
  void countsPositionsThatNeverCame() throws IOException {
    try (HotIndex index = open()) {
      index.accept(plain(4, 2), 6);
      assertThat(counter("hinomi_record_gap_records")).isEqualTo(3);
      assertThat(index.nextPosition()).isEqualTo(6);
    }
  }

  @Test
  void opensAStoppedHistoryForReading() throws IOException {
    try (HotIndex index = open()) {
      index.accept(plain(1, 5), 6);
    }
    try (StoppedHistory stopped = new StoppedHistory(dir, HotSettings.DEFAULT)) {
      assertThat(positions(stopped.history(), ALL)).hasSize(5);
      HistoryStatus status = stopped.history().status();
      assertThat(status.nextPosition()).isEqualTo(6);
      assertThat(status.events()).isEqualTo(5);
      assertThat(status.lastReceivedMicros()).hasValue(TestRecords.MIDNIGHT + 5_250_000);
    }
  }

  @Test
  void saysWhereItLookedWhenThereIsNoHistory() {
    assertThatThrownBy(() -> new StoppedHistory(dir, HotSettings.DEFAULT))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("no history here")
        .hasMessageContaining("--data");
  }

  @Test
  void keepsSamplesAndReasonsAndSumsThemUp() throws IOException {
    SampleRound unavailable =
        new SampleRound(
            5,
            Transport.RELP,
            "192.0.2.7",
            TestRecords.MIDNIGHT + 5_000_000,
            TestRecords.MIDNIGHT + 5_000_000,
            "fs01",
            null,
            List.of(),
            List.of(
                new Sample.Unavailable("hw.temperature", new TreeMap<>(), "no sensor answers")));
    Map<String, String> odd = Map.of("mount,point", "/a=b\\c", "device", "sda");
    try (HotIndex index = open()) {
      index.accept(
          List.of(
              round(1, null, Sample.of("m", odd, 1.0)),
              round(2, null, Sample.of("m", odd, 5.0)),
              round(3, null, Sample.of("m", odd, 3.0)),
              round(4, null, Sample.of("m", Map.of(), -1.0)),
              unavailable),
          6);
      assertThat(samples(index.history(), "M*", 60_000_000))
          .containsExactly(
              new StoredSample.Step(
                  TestRecords.MIDNIGHT, "fs01", "m", new TreeMap<>(), -1, -1, -1, -1, 1),
              new StoredSample.Step(
                  TestRecords.MIDNIGHT, "fs01", "m", new TreeMap<>(odd), 1, 5, 3, 3, 3));
      assertThat(samples(index.history(), "hw.*", 0))
          .containsExactly(
              new StoredSample.Unavailable(
                  TestRecords.MIDNIGHT + 5_000_000,
                  "fs01",
                  "hw.temperature",
                  new TreeMap<>(),
                  "no sensor answers"));
      assertThat(samples(index.history(), "m", 0)).hasSize(4);
    }
  }

  @Test
  void keepsTimesThatAreFarOff() throws IOException {
    Event event =
        new Event(
            1,
            Transport.SYSLOG_UDP,
            "192.0.2.7",
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            "fs01",
            -1,
            -1,
            null,
            null,
            "m",
            org.hinomi.collector.decode.RawMessage.wrap(new byte[] {'m'}),
            null,
            Map.of("event.retention_class", "default"));
    try (HotIndex index = open()) {
      index.accept(List.of(event), 2);
      assertThat(events(index.history(), ALL).getFirst().fields())
          .containsEntry("@timestamp", -62_135_596_800_000_000L)
          .containsEntry("event.created", 253_402_300_799_999_999L)
          .doesNotContainKeys("log.syslog.facility.code", "process.name", "agent.id");
    }
  }

  private double counter(String name) {
    return find(name) instanceof CounterSnapshot counter
        ? counter.getDataPoints().getFirst().getValue()
        : Double.NaN;
  }

  private double gauge(String name) {
    return find(name) instanceof GaugeSnapshot gauge
        ? gauge.getDataPoints().getFirst().getValue()
        : Double.NaN;
  }

  private MetricSnapshot find(String name) {
    return registry.scrape().stream()
        .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
