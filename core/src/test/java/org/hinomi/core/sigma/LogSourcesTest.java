package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogSourcesTest {

  @Test
  void knowsEventsOfWindowsByChannelProviderAndId() {
    EventSource start = windows("Microsoft-Windows-Sysmon/Operational", "x", 1);
    assertThat(concerns("windows", "process_creation", null, start)).isTrue();
    assertThat(concerns(null, "process_creation", null, start)).isTrue();
    assertThat(concerns("windows", null, "Sysmon", start)).isTrue();
    assertThat(concerns("windows", "process_creation", "sysmon", start)).isTrue();
    assertThat(concerns("windows", null, null, start)).isTrue();
    assertThat(concerns("windows", "process_creation", "security", start)).isFalse();
    assertThat(concerns("linux", "process_creation", null, start)).isFalse();
    assertThat(concerns("windows", "file_event", null, start)).isFalse();
    EventSource audited = windows("security", "x", 4688);
    assertThat(concerns("windows", "process_creation", null, audited)).isTrue();
    assertThat(concerns("windows", null, "security", audited)).isTrue();
    EventSource file = windows("x", "Microsoft-Windows-Kernel-File", 30);
    assertThat(concerns("windows", "file_access", null, file)).isTrue();
    assertThat(concerns("windows", "file_access", null, windows("x", "y", 30))).isFalse();
  }

  @Test
  void knowsRecordsOfLinuxByTheProgram() {
    EventSource logon = EventSource.linux("sshd-session", LogSource.ANY);
    for (String service : new String[] {"sshd", "auth", "syslog", "sshd-session"}) {
      assertThat(concerns("linux", null, service, logon)).as(service).isTrue();
      assertThat(concerns(null, null, service, logon)).as(service).isTrue();
      assertThat(concerns("windows", null, service, logon)).as(service).isFalse();
    }
    assertThat(concerns("linux", null, "cron", logon)).isFalse();
    assertThat(concerns("linux", "process_creation", null, logon)).isFalse();
    EventSource unnamed = EventSource.linux(null, LogSource.ANY);
    assertThat(concerns("linux", null, "syslog", unnamed)).isFalse();
    assertThat(concerns("linux", null, null, unnamed)).isTrue();
  }

  @Test
  void takesWhatIsDeclared() {
    EventSource web = EventSource.linux(null, new LogSource("nginx", "webserver", "access"));
    assertThat(concerns(null, "webserver", null, web)).isTrue();
    assertThat(concerns("nginx", "webserver", "access", web)).isTrue();
    assertThat(concerns("nginx", "webserver", "error", web)).isFalse();
    assertThat(concerns("apache", "webserver", null, web)).isFalse();
  }

  private static EventSource windows(String channel, String provider, int id) {
    return new EventSource("windows", LogSource.ANY, channel, provider, id, null);
  }

  private static boolean concerns(
      @Nullable String product,
      @Nullable String category,
      @Nullable String service,
      EventSource source) {
    return LogSources.TABLE.concerns(new LogSource(product, category, service), source);
  }
}
