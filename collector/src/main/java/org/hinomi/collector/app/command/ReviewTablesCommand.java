package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hinomi.collector.review.cross.PeopleTables;
import org.hinomi.collector.review.cross.table.PeopleTable;
import org.hinomi.collector.review.cross.table.Role;
import org.hinomi.collector.review.cross.table.TableFolder;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code review tables}: how the tables that people keep are read. */
@Command(name = "tables", mixinStandardHelpOptions = true)
final class ReviewTablesCommand implements Callable<Integer> {
  private final Caller caller;
  private final Messages texts;

  @Mixin FolderOptions where = new FolderOptions();

  @Option(names = "--save")
  boolean save;

  ReviewTablesCommand(Caller caller) {
    this.caller = caller;
    this.texts = caller.texts();
  }

  @Override
  public Integer call() throws Exception {
    Path folder = where.folder(caller.environment());
    Path tables = PeopleTables.folder(folder);
    PrintStream out = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
    if (!Files.isDirectory(tables)) {
      err.println("hinomi review tables: " + texts.get("review.tables.none", tables));
      return ExitCode.FAILED;
    }
    if (save) {
      for (Path file : TableFolder.propose(tables)) {
        out.println(texts.get("review.tables.saved", file));
      }
    }
    PeopleTables read = PeopleTables.in(folder);
    print(read, out);
    read.problems().forEach(problem -> err.println("hinomi review tables: " + problem));
    return read.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(PeopleTables read, PrintStream out) throws IOException {
    StringBuilder text = new StringBuilder();
    TextTable table =
        new TextTable(
            text,
            List.of(
                texts.get("review.tables.file"),
                texts.get("review.tables.kind"),
                texts.get("review.tables.charset"),
                texts.get("review.tables.rows"),
                texts.get("review.tables.nobody"),
                texts.get("review.tables.columns")),
            Set.of(3, 4));
    for (PeopleTable one : read.all()) {
      List<String> columns = new ArrayList<>();
      for (Role role : Role.values()) {
        String head = one.mapping().columns().get(role);
        if (head != null) {
          columns.add(role.wireName() + "=" + head);
        }
      }
      table.row(
          List.of(
              one.file(),
              one.kind().wireName(),
              one.mapping().charset().isEmpty() ? "-" : one.mapping().charset(),
              Integer.toString(one.entries().size()),
              Integer.toString(read.nobody(one).size()),
              String.join(" ", columns)));
    }
    table.end();
    out.print(text);
  }
}
