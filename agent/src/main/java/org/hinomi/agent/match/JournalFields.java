package org.hinomi.agent.match;

import java.util.List;
import java.util.Map;
import org.hinomi.agent.watch.journal.JournalEntry;
import org.hinomi.core.sigma.FieldView;

/**
 * What rules see of a journal entry: its fields under the journal's own names and, where there is
 * one, the name in ECS. Keywords are looked for in {@code IDENTIFIER[PID]: MESSAGE}.
 */
final class JournalFields implements FieldView {
  private static final Map<String, String> ECS =
      Map.of(
          "message", "MESSAGE",
          "host.name", "_HOSTNAME",
          "user.id", "_UID",
          "process.executable", "_EXE",
          "process.command_line", "_CMDLINE",
          "log.syslog.severity.code", "PRIORITY",
          "log.syslog.facility.code", "SYSLOG_FACILITY",
          "service.name", "_SYSTEMD_UNIT");

  private final JournalEntry entry;

  JournalFields(JournalEntry entry) {
    this.entry = entry;
  }

  @Override
  public List<String> values(String field) {
    return switch (field) {
      case "process.name" -> one(entry.app());
      case "process.pid" -> one(entry.pid());
      default -> entry.fields().getOrDefault(ECS.getOrDefault(field, field), List.of());
    };
  }

  @Override
  public List<String> texts() {
    String message = entry.first("MESSAGE");
    String app = entry.app();
    String pid = entry.pid();
    return List.of(
        (app == null ? "" : app + (pid == null ? "" : "[" + pid + "]") + ": ")
            + (message == null ? "" : message));
  }

  private static List<String> one(@org.jspecify.annotations.Nullable String value) {
    return value == null ? List.of() : List.of(value);
  }
}
