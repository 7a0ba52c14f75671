package org.hinomi.core.sigma;

import org.hinomi.core.windows.WindowsEvent;
import org.jspecify.annotations.Nullable;

/**
 * All of an event that decides which log sources it is of. A null part says nothing.
 *
 * @param system the operating system it is of, as Sigma's products name it
 * @param declared what the settings say of where it comes from
 * @param channel the log of Windows
 * @param provider who wrote it, on Windows
 * @param eventId of Windows
 * @param program who wrote it, elsewhere: syslog's APP-NAME
 */
public record EventSource(
    @Nullable String system,
    LogSource declared,
    @Nullable String channel,
    @Nullable String provider,
    @Nullable Integer eventId,
    @Nullable String program) {

  private static final String SYSMON_FOR_LINUX = "Linux-Sysmon";

  /** That of an event of Windows, or of Sysmon for Linux, which writes the same XML. */
  public static EventSource of(WindowsEvent event) {
    String provider = event.system().provider().name();
    return new EventSource(
        SYSMON_FOR_LINUX.equals(provider) ? "linux" : "windows",
        LogSource.ANY,
        event.system().channel(),
        provider,
        event.system().eventId(),
        null);
  }

  /** That of a record of a program of Linux. */
  public static EventSource linux(@Nullable String program, LogSource declared) {
    return new EventSource("linux", declared, null, null, null, program);
  }

  boolean isOf(String product) {
    return product.equalsIgnoreCase(system) || product.equalsIgnoreCase(declared.product());
  }
}
