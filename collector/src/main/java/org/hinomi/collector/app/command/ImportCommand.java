package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.hinomi.collector.app.DecodeCopy;
import org.hinomi.collector.app.ImportIntoFolder;
import org.hinomi.collector.app.ImportTrial;
import org.hinomi.collector.audit.AuditRecord;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.decode.syslog.SyslogRules;
import org.hinomi.collector.imports.ImportOptions;
import org.hinomi.collector.imports.Importer;
import org.hinomi.collector.imports.SendAhead;
import org.hinomi.collector.imports.Summary;
import org.hinomi.collector.imports.Target;
import org.hinomi.collector.imports.text.TextRules;
import org.hinomi.collector.record.HistoryException;
import org.hinomi.core.lifecycle.ThisMachine;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.settings.SettingsException;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: reads existing logs into a history. */
@Command(name = "import", mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  /** Records of each file that a trial shows. */
  private static final int SHOWN = 3;

  /** How many of the files that were named are noted. */
  private static final int NAMED = 20;

  private final Caller caller;
  private final boolean terminal;
  private final Messages texts;
  private final PrintStream err;
  private @Nullable ImportIntoFolder opened;
  private LongSupplier durable = () -> 0;

  @Mixin HistoryOptions where = new HistoryOptions();

  @Option(names = "--type", paramLabel = "TYPE", defaultValue = "auto")
  String type = "auto";

  @Option(names = "--host", paramLabel = "H")
  @Nullable String host;

  @Option(names = "--zone", paramLabel = "Z")
  @Nullable String zone;

  @Option(names = "--charset", paramLabel = "C")
  @Nullable String charset;

  @Option(names = "--map", paramLabel = "COLUMN=FIELD,...")
  @Nullable String map;

  @Option(names = "--pattern", paramLabel = "REGEX")
  @Nullable String pattern;

  @Option(names = "--multiline", paramLabel = "REGEX")
  @Nullable String multiline;

  @Option(names = "--delimiter", paramLabel = "C")
  @Nullable String delimiter;

  @Option(names = "--columns", paramLabel = "NAME,...")
  @Nullable String columns;

  @Option(names = "--try")
  boolean trial;

  @Parameters(paramLabel = "FILE", arity = "1..*", descriptionKey = "file")
  List<Path> files = List.of();

  /**
   * @param terminal whether standard error is one: only there a progress bar is drawn
   */
  public ImportCommand(Caller caller, boolean terminal) {
    this.caller = caller;
    this.terminal = terminal;
    this.texts = caller.texts();
    this.err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() throws Exception {
    ImportOptions options;
    try {
      options = options();
    } catch (IllegalArgumentException e) {
      return say(String.valueOf(e.getMessage()), ExitCode.USAGE);
    }
    if (trial) {
      return tryOut(options);
    }
    try (CtrlC ctrlC = new CtrlC()) {
      return run(options, ctrlC);
    }
  }

  private int run(ImportOptions options, CtrlC ctrlC) throws Exception {
    long start = System.nanoTime();
    ProgressLine progress =
        new ProgressLine("import", texts, err, terminal, sizes(), System::nanoTime);
    Summary summary;
    try (SendAhead target = new SendAhead(target())) {
      ctrlC.stopsBy(target::stop);
      summary = imported(new Importer(options, target, progress));
    } catch (Ask.Refused e) {
      return say(String.valueOf(e.getMessage()), e.usage() ? ExitCode.USAGE : ExitCode.FAILED);
    } catch (HistoryException.InUse e) {
      Path data = data();
      return say(texts.get("ask.in-use", data, data.resolve("run.json")), ExitCode.FAILED);
    } catch (Importer.Refused | IOException e) {
      progress.end();
      String reason = Reason.of(e);
      return say(texts.get("import.stopped", reason), ExitCode.FAILED);
    } catch (InterruptedException e) {
      progress.end();
      return say(texts.get("import.stopped", texts.get("import.interrupted")), ExitCode.FAILED);
    }
    progress.end();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    PrintStream out = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
    out.println(
        texts.get(
            "import.summary",
            summary.files(),
            summary.added(),
            summary.held(),
            summary.problems(),
            String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0)));
    return summary.problems() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private Summary imported(Importer importer) throws Importer.Refused, InterruptedException {
    try {
      Summary summary = importer.run(files);
      note(summary, "", Map.of());
      return summary;
    } catch (Importer.Refused e) {
      noteEnd(importer, Reason.of(e));
      throw e;
    } catch (InterruptedException e) {
      noteEnd(importer, "interrupted");
      throw e;
    }
  }

  private void noteEnd(Importer importer, String reason) {
    note(
        importer.soFar(),
        reason,
        Map.of("at", importer.at(), "recorded", Long.toString(durable.getAsLong())));
  }

  /**
   * Notes the import in the history; a collector elsewhere does that itself.
   *
   * @param reason why it ended before its end; empty: it did not
   */
  private void note(Summary summary, String reason, Map<String, String> more) {
    if (where.collector != null) {
      return;
    }
    Map<String, String> details = new LinkedHashMap<>(more);
    details.put("files", Long.toString(summary.files()));
    details.put(
        "names", files.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(", ")));
    details.put("added", Long.toString(summary.added()));
    details.put("held", Long.toString(summary.held()));
    details.put("problems", Long.toString(summary.problems()));
    AuditRecord record = AuditNote.record(caller, "import", reason, details);
    try {
      if (opened == null) {
        AuditNote.take(caller, data(), record);
      } else {
        opened.note(record);
        if (reason.isEmpty()) {
          opened.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      err.println(texts.get("audit.not-recorded", Reason.of(e)));
    }
  }

  /** Shows how the files would be read; stores nothing and asks no collector. */
  private int tryOut(ImportOptions options) throws InterruptedException, SettingsException {
    ProgressLine progress =
        new ProgressLine("import", texts, err, terminal, sizes(), System::nanoTime);
    Summary summary;
    try (ImportTrial tried = new ImportTrial(decoding(options.zone()), caller.clock(), SHOWN)) {
      summary = new Importer(options, tried, progress).run(files);
      progress.end();
      PrintStream out = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
      new TrialOutput(texts, out, options.zone()).print(tried);
    } catch (Importer.Refused | IOException e) {
      return say(String.valueOf(e.getMessage()), ExitCode.FAILED);
    }
    return summary.problems() == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  /** As the collector on the folder reads what is imported; of one elsewhere nothing is known. */
  private SyslogRules decoding(ZoneId zone) throws IOException, SettingsException {
    return where.collector == null ? DecodeCopy.rules(data(), zone) : DecodeCopy.none(zone);
  }

  private ImportOptions options() {
    ImportOptions.Type lines =
        switch (type) {
          case "auto" -> ImportOptions.Type.AUTO;
          case "evtx" -> ImportOptions.Type.EVTX;
          case "syslog" -> ImportOptions.Type.SYSLOG;
          case "lines" -> ImportOptions.Type.LINES;
          case "pcap" -> ImportOptions.Type.PCAP;
          case "eml" -> ImportOptions.Type.EML;
          case "mbox" -> ImportOptions.Type.MBOX;
          case "wtmp" -> ImportOptions.Type.WTMP;
          case "btmp" -> ImportOptions.Type.BTMP;
          case "json" -> ImportOptions.Type.JSON;
          case "csv" -> ImportOptions.Type.CSV;
          case "kv" -> ImportOptions.Type.KV;
          case "w3c" -> ImportOptions.Type.W3C;
          case "pattern" -> ImportOptions.Type.PATTERN;
          default ->
              throw new IllegalArgumentException(
                  "--type: "
                      + type
                      + " (expected: auto, evtx, syslog, lines, pcap, eml, mbox, wtmp, btmp, json,"
                      + " csv, kv, w3c or pattern)");
        };
    if (host != null && !host.matches("[!-~]{1,255}")) {
      throw new IllegalArgumentException(
          "--host: \"" + host + "\" (expected: 1 to 255 visible ASCII characters)");
    }
    // A pattern says by itself how lines are to be read.
    boolean byPattern = pattern != null && lines == ImportOptions.Type.AUTO;
    return new ImportOptions(
        byPattern ? ImportOptions.Type.PATTERN : lines,
        host,
        localHost(),
        zone(),
        charset(),
        rules());
  }

  private TextRules rules() {
    for (String one : map == null ? new String[0] : map.split(",")) {
      if (!one.matches(
          ".+=\\s*(time|date|clock|host|message|severity|user|ip|app|[a-z@][\\w.@-]*)\\s*")) {
        throw new IllegalArgumentException(
            "--map: \""
                + one
                + "\" (expected: COLUMN=FIELD; FIELD: time, date, clock, host, message, severity,"
                + " user, ip, app or a stored field such as event.action)");
      }
    }
    if (delimiter != null && delimiter.length() != 1 && !delimiter.equals("\\t")) {
      throw new IllegalArgumentException(
          "--delimiter: \"" + delimiter + "\" (expected: one character, or \\t)");
    }
    if (pattern != null) {
      // Names of groups may have dots, which Java's do not.
      regex("--pattern", pattern.replaceAll("\\(\\?<[\\p{L}@_][\\p{L}\\p{N}@_.-]*>", "("));
    }
    Character between =
        delimiter == null ? null : delimiter.equals("\\t") ? (Character) '\t' : delimiter.charAt(0);
    return new TextRules(
        map, pattern, multiline == null ? null : regex("--multiline", multiline), between, columns);
  }

  private static Pattern regex(String option, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          option
              + ": "
              + e.getDescription()
              + " at character "
              + (e.getIndex() + 1)
              + " (expected: a regular expression of Java)",
          e);
    }
  }

  private ZoneId zone() {
    try {
      return zone == null ? caller.zone() : ZoneId.of(zone);
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException(
          "--zone: " + zone + " (expected: a zone such as Asia/Tokyo or +09:00)", e);
    }
  }

  private @Nullable Charset charset() {
    try {
      return charset == null ? null : Charset.forName(charset);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--charset: "
              + charset
              + " (expected: a charset such as UTF-8, windows-31j, EUC-JP or UTF-16LE)",
          e);
    }
  }

  private static String localHost() {
    String name = ThisMachine.name().replaceAll("[^!-~]", "");
    return name.isEmpty() ? "localhost" : name;
  }

  private long sizes() {
    long bytes = 0;
    for (Path file : files) {
      try {
        bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
      } catch (IOException e) {
        // What is wrong with it is said when it is read.
        bytes += 0;
      }
    }
    return bytes;
  }

  private Path data() throws SettingsException {
    return where.folder(caller.environment());
  }

  private Target target() throws IOException, SettingsException, Ask.Refused {
    Ask ask = new Ask(where, caller);
    if (where.collector != null) {
      return new RemoteImport(Remote.named(where.collector.toString(), ask.token(), ask.caFile()));
    }
    Optional<RunFile> running =
        RunFile.read(data()).filter(run -> ProcessHandle.of(run.pid()).isPresent());
    if (running.isPresent()) {
      RemoteImport remote = new RemoteImport(Remote.of(running.get()));
      try {
        remote.connect();
        durable = remote::durable;
        return remote;
      } catch (ConnectException nobodyAnswers) {
        // Left behind by a collector that was killed: the folder is free to open.
        remote.close();
      }
    }
    ImportIntoFolder folder = new ImportIntoFolder(data(), caller.zone(), caller.clock(), waits());
    opened = folder;
    durable = folder::durable;
    return folder;
  }

  /** Said while the progress stands still. */
  private ImportIntoFolder.Waits waits() {
    return new ImportIntoFolder.Waits() {
      @Override
      public void begins(String reason) {
        err.println(
            line(
                reason.isEmpty() ? texts.get("import.slow") : texts.get("import.waiting", reason)));
      }

      @Override
      public void ends() {
        err.println(line(texts.get("import.goes-on")));
      }

      private String line(String text) {
        return (terminal ? "\r\u001b[K" : "") + "hinomi import: " + text;
      }
    };
  }

  private int say(String problem, int code) {
    err.println("hinomi import: " + problem);
    return code;
  }
}
