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
import org.hinomi.collector.keep.SentHead;
import org.hinomi.collector.keep.VerifyReport;
import org.hinomi.collector.keep.stamp.Authorities;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.SampleComparison;
import org.hinomi.collector.record.StoppedSamples;
import org.hinomi.core.settings.ExitCode;
import org.hinomi.core.text.Messages;
import org.hinomi.core.text.Reason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}: whether a history is as it was written. */
@Command(name = "verify", mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  private final Caller caller;
  private final Messages texts;
  private final PrintStream err;
  private final boolean terminal;

  @Mixin HistoryOptions where = new HistoryOptions();

  @Option(names = "--head", paramLabel = "H")
  List<String> heads = List.of();

  @Option(names = "--heads", paramLabel = "FILE")
  @Nullable Path headsFile;

  @Option(names = "--authority", paramLabel = "FILE")
  @Nullable Path authority;

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
    Path folder = where.folder(caller.environment());
    if (where.collector == null && !Files.isDirectory(folder.resolve("history"))) {
      return say(texts.get("ask.no-folder", folder), ExitCode.FAILED);
    }
    List<SentHead> sent;
    Authorities authorities;
    try {
      if (!format.equals("table") && !format.equals("json")) {
        throw new IllegalArgumentException("--format: " + format + " (expected: table, json)");
      }
      sent = sent();
      authorities = authority == null ? Authorities.ofJava() : Authorities.of(authority);
    } catch (IOException e) {
      return say(String.valueOf(e.getMessage()), ExitCode.FAILED);
    } catch (IllegalArgumentException e) {
      return say(String.valueOf(e.getMessage()), ExitCode.USAGE);
    }
    if (where.collector != null) {
      return elsewhere();
    }
    if (printHead) {
      PrintStream out = new PrintStream(caller.out(), true, StandardCharsets.UTF_8);
      out.println(HistoryVerifier.head(folder, caller.clock()));
      return ExitCode.OK;
    }
    if (position != null) {
      return prove(folder, position, sent);
    }
    HistoryVerifier.Report report = verify(folder, sent, authorities);
    VerifyReport written = new VerifyReport(report, caller.language());
    if (format.equals("json")) {
      written.json(caller.out());
    } else {
      written.table(caller.out());
    }
    caller.out().flush();
    return report.intact() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Has the collector look at its own folder. */
  private int elsewhere() throws Exception {
    RemoteVerify remote = new RemoteVerify(caller, err, terminal, format);
    try (Ask.Session session = new Ask(where, caller).session()) {
      if (printHead) {
        remote.head(session);
        return ExitCode.OK;
      }
      List<String> sent = new ArrayList<>(heads);
      if (headsFile != null) {
        sent.addAll(SentHead.lines(headsFile));
      }
      if (authority != null) {
        sent.addAll(Files.readAllLines(authority));
      }
      boolean intact = remote.ask(session, position, String.join("\n", sent) + "\n");
      return intact ? ExitCode.OK : ExitCode.FAILED;
    } catch (Ask.Refused e) {
      if (position != null && e.missing()) {
        return say(texts.get("verify.no-record", position), ExitCode.FAILED);
      }
      return say(String.valueOf(e.getMessage()), e.usage() ? ExitCode.USAGE : ExitCode.FAILED);
    } catch (IOException e) {
      return say(Reason.of(e), ExitCode.FAILED);
    }
  }

  private int prove(Path folder, long number, List<SentHead> sent)
      throws IOException, InterruptedException {
    Optional<RecordProof> proof = RecordProof.of(folder, number);
    if (proof.isEmpty()) {
      return say(texts.get("verify.no-record", number), ExitCode.FAILED);
    }
    boolean holds = proof.get().holds(folder);
    List<SentHead> all = new ArrayList<>(SentHead.stamped(folder));
    all.addAll(sent);
    ProofReport report = new ProofReport(proof.get(), holds, all, caller.language());
    if (format.equals("json")) {
      report.json(caller.out());
    } else {
      report.text(caller.out());
    }
    caller.out().flush();
    return holds ? ExitCode.OK : ExitCode.FAILED;
  }

  private HistoryVerifier.Report verify(Path folder, List<SentHead> sent, Authorities authorities)
      throws IOException, InterruptedException {
    ProgressLine progress =
        new ProgressLine(
            "verify", texts, err, terminal, HistoryVerifier.size(folder), System::nanoTime);
    try (Samples samples = new Samples(folder)) {
      return new HistoryVerifier(
              folder,
              caller.clock(),
              () -> isRunning(folder),
              Runtime.getRuntime().availableProcessors(),
              bytes -> {
                synchronized (progress) {
                  progress.read(bytes);
                }
              },
              isRunning(folder) || !samples.there() ? Optional.empty() : Optional.of(samples))
          .run(sent, authorities);
    } finally {
      progress.end();
    }
  }

  /** Opens the hot file when the first part is compared; no collector has it then. */
  private static final class Samples implements SampleComparison, AutoCloseable {
    private final Path folder;
    private @Nullable StoppedSamples samples;

    Samples(Path folder) {
      this.folder = folder;
    }

    boolean there() {
      return Files.exists(folder.resolve("history").resolve("hot.duckdb"));
    }

    @Override
    public long differing(Part part) throws IOException {
      StoppedSamples opened = samples;
      if (opened == null) {
        opened = new StoppedSamples(folder);
        samples = opened;
      }
      return opened.differing(part);
    }

    @Override
    public void close() throws IOException {
      if (samples != null) {
        samples.close();
      }
    }
  }

  private List<SentHead> sent() throws IOException {
    List<SentHead> sent = new ArrayList<>();
    for (String head : heads) {
      try {
        sent.add(SentHead.of(Head.parse(head)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("--head: " + e.getMessage(), e);
      }
    }
    if (headsFile != null) {
      sent.addAll(SentHead.read(headsFile));
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
