package org.hinomi.agent.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Metrics.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Memory and swap of a Linux machine, bytes, from {@code /proc/meminfo} and {@code /proc/vmstat}.
 * OSHI reads the same two files but knows no states (buffers, cached) and gives 0 for a line that
 * is not there.
 */
final class MemoryProbe implements Probe {
  private final Path meminfo;
  private final Path vmstat;

  MemoryProbe(Path proc) {
    this.meminfo = proc.resolve("meminfo");
    this.vmstat = proc.resolve("vmstat");
  }

  @Override
  public String metric() {
    return Metrics.MEMORY_USAGE;
  }

  @Override
  public void read(RoundBuilder round) {
    try {
      Map<String, Long> kibibytes = ProcFile.numbers(meminfo);
      memory(round, kibibytes);
      swap(round, kibibytes);
    } catch (IOException e) {
      round.missing(Metrics.MEMORY_USAGE, Map.of(), meminfo + " cannot be read: " + e);
      round.missing(Metrics.PAGING_USAGE, Map.of(), meminfo + " cannot be read: " + e);
    }
    try {
      Map<String, Long> counters = ProcFile.numbers(vmstat);
      pages(round, "in", counters.get("pswpin"));
      pages(round, "out", counters.get("pswpout"));
    } catch (IOException e) {
      round.missing(Metrics.PAGING_OPERATIONS, Map.of(), vmstat + " cannot be read: " + e);
    }
  }

  private void memory(RoundBuilder round, Map<String, Long> kibibytes) {
    Long total = kibibytes.get("MemTotal");
    Long free = kibibytes.get("MemFree");
    Long available = kibibytes.get("MemAvailable");
    if (total == null || total == 0 || free == null) {
      round.missing(Metrics.MEMORY_USAGE, Map.of(), meminfo + " has no MemTotal or no MemFree");
      return;
    }
    long buffers = kibibytes.getOrDefault("Buffers", 0L);
    long cached = kibibytes.getOrDefault("Cached", 0L) + kibibytes.getOrDefault("SReclaimable", 0L);
    round.value(Metrics.MEMORY_LIMIT, Map.of(), total * 1024d);
    state(round, "used", Math.max(0, total - free - buffers - cached));
    state(round, "free", free);
    state(round, "buffers", buffers);
    state(round, "cached", cached);
    if (available == null) {
      String reason = meminfo + " has no MemAvailable (a kernel before 3.14)";
      round.missing(Metrics.MEMORY_AVAILABLE, Map.of(), reason);
      round.missing(Metrics.MEMORY_UTILIZATION, Map.of(), reason);
    } else {
      round.value(Metrics.MEMORY_AVAILABLE, Map.of(), available * 1024d);
      round.value(
          Metrics.MEMORY_UTILIZATION, Map.of(), Math.max(0, total - available) / (double) total);
    }
  }

  private static void state(RoundBuilder round, String state, long kibibytes) {
    round.value(Metrics.MEMORY_USAGE, Map.of(Attributes.MEMORY_STATE, state), kibibytes * 1024d);
  }

  private void swap(RoundBuilder round, Map<String, Long> kibibytes) {
    Long total = kibibytes.get("SwapTotal");
    Long free = kibibytes.get("SwapFree");
    if (total == null || free == null) {
      round.missing(Metrics.PAGING_USAGE, Map.of(), meminfo + " has no SwapTotal or no SwapFree");
      return;
    }
    long used = Math.max(0, total - free);
    round.value(Metrics.PAGING_LIMIT, Map.of(), total * 1024d);
    round.value(Metrics.PAGING_USAGE, Map.of(Attributes.PAGING_STATE, "used"), used * 1024d);
    round.value(Metrics.PAGING_USAGE, Map.of(Attributes.PAGING_STATE, "free"), free * 1024d);
    round.share(Metrics.PAGING_UTILIZATION, Map.of(), used, total, "no swap space is set up");
  }

  private void pages(RoundBuilder round, String direction, @Nullable Long counter) {
    Map<String, String> attributes = Map.of(Attributes.PAGING_DIRECTION, direction);
    if (counter == null) {
      round.missing(
          Metrics.PAGING_OPERATIONS, attributes, vmstat + " has no pswp" + direction + " line");
    } else {
      round.rate(Metrics.PAGING_OPERATIONS, attributes, counter, 1);
    }
  }
}
