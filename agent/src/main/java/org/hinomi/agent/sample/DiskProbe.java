package org.hinomi.agent.sample;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Metrics.Attributes;
import oshi.hardware.HWDiskStore;

/**
 * Bytes and operations per second of each disk, and the share of time in which it was busy. The
 * list of disks is made anew every {@value #ROUNDS_PER_LIST} rounds: it costs far more than the
 * counters.
 */
final class DiskProbe implements Probe {
  static final int ROUNDS_PER_LIST = 6;

  private final Supplier<List<HWDiskStore>> lister;
  private final NamePatterns excluded;
  private List<HWDiskStore> disks = List.of();
  private int round;

  DiskProbe(Supplier<List<HWDiskStore>> lister, NamePatterns excluded) {
    this.lister = lister;
    this.excluded = excluded;
  }

  @Override
  public String metric() {
    return Metrics.DISK_IO;
  }

  @Override
  public void read(RoundBuilder out) {
    boolean listed = round++ % ROUNDS_PER_LIST == 0;
    if (listed) {
      disks = lister.get().stream().filter(disk -> !excluded.matches(device(disk))).toList();
    }
    if (disks.isEmpty()) {
      out.missing(Metrics.DISK_IO, Map.of(), "no disk found (is /sys mounted?)");
    }
    for (HWDiskStore disk : disks) {
      String device = device(disk);
      if (!listed && !disk.updateAttributes()) {
        out.missing(
            Metrics.DISK_IO,
            Map.of(Attributes.DEVICE, device),
            "its counters cannot be read: the device may be gone");
        continue;
      }
      if (disk.getTimeStamp() == 0) {
        out.missing(
            Metrics.DISK_IO, Map.of(Attributes.DEVICE, device), "its counters cannot be read");
        continue;
      }
      rate(out, Metrics.DISK_IO, device, "read", disk.getReadBytes());
      rate(out, Metrics.DISK_IO, device, "write", disk.getWriteBytes());
      rate(out, Metrics.DISK_OPERATIONS, device, "read", disk.getReads());
      rate(out, Metrics.DISK_OPERATIONS, device, "write", disk.getWrites());
      // The counter is in ms, so the rate is ms per second.
      out.rate(
          Metrics.DISK_IO_TIME, Map.of(Attributes.DEVICE, device), disk.getTransferTime(), 1e-3);
    }
  }

  private static void rate(
      RoundBuilder out, String metric, String device, String direction, long counter) {
    out.rate(
        metric,
        Map.of(Attributes.DEVICE, device, Attributes.DISK_DIRECTION, direction),
        counter,
        1);
  }

  private static String device(HWDiskStore disk) {
    String name = disk.getName();
    return name.startsWith("/dev/") ? name.substring("/dev/".length()) : name;
  }
}
