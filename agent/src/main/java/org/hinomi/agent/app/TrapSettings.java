package org.hinomi.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import org.hinomi.core.settings.Section;
import org.hinomi.core.snmp.NotificationTarget;
import org.hinomi.core.snmp.NotificationTargetSettings;
import org.hinomi.core.snmp.TrapFormat;

/** One entry of {@code traps}: who gets a notification for each match, and in which format. */
final class TrapSettings {
  private TrapSettings() {}

  static NotificationTarget read(Section s) {
    NotificationTarget target = NotificationTargetSettings.read(s);
    TrapFormat format = s.oneOf("format", TrapFormat.class).orElse(TrapFormat.HINOMI);
    Charset charset = s.charset("charset").orElse(UTF_8);
    if (format == TrapFormat.HINOMI && s.has("charset")) {
      s.problem("charset", charset.name(), "none: HINOMI-MIB is UTF-8; format: evntwin has one");
      return target;
    }
    return target.in(format, charset);
  }
}
