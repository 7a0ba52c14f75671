package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hinomi.collector.keep.EvidenceExport;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: evidence that can be checked without this program. */
@Command(name = "export", mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  private final Caller caller;
  private final Messages texts;
  private final PrintStream err;

  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  @Option(names = "--query", paramLabel = "Q", required = true, descriptionKey = "export-query")
  String query = "";

  @Option(names = "--out", paramLabel = "FILE", required = true)
  Path out = Path.of("");

  @Option(names = "--without-parts")
  boolean withoutParts;

  public ExportCommand(Caller caller) {
    this.caller = caller;
    this.texts = caller.texts();
    this.err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() {
    Path folder = data != null ? data : DataFolder.byDefault(caller.environment());
    if (!Files.isDirectory(folder.resolve("history"))) {
      return say(texts.get("ask.no-folder", folder), ExitCode.FAILED);
    }
    if (Files.exists(out)) {
      return say(texts.get("export.exists", out), ExitCode.USAGE);
    }
    try {
      EvidenceExport.Result result =
          new EvidenceExport(folder, caller.clock(), !withoutParts).write(query, out);
      PrintStream to = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
      to.println(texts.get("export.done", out, result.records(), result.parts()));
      if (result.left() > 0) {
        to.println(texts.get("export.left", result.left()));
      }
      return ExitCode.OK;
    } catch (QueryException e) {
      return say(e.pointed(caller.language()), ExitCode.USAGE);
    } catch (WrongQuestion e) {
      return say(e.text(caller.language()), ExitCode.USAGE);
    } catch (IOException e) {
      return say(e.getMessage() == null ? e.toString() : e.getMessage(), ExitCode.FAILED);
    }
  }

  private int say(String problem, int code) {
    err.println("hinomi export: " + problem);
    return code;
  }
}
