package org.hinomi.agent.sample;

import java.util.Map;
import java.util.function.Supplier;
import org.hinomi.core.sample.Metrics;
import org.hinomi.core.sample.Metrics.Attributes;
import org.jspecify.annotations.Nullable;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/** CPU time by mode as shares of the interval, 0..1 over all processors, and load averages. */
final class CpuProbe implements Probe {
  private final Supplier<long[]> ticks;
  private final Supplier<double[]> loads;
  private final int processors;
  private long @Nullable [] before;

  /**
   * Made for tests.
   *
   * @param ticks counters by {@link TickType}; all 0 where they could not be read
   * @param loads 1, 5 and 15 minute averages; negative where unknown
   * @param processors logical processors; 0 where unknown
   */
  CpuProbe(Supplier<long[]> ticks, Supplier<double[]> loads, int processors) {
    this.ticks = ticks;
    this.loads = loads;
    this.processors = processors;
  }

  CpuProbe(CentralProcessor processor) {
    this(
        processor::getSystemCpuLoadTicks,
        () -> processor.getSystemLoadAverage(3),
        processor.getLogicalProcessorCount());
  }

  @Override
  public String metric() {
    return Metrics.CPU_UTILIZATION;
  }

  @Override
  public void read(RoundBuilder round) {
    utilization(round);
    double[] load = loads.get();
    load(round, Metrics.CPU_LOAD_1M, load[0]);
    load(round, Metrics.CPU_LOAD_5M, load[1]);
    load(round, Metrics.CPU_LOAD_15M, load[2]);
    if (processors > 0) {
      round.value(Metrics.CPU_LOGICAL_COUNT, Map.of(), processors);
    }
  }

  private static void load(RoundBuilder round, String metric, double value) {
    if (value >= 0) {
      round.value(metric, Map.of(), value);
    } else {
      round.missing(metric, Map.of(), "the system gives no load average (/proc/loadavg)");
    }
  }

  private void utilization(RoundBuilder round) {
    long[] now = ticks.get().clone();
    long[] last = before;
    before = now;
    long total = 0;
    for (long tick : now) {
      total += tick;
    }
    if (total == 0) {
      before = null;
      round.missing(metric(), Map.of(), "CPU times cannot be read (/proc/stat)");
      return;
    }
    if (last == null) {
      return; // a share needs two rounds
    }
    long elapsed = 0;
    long[] delta = new long[now.length];
    for (int i = 0; i < now.length; i++) {
      delta[i] = now[i] - last[i];
      if (delta[i] < 0) {
        // The kernel's iowait may step back (proc_stat(5)); no share of this round can be trusted.
        round.missing(metric(), Map.of(), "a CPU time counter went back");
        return;
      }
      elapsed += delta[i];
    }
    if (elapsed == 0) {
      round.missing(metric(), Map.of(), "no CPU time has passed since the last round");
      return;
    }
    long idle = delta[TickType.IDLE.getIndex()] + delta[TickType.IOWAIT.getIndex()];
    round.value(metric(), Map.of(), (double) (elapsed - idle) / elapsed);
    mode(round, "user", delta[TickType.USER.getIndex()], elapsed);
    mode(round, "nice", delta[TickType.NICE.getIndex()], elapsed);
    mode(round, "system", delta[TickType.SYSTEM.getIndex()], elapsed);
    mode(round, "idle", delta[TickType.IDLE.getIndex()], elapsed);
    mode(round, "iowait", delta[TickType.IOWAIT.getIndex()], elapsed);
    mode(
        round,
        "interrupt",
        delta[TickType.IRQ.getIndex()] + delta[TickType.SOFTIRQ.getIndex()],
        elapsed);
    mode(round, "steal", delta[TickType.STEAL.getIndex()], elapsed);
  }

  private void mode(RoundBuilder round, String mode, long ticks, long elapsed) {
    round.value(metric(), Map.of(Attributes.CPU_MODE, mode), (double) ticks / elapsed);
  }
}
