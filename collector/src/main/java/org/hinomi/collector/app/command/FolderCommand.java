package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that works on files in the folder of a history, beside a collector that runs, and notes
 * what it did in the history.
 */
abstract class FolderCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin FolderOptions where = new FolderOptions();

  final Caller caller;
  final Messages texts;

  FolderCommand(Caller caller) {
    this.caller = caller;
    texts = caller.texts();
  }

  /** The folder of the history, which must be there: a typing error must make none. */
  final Path folder() throws SettingsException {
    Path folder = where.folder(caller.environment());
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(spec.commandLine(), texts.get("enroll.no-data", folder));
    }
    return folder;
  }

  /** Notes what was done; where that cannot be, says so. */
  final void note(String action, Map<String, String> details) {
    try {
      AuditNote.take(caller, folder(), action, details);
    } catch (Exception e) {
      err().println(texts.get("audit.not-recorded", String.valueOf(e.getMessage())));
    }
  }

  /**
   * Prints a table.
   *
   * @param heads keys of the texts above its columns
   */
  final void table(List<String> heads, List<List<String>> rows) throws IOException {
    TextTable table = new TextTable(out(), heads.stream().map(texts::get).toList(), Set.of());
    for (List<String> row : rows) {
      table.row(row);
    }
    table.end();
    out().flush();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  final String time(Instant time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").format(time.atZone(caller.zone()));
  }
}
