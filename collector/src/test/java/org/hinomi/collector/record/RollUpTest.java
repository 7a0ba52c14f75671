package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.hinomi.collector.decode.Decoded;
import org.hinomi.collector.decode.SampleRound;
import org.hinomi.collector.record.AggregateQuery.Steps;
import org.hinomi.core.event.Transport;
import org.hinomi.core.sample.Sample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollUpTest {
  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3600 * SECOND;
  private static final long DAY = 24 * HOUR;
  private static final List<String> SERIES = List.of("cpu", "memory", "disk");

  @TempDir Path dir;

  /** What the index must answer as, from the samples themselves. */
  private final List<Given> given = new ArrayList<>();

  private final Set<Long> times = new HashSet<>();
  private Instant now = Instant.EPOCH;
  private final InstantSource clock = () -> now;

  private record Given(String host, String metric, long time, double value) {}

  @BeforeEach
  void begin() {
    now = at(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void answersTheSameFromSamplesAndRollUps(long seed) throws IOException {
    Random random = new Random(seed);
    try (HotIndex index = open()) {
      for (int batch = 0; batch < 24; batch++) {
        now = at(batch * 3 * HOUR);
        index.accept(batch(random, index.nextPosition()), index.nextPosition() + 40);
        if (random.nextBoolean()) {
          index.upkeep(SampleRetention.DEFAULT);
        }
        if (batch % 8 == 7) {
          sameAsGiven(index, random);
        }
      }
    }
    try (StoppedHistory stopped = new StoppedHistory(dir, HotSettings.DEFAULT)) {
      sameAsGiven(stopped.history(), Duration.ofHours(1), ZoneOffset.UTC, Window.ALWAYS);
    }
  }

  private void sameAsGiven(HotIndex index, Random random) throws IOException {
    for (Duration step :
        List.of(
            Duration.ofSeconds(90),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1))) {
      sameAsGiven(index.history(), step, ZoneOffset.UTC, Window.ALWAYS);
      for (String zone : List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe")) {
        long from = TestRecords.MIDNIGHT + random.nextLong(3 * DAY);
        Window part =
            new Window(
                OptionalLong.of(from), OptionalLong.of(from + random.nextLong(2 * DAY)), false);
        sameAsGiven(index.history(), step, ZoneId.of(zone), part);
      }
    }
  }

  @Test
  void aLateSampleCorrectsItsBuckets() throws IOException {
    try (HotIndex index = open()) {
      index.accept(List.of(round(1, 10 * SECOND, 1), round(2, 50 * SECOND, 5)), 3);
      now = at(40 * DAY);
      index.upkeep(new SampleRetention(days(1), days(400), days(400)));
      index.accept(List.of(round(3, 20 * SECOND, -7), round(4, 55 * SECOND, 2)), 5);
      StoredSample whole =
          new StoredSample.Step(
              TestRecords.MIDNIGHT, "fs01", "cpu", new TreeMap<>(), -7, 5, 0.25, 2, 4);
      assertThat(TestRecords.samples(index.history(), null, HOUR)).containsExactly(whole);
      index.upkeep(new SampleRetention(days(1), days(400), days(400)));
      index.upkeep(new SampleRetention(days(1), days(400), days(400)));
      assertThat(TestRecords.samples(index.history(), null, HOUR)).containsExactly(whole);
      assertThat(TestRecords.samples(index.history(), null, 60 * SECOND)).containsExactly(whole);
      assertThat(TestRecords.samples(index.history(), null, 0)).isEmpty();
    }
  }

  @Test
  void whereTheFinerIsDeletedTheCoarserStandsIn() throws IOException {
    SampleRetention retention = new SampleRetention(days(1), days(2), days(365));
    try (HotIndex index = open()) {
      for (int day = 0; day < 6; day++) {
        long first = index.nextPosition();
        List<Decoded> batch = new ArrayList<>();
        for (int i = 0; i < 24 * 6; i++) {
          batch.add(round(first + i, day * DAY + i * 600 * SECOND, i));
        }
        index.accept(batch, first + batch.size());
        now = at((day + 1) * DAY);
        index.upkeep(retention);
      }
      assertThat(index.history().samplesFrom()).hasValue(TestRecords.MIDNIGHT + 5 * DAY);
      // Hours of four days, minutes of one, the last as it came.
      assertThat(TestRecords.samples(index.history(), null, 60 * SECOND)).hasSize(4 * 24 + 2 * 144);
      assertThat(TestRecords.samples(index.history(), null, 30 * SECOND)).hasSize(4 * 24 + 2 * 144);
      assertThat(TestRecords.samples(index.history(), null, 0)).hasSize(144);
      assertThat(TestRecords.samples(index.history(), null, DAY))
          .hasSize(6)
          .allSatisfy(
              day ->
                  assertThat(day)
                      .isInstanceOfSatisfying(
                          StoredSample.Step.class,
                          step -> {
                            assertThat(step.count()).isEqualTo(144);
                            assertThat(step.min()).isZero();
                            assertThat(step.last()).isEqualTo(143);
                          }));
    }
  }

  @Test
  void deletesWhatIsOlderThanAllRollUps() throws IOException {
    try (HotIndex index = open()) {
      index.accept(List.of(round(1, 0, 1)), 2);
      now = at(100 * DAY);
      index.upkeep(new SampleRetention(days(1), days(2), days(3)));
      assertThat(TestRecords.samples(index.history(), null, DAY)).isEmpty();
      assertThat(index.history().status().samples()).isZero();
    }
  }

  private void sameAsGiven(History history, Duration step, ZoneId zone, Window window)
      throws IOException {
    Steps steps = new Steps(step, zone);
    StepSql of = new StepSql(steps, Window.ALWAYS);
    long from = window.from().isEmpty() ? Long.MIN_VALUE : of.begin(window.from().getAsLong());
    long to = window.to().isEmpty() ? Long.MAX_VALUE : of.end(window.to().getAsLong());
    Map<String, StoredSample.Step> expected = new TreeMap<>();
    given.stream()
        .filter(sample -> sample.time() >= from && sample.time() < to)
        .sorted((a, b) -> Long.compare(a.time(), b.time()))
        .forEach(
            sample ->
                expected.merge(
                    of.begin(sample.time()) + sample.host() + sample.metric(),
                    single(of.begin(sample.time()), sample),
                    RollUpTest::joined));
    Map<String, StoredSample.Step> found = new TreeMap<>();
    history.metrics(
        new MetricQuery(null, null, window, steps, 0),
        sample -> {
          StoredSample.Step one = (StoredSample.Step) sample;
          assertThat(found.put(one.timeMicros() + one.host() + one.metric(), one)).isNull();
        });
    assertThat(found.keySet()).as("%s %s %s", step, zone, window).isEqualTo(expected.keySet());
    found.forEach((key, one) -> assertThat(near(one, expected.get(key))).as(key).isTrue());
  }

  private static StoredSample.Step single(long begin, Given sample) {
    double value = sample.value();
    return new StoredSample.Step(
        begin, sample.host(), sample.metric(), new TreeMap<>(), value, value, value, value, 1);
  }

  private static StoredSample.Step joined(StoredSample.Step a, StoredSample.Step b) {
    double total = a.avg() * a.count() + b.avg() * b.count();
    long count = a.count() + b.count();
    return new StoredSample.Step(
        a.timeMicros(),
        a.host(),
        a.metric(),
        a.attributes(),
        Math.min(a.min(), b.min()),
        Math.max(a.max(), b.max()),
        total / count,
        b.last(),
        count);
  }

  private static boolean near(StoredSample.Step a, StoredSample.@Nullable Step b) {
    return b != null
        && a.min() == b.min()
        && a.max() == b.max()
        && a.last() == b.last()
        && a.count() == b.count()
        && Math.abs(a.avg() - b.avg()) <= 1e-9 * Math.max(1, Math.abs(b.avg()));
  }

  /** Forty rounds around now, some of them hours or days late. */
  private List<Decoded> batch(Random random, long first) {
    List<Decoded> batch = new ArrayList<>();
    for (long position = first; position < first + 40; position++) {
      long late = random.nextInt(5) == 0 ? random.nextLong(2 * DAY) : random.nextLong(3 * HOUR);
      long time = micros(now) - TestRecords.MIDNIGHT - late;
      while (!times.add(time)) {
        time++;
      }
      String host = random.nextBoolean() ? "fs01" : "db01";
      List<Sample> samples = new ArrayList<>();
      for (String metric : SERIES) {
        double value = random.nextInt(1000) / 10.0;
        samples.add(Sample.of(metric, Map.of(), value));
        given.add(new Given(host, metric, TestRecords.MIDNIGHT + time, value));
      }
      batch.add(round(position, time, host, samples));
    }
    return batch;
  }

  private static SampleRound round(long position, long time, double value) {
    return round(position, time, "fs01", List.of(Sample.of("cpu", Map.of(), value)));
  }

  private static SampleRound round(long position, long time, String host, List<Sample> samples) {
    long at = TestRecords.MIDNIGHT + time;
    return new SampleRound(
        position, Transport.RELP, "192.0.2.7", at, at, host, null, samples, List.of());
  }

  private static Instant at(long micros) {
    return Instant.EPOCH.plusNanos((TestRecords.MIDNIGHT + micros) * 1000);
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * SECOND + time.getNano() / 1000;
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  private HotIndex open() throws IOException {
    return new HotIndex(dir, HotSettings.DEFAULT, clock, new PrometheusRegistry(), () -> 1);
  }
}
