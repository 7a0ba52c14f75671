package org.hinomi.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import org.hinomi.core.settings.HostPort;
import org.hinomi.core.settings.Secret;
import org.hinomi.core.settings.Section;
import org.hinomi.core.snmp.NotificationTarget;
import org.hinomi.core.snmp.NotificationTarget.Version;
import org.hinomi.core.snmp.TrapFormat;

/** One entry of {@code traps}: who gets a notification for each match, and in which format. */
final class TrapSettings {
  private TrapSettings() {}

  static NotificationTarget read(Section s) {
    HostPort to = s.address("to").required();
    Secret community = s.requiredSecret("community");
    TrapFormat format = s.oneOf("format", TrapFormat.class).orElse(TrapFormat.HINOMI);
    Version version = s.oneOf("version", Version.class).orElse(Version.V2C);
    boolean inform = s.bool("inform").orElse(false);
    Charset charset = s.charset("charset").orElse(UTF_8);
    if (format == TrapFormat.HINOMI) {
      if (s.has("charset")) {
        s.problem("charset", charset.name(), "none: HINOMI-MIB is UTF-8; format: evntwin has one");
      }
      if (version == Version.V1) {
        s.problem("version", "v1", "v2c: HINOMI-MIB has no traps of SNMPv1");
      }
      return inform
          ? NotificationTarget.inform(to, community)
          : NotificationTarget.trap(to, community);
    }
    if (inform && version == Version.V1) {
      s.problem("inform", "true", "false, or version: v2c; SNMPv1 has no informs");
      return NotificationTarget.evntwin(to, Version.V2C, community, true, charset);
    }
    return NotificationTarget.evntwin(to, version, community, inform, charset);
  }
}
