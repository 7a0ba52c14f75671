package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hinomi.collector.access.Principal.Proof;
import org.hinomi.collector.app.CollectorProgram;
import org.hinomi.collector.app.ImportIntoFolder;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.record.HistoryException;

/** Notes in a history what a command has done in its files. */
final class AuditNote {
  private AuditNote() {}

  /**
   * Has the collector note it that runs on the history; else writes it there.
   *
   * @throws Exception where that cannot be done, saying why
   */
  static void take(Caller caller, Path data, String action, Map<String, String> details)
      throws Exception {
    take(caller, data, record(caller, action, "", details));
  }

  /** The same of a record. */
  static void take(Caller caller, Path data, AuditRecord record) throws Exception {
    HistoryOptions where = new HistoryOptions();
    where.data = data;
    Caller silent = caller.to(OutputStream.nullOutputStream());
    new Ask(where, silent)
        .ask(
            "audit",
            Map.of(),
            new String(record.bytes(), StandardCharsets.UTF_8),
            (folder, out) -> intoFolder(caller, folder, record),
            next -> {});
  }

  /** The same where no collector runs on the history; where that fails, the user is told. */
  static void intoFolder(Caller caller, Path data, String action, Map<String, String> parameters) {
    try {
      Map<String, String> details = new LinkedHashMap<>(parameters);
      details.remove("lang");
      intoFolder(caller, data, record(caller, action, "", details));
    } catch (IOException e) {
      new PrintStream(caller.err(), true, StandardCharsets.UTF_8)
          .println(caller.texts().get("audit.not-recorded", String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What a command has done.
   *
   * @param reason why it was not done, or not to its end; empty: it was
   */
  static AuditRecord record(
      Caller caller, String action, String reason, Map<String, String> details) {
    String by = details.getOrDefault("by", "");
    return new AuditRecord(
        caller.clock().instant(),
        CollectorProgram.hostName(),
        action,
        by.isBlank() ? System.getProperty("user.name", "") : by,
        Proof.LOCAL.word(),
        "",
        reason.isEmpty(),
        reason,
        details);
  }

  private static void intoFolder(Caller caller, Path data, AuditRecord record)
      throws IOException, InterruptedException {
    try (ImportIntoFolder folder =
        new ImportIntoFolder(data, caller.zone(), caller.clock(), ImportIntoFolder.Waits.LOGGED)) {
      folder.note(record);
      folder.flush();
    } catch (HistoryException.InUse e) {
      throw new IOException(caller.texts().get("ask.in-use", data, data.resolve("run.json")), e);
    }
  }
}
