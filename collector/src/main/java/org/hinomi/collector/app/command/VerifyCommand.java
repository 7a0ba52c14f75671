package org.hinomi.collector.app.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hinomi.collector.console.RunFile;
import org.hinomi.collector.keep.Head;
import org.hinomi.collector.keep.HistoryVerifier;
import org.hinomi.collector.keep.ProofReport;
import org.hinomi.collector.keep.RecordProof;
import org.hinomi.collector.keep.VerifyReport;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: whether a history is as it was written. */
@Command(name = "verify", mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  private final Caller caller;
  private final Messages texts;
  private final PrintStream err;
  private final boolean terminal;

  @Option(names = "--data", paramLabel = "DIR")
  @Nullable Path data;

  @Option(names = "--head", paramLabel = "H")
  List<String> heads = List.of();

  @Option(names = "--heads", paramLabel = "FILE")
  @Nullable Path headsFile;

  @Option(names = "--print-head")
  boolean printHead;

  @Option(names = "--position", paramLabel = "N", descriptionKey = "verify-position")
  @Nullable Long position;

  @Option(names = "--format", paramLabel = "F", descriptionKey = "verify-format")
  String format = "table";

  /**
   * @param terminal whether standard error is a terminal, where a line can be written over
   */
  public VerifyCommand(Caller caller, boolean terminal) {
    this.caller = caller;
    this.texts = caller.texts();
    this.err = new PrintStream(caller.err(), true, StandardCharsets.UTF_8);
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = data != null ? data : DataFolder.byDefault(caller.environment());
    if (!Files.isDirectory(folder.resolve("history"))) {
      return say(texts.get("ask.no-folder", folder), ExitCode.FAILED);
    }
    List<Head> sent;
    try {
      if (!format.equals("table") && !format.equals("json")) {
        throw new IllegalArgumentException("--format: " + format + " (expected: table, json)");
      }
      sent = sent();
    } catch (IllegalArgumentException e) {
      return say(String.valueOf(e.getMessage()), ExitCode.USAGE);
    }
    if (printHead) {
      PrintStream out = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
      out.println(HistoryVerifier.head(folder, caller.clock()));
      return ExitCode.OK;
    }
    if (position != null) {
      return prove(folder, position, sent);
    }
    HistoryVerifier.Report report = verify(folder, sent);
    VerifyReport written = new VerifyReport(report, caller.language());
    if (format.equals("json")) {
      written.json(caller.out());
    } else {
      written.table(caller.out());
    }
    caller.out().flush();
    return report.intact() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int prove(Path folder, long number, List<Head> sent)
      throws IOException, InterruptedException {
    Optional<RecordProof> proof = RecordProof.of(folder, number);
    if (proof.isEmpty()) {
      return say(texts.get("verify.no-record", number), ExitCode.FAILED);
    }
    boolean holds = proof.get().holds(folder);
    ProofReport report = new ProofReport(proof.get(), holds, sent, caller.language());
    if (format.equals("json")) {
      report.json(caller.out());
    } else {
      report.text(caller.out());
    }
    caller.out().flush();
    return holds ? ExitCode.OK : ExitCode.FAILED;
  }

  private HistoryVerifier.Report verify(Path folder, List<Head> sent)
      throws IOException, InterruptedException {
    ProgressLine progress =
        new ProgressLine(
            "verify", 1, texts, err, terminal, HistoryVerifier.size(folder), System::nanoTime);
    HistoryVerifier verifier =
        new HistoryVerifier(
            folder,
            caller.clock(),
            () -> isRunning(folder),
            Runtime.getRuntime().availableProcessors(),
            bytes -> {
              synchronized (progress) {
                progress.read(bytes);
              }
            });
    try {
      return verifier.run(sent);
    } finally {
      progress.end();
    }
  }

  private List<Head> sent() throws IOException {
    List<Head> sent = new ArrayList<>();
    for (String head : heads) {
      try {
        sent.add(Head.parse(head));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("--head: " + e.getMessage(), e);
      }
    }
    if (headsFile != null) {
      int number = 0;
      for (String line : Files.readAllLines(headsFile)) {
        number++;
        try {
          if (!line.isBlank()) {
            sent.add(Head.parse(line));
          }
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(headsFile + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    return sent;
  }

  private static boolean isRunning(Path folder) {
    try {
      return RunFile.read(folder)
          .filter(run -> ProcessHandle.of(run.pid()).isPresent())
          .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int say(String problem, int code) {
    err.println("hinomi verify: " + problem);
    return code;
  }
}
