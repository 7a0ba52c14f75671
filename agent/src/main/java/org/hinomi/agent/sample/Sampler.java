package org.hinomi.agent.sample;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.hinomi.core.sample.SampleJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.nativefree.SystemInfo;

/**
 * Samples this machine. One thread calls {@link #sample}, always the same: OSHI's objects and the
 * counters of the round before are held between calls.
 */
public final class Sampler {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  private final List<Probe> probes;
  private final double intervalSeconds;
  private final LongSupplier nanoTime;
  private final RoundBuilder round = new RoundBuilder();
  private final Set<String> failing = new HashSet<>();

  /** Made for tests. */
  Sampler(List<Probe> probes, double intervalSeconds, LongSupplier nanoTime) {
    this.probes = probes;
    this.intervalSeconds = intervalSeconds;
    this.nanoTime = nanoTime;
  }

  /**
   * Samples a Linux machine through OSHI, {@code /proc} and {@code /sys}, without native libraries
   * but libc.
   *
   * @param nanoTime monotonic clock, ns
   * @param fileSystemThread runs one task after another on a daemon thread that may hang
   */
  public static Sampler ofThisMachine(
      SamplerSettings settings, LongSupplier nanoTime, Executor fileSystemThread) {
    SystemInfo system = new SystemInfo();
    HardwareAbstractionLayer hardware = system.getHardware();
    Path proc = Path.of("/proc");
    Path sysClass = Path.of("/sys/class");
    return new Sampler(
        List.of(
            new CpuProbe(hardware.getProcessor()),
            new MemoryProbe(proc),
            FileSystemProbe.create(new MountTable(proc, settings), fileSystemThread),
            new DiskProbe(hardware::getDiskStores, new NamePatterns(settings.excludeDisks())),
            new NetworkProbe(
                hardware::getNetworkIFs,
                new NamePatterns(settings.excludeInterfaces()),
                sysClass.resolve("net")),
            new HostProbe(system.getOperatingSystem()),
            new SensorProbe(sysClass)),
        settings.interval().toMillis() / 1000.0,
        nanoTime);
  }

  /** Takes one round; what cannot be read is in it with a reason. */
  public SampleJson.Round sample() {
    round.start(nanoTime.getAsLong());
    for (Probe probe : probes) {
      try {
        probe.read(round);
        failing.remove(probe.metric());
      } catch (RuntimeException e) {
        // OSHI and the file systems may fail in ways of their own; one probe must not stop the
        // rest.
        round.missing(probe.metric(), Map.of(), "reading failed: " + e);
        if (failing.add(probe.metric())) {
          LOG.atWarn()
              .addKeyValue("metric", probe.metric())
              .setCause(e)
              .log("A part of this machine cannot be sampled; it is reported as unavailable.");
        }
      }
    }
    return round.finish(intervalSeconds);
  }
}
