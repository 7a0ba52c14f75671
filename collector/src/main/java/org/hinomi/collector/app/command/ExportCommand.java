package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hinomi.collector.keep.EvidenceExport;
import org.hinomi.collector.keep.EvidenceQuery;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: evidence that can be checked without this program. */
@Command(name = "export", mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  private final Caller caller;
  private final Messages texts;
  private final PrintStream err;

  @Mixin HistoryOptions where = new HistoryOptions();

  @Option(names = "--query", paramLabel = "Q", required = true, descriptionKey = "export-query")
  String query = "";

  @Option(names = "--from", paramLabel = "T", descriptionKey = "export-from")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T", descriptionKey = "export-to")
  @Nullable String to;

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
  public Integer call() throws Exception {
    if (Files.exists(out)) {
      return say(texts.get("export.exists", out), ExitCode.USAGE);
    }
    try {
      EvidenceExport.Result result = where.collector == null ? here() : elsewhere();
      PrintStream say = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
      say.println(texts.get("export.done", out, result.records(), result.parts()));
      if (result.left() > 0) {
        say.println(texts.get("export.left", result.left()));
      }
      return ExitCode.OK;
    } catch (QueryException e) {
      return say(e.pointed(caller.language()), ExitCode.USAGE);
    } catch (WrongQuestion e) {
      return say(e.text(caller.language()), ExitCode.USAGE);
    } catch (Ask.Refused e) {
      return say(String.valueOf(e.getMessage()), e.usage() ? ExitCode.USAGE : ExitCode.FAILED);
    } catch (IOException e) {
      return say(Reason.of(e), ExitCode.FAILED);
    }
  }

  private EvidenceExport.Result here() throws IOException, QueryException, SettingsException {
    Path folder = where.folder(caller.environment());
    if (!Files.isDirectory(folder.resolve("history"))) {
      throw new IOException(texts.get("ask.no-folder", folder));
    }
    return new EvidenceExport(folder, caller.clock(), !withoutParts)
        .write(new EvidenceQuery(query, from, to, caller.zone()), out);
  }

  /** As it comes, into a file that gets its name when it is whole. */
  private EvidenceExport.Result elsewhere() throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("query", query);
    if (from != null) {
      parameters.put("from", from);
    }
    if (to != null) {
      parameters.put("to", to);
    }
    parameters.put("zone", caller.zone().getId());
    parameters.put("lang", caller.language().locale().getLanguage());
    if (withoutParts) {
      parameters.put("parts", "no");
    }
    Path unfinished = out.resolveSibling(out.getFileName() + ".unfinished");
    try (Ask.Session session = new Ask(where, caller).session();
        InputStream answer = session.open("archive/export", parameters, null)) {
      Files.copy(answer, unfinished, StandardCopyOption.REPLACE_EXISTING);
      EvidenceExport.Result result = EvidenceExport.Result.of(unfinished);
      Files.move(unfinished, out);
      return result;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private int say(String problem, int code) {
    err.println("hinomi export: " + problem);
    return code;
  }
}
