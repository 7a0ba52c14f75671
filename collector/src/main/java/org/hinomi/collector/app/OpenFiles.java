package org.hinomi.collector.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files the system lets this process have open. */
final class OpenFiles {
  /** For the history, the journal, the console, destinations and the Java runtime. */
  private static final long OTHERS = 1_500;

  private OpenFiles() {}

  /** How many connections of senders may be open, so that all else can go on. */
  static int forConnections() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? forConnections(system.getMaxFileDescriptorCount())
        : Integer.MAX_VALUE;
  }

  /**
   * @param limit of the process, as {@code ulimit -n} says; 0 or less: unknown
   */
  static int forConnections(long limit) {
    return limit <= 0
        ? Integer.MAX_VALUE
        : (int) Math.min(Integer.MAX_VALUE, Math.max(limit / 2, limit - OTHERS));
  }
}
