package org.hinomi.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Metrics.Attributes;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.sample.SampleJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbesTest {
  private static final long TEN_SECONDS = 10_000_000_000L;

  @TempDir Path folder;
  private final AtomicLong clock = new AtomicLong();

  @Test
  void rateIsThePerSecondDifferenceOfTwoRounds() {
    Deque<Long> counter = new ArrayDeque<>(List.of(1000L, 1500L));
    Sampler sampler = sampler(new CounterProbe(counter));

    assertThat(sampler.sample().samples()).isEmpty();
    assertThat(sampler.sample().samples()).containsExactly(Sample.of("counter", 50));
  }

  @Test
  void counterThatGoesBackIsUnavailableForOneRoundAndNeverNegative() {
    Deque<Long> counter = new ArrayDeque<>(List.of(1000L, 10L, 20L));
    Sampler sampler = sampler(new CounterProbe(counter));
    sampler.sample();

    SampleJson.Round restarted = sampler.sample();

    assertThat(restarted.samples()).isEmpty();
    assertThat(restarted.unavailable())
        .singleElement()
        .satisfies(missing -> assertThat(missing.reason()).contains("went back from 1000 to 10"));
    assertThat(sampler.sample().samples()).containsExactly(Sample.of("counter", 1));
  }

  @Test
  void counterThatWasAwayForARoundStartsAgainWithoutARate() {
    RoundBuilder round = new RoundBuilder();
    round.start(0);
    round.rate("counter", Map.of(), 1, 1);
    round.start(TEN_SECONDS);
    round.finish(10);
    round.start(2 * TEN_SECONDS);
    round.rate("counter", Map.of(), 1_000_000, 1);
    assertThat(round.finish(10).samples()).isEmpty();
  }

  @Test
  void probeThatFailsDoesNotStopTheOthers() {
    Probe broken =
        new Probe() {
          @Override
          public String metric() {
            return "broken";
          }

          @Override
          public void read(RoundBuilder round) {
            throw new IllegalStateException("no such thing");
          }
        };
    var round =
        new Sampler(
                List.of(broken, new CounterProbe(new ArrayDeque<>(List.of(1L)))),
                10,
                clock::incrementAndGet)
            .sample();
    assertThat(round.unavailable())
        .singleElement()
        .satisfies(missing -> assertThat(missing.reason()).contains("no such thing"));
  }

  @Test
  void cpuSharesAreOfTheInterval() {
    // user nice system idle iowait irq softirq steal
    Deque<long[]> ticks =
        new ArrayDeque<>(
            List.of(
                new long[] {100, 0, 100, 1000, 50, 0, 0, 0},
                new long[] {120, 0, 110, 1060, 55, 1, 2, 2}));
    Sampler sampler =
        sampler(new CpuProbe(ticks::removeFirst, () -> new double[] {1.5, 0.5, -1}, 4));
    assertThat(value(sampler.sample(), Metrics.CPU_UTILIZATION, Map.of())).isEmpty();

    SampleJson.Round round = sampler.sample();

    assertThat(value(round, Metrics.CPU_UTILIZATION, Map.of())).containsExactly(0.35);
    assertThat(cpu(round, "user")).containsExactly(0.2);
    assertThat(cpu(round, "iowait")).containsExactly(0.05);
    assertThat(cpu(round, "interrupt")).containsExactly(0.03);
    assertThat(cpu(round, "steal")).containsExactly(0.02);
    assertThat(value(round, Metrics.CPU_LOAD_1M, Map.of())).containsExactly(1.5);
    assertThat(missing(round)).containsExactly(Metrics.CPU_LOAD_15M);
  }

  @Test
  void cpuTimesThatCannotBeReadAreNotIdle() {
    Sampler sampler = sampler(new CpuProbe(() -> new long[8], () -> new double[] {0, 0, 0}, 1));
    sampler.sample();
    SampleJson.Round round = sampler.sample();
    assertThat(missing(round)).containsExactly(Metrics.CPU_UTILIZATION);
    assertThat(value(round, Metrics.CPU_LOAD_1M, Map.of())).containsExactly(0.0);
  }

  @Test
  void iowaitThatStepsBackGivesNoShares() {
    Deque<long[]> ticks =
        new ArrayDeque<>(
            List.of(new long[] {1, 1, 1, 1, 50, 1, 1, 1}, new long[] {2, 2, 2, 200, 49, 2, 2, 2}));
    Sampler sampler = sampler(new CpuProbe(ticks::removeFirst, () -> new double[] {0, 0, 0}, 1));
    sampler.sample();
    assertThat(missing(sampler.sample())).containsExactly(Metrics.CPU_UTILIZATION);
  }

  @Test
  void memoryAndSwap() throws IOException {
    write(
        "meminfo",
        """
        MemTotal:        1000 kB
        MemFree:          200 kB
        MemAvailable:     600 kB
        Buffers:           50 kB
        Cached:           300 kB
        SReclaimable:      30 kB
        SwapTotal:        400 kB
        SwapFree:         100 kB
        """);
    write("vmstat", "nr_free_pages 1\npswpin 5\npswpout 7\n");
    SampleJson.Round round = sampler(new MemoryProbe(folder)).sample();

    assertThat(value(round, Metrics.MEMORY_LIMIT, Map.of())).containsExactly(1000 * 1024.0);
    assertThat(value(round, Metrics.MEMORY_UTILIZATION, Map.of())).containsExactly(0.4);
    assertThat(value(round, Metrics.MEMORY_USAGE, Map.of(Attributes.MEMORY_STATE, "used")))
        .containsExactly(420 * 1024.0);
    assertThat(value(round, Metrics.PAGING_UTILIZATION, Map.of())).containsExactly(0.75);
    assertThat(round.unavailable()).isEmpty();
  }

  @Test
  void memoryThatCannotBeReadIsUnavailable() {
    SampleJson.Round round = sampler(new MemoryProbe(folder.resolve("none"))).sample();
    assertThat(round.samples()).isEmpty();
    assertThat(missing(round))
        .containsExactly(Metrics.MEMORY_USAGE, Metrics.PAGING_USAGE, Metrics.PAGING_OPERATIONS);
  }

  @Test
  void machineWithoutSwapHasNoShareOfIt() throws IOException {
    write("meminfo", "MemTotal: 10 kB\nMemFree: 5 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
    write("vmstat", "nr_free_pages 1\n");
    SampleJson.Round round = sampler(new MemoryProbe(folder)).sample();
    assertThat(value(round, Metrics.PAGING_LIMIT, Map.of())).containsExactly(0.0);
    assertThat(missing(round))
        .containsExactly(
            Metrics.MEMORY_AVAILABLE,
            Metrics.MEMORY_UTILIZATION,
            Metrics.PAGING_UTILIZATION,
            Metrics.PAGING_OPERATIONS,
            Metrics.PAGING_OPERATIONS);
  }

  @Test
  void hostThatCannotBeReadIsUnavailable() {
    SampleJson.Round round = sampler(new HostProbe(() -> 0, () -> 1_700_000_000, () -> 0)).sample();
    assertThat(round.samples()).isEmpty();
    assertThat(missing(round))
        .containsExactly(Metrics.UPTIME, Metrics.BOOT_TIME, Metrics.PROCESS_COUNT);
  }

  @Test
  void everySensorIsASeries() throws IOException {
    write("hwmon/hwmon0/name", "coretemp\n");
    write("hwmon/hwmon0/temp1_input", "45500\n");
    write("hwmon/hwmon0/temp1_label", "Package id 0\n");
    write("hwmon/hwmon0/temp2_input", "-3000\n");
    write("hwmon/hwmon1/fan1_input", "0\n");
    write("hwmon/hwmon1/fan2_input", "broken\n");
    SampleJson.Round round = sampler(new SensorProbe(folder)).sample();

    assertThat(round.samples())
        .containsExactlyInAnyOrder(
            sensor(Metrics.TEMPERATURE, "hwmon0/temp1", "coretemp Package id 0", 45.5),
            sensor(Metrics.TEMPERATURE, "hwmon0/temp2", "coretemp temp2", -3),
            sensor(Metrics.FAN_SPEED, "hwmon1/fan1", "hwmon1 fan1", 0));
    assertThat(missing(round)).containsExactly(Metrics.FAN_SPEED);
  }

  @Test
  void fileSystemAsDfShowsIt() throws IOException {
    SampleJson.Round round =
        sampler(fileSystems(path -> new StatVfs.Usage(1000, 400, 350, 100, 75), Runnable::run))
            .sample();

    Map<String, String> root =
        Map.of(
            Attributes.DEVICE, "/dev/sda1",
            Attributes.FILESYSTEM_MOUNTPOINT, "/",
            Attributes.FILESYSTEM_TYPE, "ext4");
    assertThat(value(round, Metrics.FILESYSTEM_LIMIT, root)).containsExactly(1000.0);
    assertThat(value(round, Metrics.FILESYSTEM_UTILIZATION, root)).containsExactly(600.0 / 950.0);
    assertThat(value(round, Metrics.FILESYSTEM_INODES_UTILIZATION, root)).containsExactly(0.25);
    assertThat(round.unavailable()).isEmpty();
  }

  @Test
  void fileSystemThatGivesNoAnswerIsUnavailableAndNotAskedAgainMeanwhile() throws IOException {
    Deque<Runnable> hanging = new ArrayDeque<>();
    Sampler sampler =
        sampler(fileSystems(path -> new StatVfs.Usage(1000, 400, 350, 0, 0), hanging::addLast));

    assertThat(missing(sampler.sample())).containsExactly(Metrics.FILESYSTEM_USAGE);
    assertThat(missing(sampler.sample())).containsExactly(Metrics.FILESYSTEM_USAGE);
    assertThat(hanging).hasSize(1);
    hanging.removeFirst().run();
    SampleJson.Round round = sampler.sample();
    assertThat(round.samples()).isNotEmpty();
    assertThat(missing(round)).containsExactly(Metrics.FILESYSTEM_INODES_USAGE);
  }

  @Test
  void fileSystemThatFailsIsUnavailable() throws IOException {
    SampleJson.Round round =
        sampler(
                fileSystems(
                    path -> {
                      throw new IOException("statvfs: error 5");
                    },
                    Runnable::run))
            .sample();
    assertThat(round.samples()).isEmpty();
    assertThat(round.unavailable())
        .singleElement()
        .satisfies(missing -> assertThat(missing.reason()).isEqualTo("statvfs: error 5"));
  }

  private FileSystemProbe fileSystems(FileSystemProbe.Asker asker, Executor executor)
      throws IOException {
    write("filesystems", "nodev\tproc\n\text4\n");
    write("self/mountinfo", "27 1 254:0 / / rw - ext4 /dev/sda1 rw\n");
    return new FileSystemProbe(
        new MountTable(folder, SamplerSettings.defaults()), asker, "no inodes", executor, 1);
  }

  private Sampler sampler(Probe probe) {
    return new Sampler(List.of(probe), 10, () -> clock.addAndGet(TEN_SECONDS));
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(
        folder.resolve(file.contains("/") ? file.replaceFirst("/[^/]*$", "") : ""));
    Files.writeString(path, content);
  }

  private static Sample sensor(String metric, String id, String name, double value) {
    return Sample.of(
        metric, Map.of(Attributes.HARDWARE_ID, id, Attributes.HARDWARE_NAME, name), value);
  }

  private static List<Double> cpu(SampleJson.Round round, String mode) {
    return value(round, Metrics.CPU_UTILIZATION, Map.of(Attributes.CPU_MODE, mode));
  }

  private static List<Double> value(
      SampleJson.Round round, String metric, Map<String, String> attributes) {
    return round.samples().stream()
        .filter(sample -> sample.metric().equals(metric) && sample.attributes().equals(attributes))
        .map(Sample::value)
        .toList();
  }

  private static List<String> missing(SampleJson.Round round) {
    return round.unavailable().stream().map(Sample.Unavailable::metric).toList();
  }

  private record CounterProbe(Deque<Long> counter) implements Probe {
    @Override
    public String metric() {
      return "counter";
    }

    @Override
    public void read(RoundBuilder round) {
      round.rate("counter", Map.of(), counter.removeFirst(), 1);
    }
  }
}
