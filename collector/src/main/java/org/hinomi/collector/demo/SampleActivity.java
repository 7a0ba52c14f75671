package org.hinomi.collector.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Metrics.Attributes;
import org.hinomi.core.sample.Sample;

/** Agents on the servers measure processors, memory and disks, every five minutes. */
final class SampleActivity implements Activity {
  /** Seconds between two rounds. */
  static final int INTERVAL = 300;

  private static final int DAY = 24 * 3600;
  private static final double DISK_BYTES = 2e12;
  private static final double MEMORY_BYTES = 16L << 30;

  /** Shares of the disk that a day of work adds. */
  private static final double GROWTH = 0.0004;

  private static final double FILLING_FROM = 0.83;
  private static final double FILLING_TO = 0.985;

  private final Scene scene;
  private final boolean filling;

  /**
   * @param filling whether the file server's disk runs full this month
   */
  SampleActivity(Scene scene, boolean filling) {
    this.scene = scene;
    this.filling = filling;
  }

  @Override
  public void on(LocalDate day, Drafts to) {
    boolean working = scene.company().worksOn(day);
    for (Server server : Server.ALL) {
      RandomGenerator random =
          scene.company().chance().of("samples " + server.name(), day.toEpochDay());
      // Agents do not measure all at the same moment.
      int first = 1 + Server.ALL.indexOf(server) * 7;
      for (int second = first; second < DAY; second += INTERVAL) {
        int hour = second / 3600;
        boolean busy = working && hour >= 9 && hour < 18;
        to.add(
            Company.micros(day, second),
            server.name(),
            new Body.Round(INTERVAL, round(server, day, second, busy, random)));
      }
    }
  }

  private List<Sample> round(
      Server server, LocalDate day, int second, boolean busy, RandomGenerator random) {
    List<Sample> samples = new ArrayList<>();
    double cpu = (busy ? 0.22 : 0.05) + 0.04 * random.nextDouble();
    double memory = (busy ? 0.58 : 0.49) + 0.03 * random.nextDouble();
    samples.add(Sample.of(Metrics.CPU_UTILIZATION, rounded(cpu)));
    samples.add(Sample.of(Metrics.MEMORY_LIMIT, MEMORY_BYTES));
    samples.add(Sample.of(Metrics.MEMORY_UTILIZATION, rounded(memory)));
    samples.add(Sample.of(Metrics.PAGING_UTILIZATION, rounded(0.02 + 0.01 * random.nextDouble())));
    for (String disk : server.disks()) {
      double used = rounded(used(server, disk, day, second));
      Map<String, String> attributes = attributes(server, disk);
      samples.add(Sample.of(Metrics.FILESYSTEM_LIMIT, attributes, DISK_BYTES));
      samples.add(Sample.of(Metrics.FILESYSTEM_UTILIZATION, attributes, used));
      attributes.put(Attributes.FILESYSTEM_STATE, "used");
      samples.add(Sample.of(Metrics.FILESYSTEM_USAGE, attributes, Math.rint(used * DISK_BYTES)));
    }
    return samples;
  }

  private double used(Server server, String disk, LocalDate day, int second) {
    double part = (day.getDayOfMonth() - 1 + (double) second / DAY) / day.lengthOfMonth();
    if (filling && server.equals(Server.FS01) && disk.equals(server.disks().getLast())) {
      return FILLING_FROM + (FILLING_TO - FILLING_FROM) * part;
    }
    double start = 0.35 + 0.02 * (Math.floorMod((server.name() + disk).hashCode(), 11));
    return start + GROWTH * part * day.lengthOfMonth();
  }

  private static Map<String, String> attributes(Server server, String disk) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(
        Attributes.DEVICE,
        server.windows() ? disk : "/dev/sd" + (char) ('a' + server.disks().indexOf(disk)) + "1");
    attributes.put(Attributes.FILESYSTEM_MOUNTPOINT, disk);
    attributes.put(Attributes.FILESYSTEM_TYPE, server.windows() ? "NTFS" : "ext4");
    return attributes;
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e5) / 1e5;
  }
}
