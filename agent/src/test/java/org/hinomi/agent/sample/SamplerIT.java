package org.hinomi.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Sample;
import org.hinomi.core.sample.SampleJson;
import org.junit.jupiter.api.Test;

/** Samples the machine that runs the test. */
class SamplerIT {

  @Test
  void samplesThisMachine() {
    assumeTrue(Files.isReadable(Path.of("/proc/stat")), "needs Linux's /proc");
    AtomicLong clock = new AtomicLong();
    Sampler sampler =
        Sampler.ofThisMachine(
            SamplerSettings.defaults(), () -> clock.addAndGet(10_000_000_000L), Runnable::run);

    SampleJson.Round first = sampler.sample();
    SampleJson.Round second = sampler.sample();

    assertThat(metrics(first.samples()))
        .contains(
            Metrics.CPU_LOAD_1M,
            Metrics.MEMORY_LIMIT,
            Metrics.MEMORY_UTILIZATION,
            Metrics.UPTIME,
            Metrics.BOOT_TIME,
            Metrics.PROCESS_COUNT)
        .doesNotContain(Metrics.CPU_UTILIZATION, Metrics.PAGING_OPERATIONS);
    assertThat(metrics(second.samples())).contains(Metrics.PAGING_OPERATIONS);
    assertThat(second.samples())
        .filteredOn(sample -> sample.metric().endsWith(".utilization"))
        .allSatisfy(sample -> assertThat(sample.value()).isBetween(0.0, 1.0));
    assertThat(second.samples())
        .filteredOn(sample -> !sample.metric().equals(Metrics.TEMPERATURE))
        .allSatisfy(sample -> assertThat(sample.value()).isGreaterThanOrEqualTo(0));
    assertThat(second.unavailable())
        .allSatisfy(missing -> assertThat(missing.reason()).isNotBlank());
    byte[] json = SampleJson.write(second);
    assertThat(SampleJson.read(json, 0, json.length)).isEqualTo(second);
  }

  private static List<String> metrics(List<Sample> samples) {
    return samples.stream().map(Sample::metric).toList();
  }
}
