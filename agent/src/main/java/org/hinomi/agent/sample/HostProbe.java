package org.hinomi.agent.sample;

import java.util.Map;
import java.util.function.LongSupplier;
import org.hinomi.core.sample.Metrics;
import oshi.software.os.OperatingSystem;

/** Uptime, boot time and the number of processes. 0 from OSHI means that it could not read them. */
final class HostProbe implements Probe {
  private final LongSupplier uptime;
  private final LongSupplier bootTime;
  private final LongSupplier processes;

  /**
   * Made for tests.
   *
   * @param uptime seconds
   * @param bootTime seconds since 1970
   */
  HostProbe(LongSupplier uptime, LongSupplier bootTime, LongSupplier processes) {
    this.uptime = uptime;
    this.bootTime = bootTime;
    this.processes = processes;
  }

  HostProbe(OperatingSystem os) {
    this(os::getSystemUptime, os::getSystemBootTime, os::getProcessCount);
  }

  @Override
  public String metric() {
    return Metrics.UPTIME;
  }

  @Override
  public void read(RoundBuilder round) {
    long up = uptime.getAsLong();
    if (up > 0) {
      round.value(Metrics.UPTIME, Map.of(), up);
      round.value(Metrics.BOOT_TIME, Map.of(), bootTime.getAsLong());
    } else {
      // OSHI then takes the present time for the time of boot.
      String reason = "the time since boot cannot be read (/proc/uptime)";
      round.missing(Metrics.UPTIME, Map.of(), reason);
      round.missing(Metrics.BOOT_TIME, Map.of(), reason);
    }
    long count = processes.getAsLong();
    if (count > 0) {
      round.value(Metrics.PROCESS_COUNT, Map.of(), count);
    } else {
      round.missing(Metrics.PROCESS_COUNT, Map.of(), "no process can be seen in /proc");
    }
  }
}
