package org.hinomi.collector.detect;

import java.util.Map;
import java.util.Set;
import org.hinomi.collector.decode.Event;
import org.hinomi.core.event.Fields;
import org.jspecify.annotations.Nullable;

/** With what a machine says that it goes down: events of Windows, words of systemd. */
final class ShutdownWords {
  private static final Set<String> WINDOWS_IDS = Set.of("1074", "6006", "13", "109");

  private ShutdownWords() {}

  static boolean isSaid(Event event) {
    Map<String, Object> fields = event.fields();
    if (fields.get(Fields.WINLOG_CHANNEL) instanceof String channel) {
      return channel.equals("System")
          && fields.get(Fields.EVENT_CODE) instanceof String code
          && WINDOWS_IDS.contains(code)
          && isOfSystem(fields.get(Fields.EVENT_PROVIDER));
    }
    String app = event.app();
    return app != null
        && (app.equals("systemd") || app.equals("systemd-logind") || app.equals("systemd-shutdown"))
        && (event.message().contains("shutdown.target")
            || event.message().contains("System is powering down")
            || event.message().contains("System is rebooting"));
  }

  private static boolean isOfSystem(@Nullable Object provider) {
    return "User32".equals(provider)
        || "USER32".equals(provider)
        || "EventLog".equals(provider)
        || "Microsoft-Windows-Kernel-General".equals(provider)
        || "Microsoft-Windows-Kernel-Power".equals(provider);
  }
}
