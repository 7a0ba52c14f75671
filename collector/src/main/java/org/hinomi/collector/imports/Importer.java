package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.hinomi.collector.imports.read.FrameParameters;
import org.hinomi.collector.imports.read.FrameTime;
import org.hinomi.core.charset.CharsetLook;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.jspecify.annotations.Nullable;

/** Reads files and sends what the history does not hold. Not thread-safe. */
public final class Importer {
  static final DateTimeFormatter TIMESTAMP = FrameTime.FORMAT;

  private final ImportOptions options;
  private final Target target;
  private final Progress progress;
  private final EvtxImport eventLogs;
  private final RecordImport records;
  private final LineImport lines;
  private long files;
  private long added;
  private long held;
  private long problems;
  private String at = "";

  /**
   * @throws IOException where the target does not say what it holds
   */
  public Importer(ImportOptions options, Target target, Progress progress)
      throws IOException, InterruptedException {
    this.options = options;
    this.target = target;
    this.progress = progress;
    Ledger ledger = new Ledger(target.recorded());
    this.eventLogs = new EvtxImport(options, target, progress, ledger);
    this.records = new RecordImport(options, target, progress, ledger);
    this.lines = new LineImport(options, target, progress, ledger);
  }

  /**
   * Imports what can be read of each file, and waits until it is durable.
   *
   * @throws Refused where the target takes no more
   */
  public Summary run(List<Path> paths) throws Refused, InterruptedException {
    try {
      for (Path path : paths) {
        try {
          Contents.each(path, this::take);
        } catch (IOException e) {
          problem(path.toString(), e);
        }
      }
      target.flush();
    } catch (RefusedInside e) {
      throw new Refused(e.cause);
    } catch (IOException e) {
      throw new Refused(e);
    }
    return soFar();
  }

  /** What was done until now: of a file that is not read to its end, nothing. */
  public Summary soFar() {
    return new Summary(files, added, held, problems);
  }

  /** Which file was read last; empty: none. */
  public String at() {
    return at;
  }

  /** The target takes no more: no file is to blame. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Carries {@link Refused} through the readers of archives. */
  static final class RefusedInside extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient IOException cause;

    RefusedInside(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private void problem(String path, IOException e) {
    problems++;
    progress.problem(path, e.getMessage());
  }

  private void take(Content content) throws InterruptedException {
    at = content.path();
    try {
      if (isEventLog(content)) {
        EvtxImport.Result result = eventLogs.take(content);
        count(result.added(), result.held(), result.damaged());
        return;
      }
      RecordFormat format = recordFormat(content);
      if (format != null) {
        RecordImport.Result result = records.take(content, format);
        count(result.added(), result.held(), result.damaged());
        return;
      }
      LineImport.Result result = lines.take(content);
      count(result.added(), result.held(), false);
      if (result.damage() != null) {
        problem(content.path(), result.damage());
      }
    } catch (IOException e) {
      problem(content.path(), e);
    }
  }

  private void count(long sent, long there, boolean damaged) {
    files++;
    added += sent;
    held += there;
    problems += damaged ? 1 : 0;
  }

  private boolean isEventLog(Content content) throws IOException {
    if (options.type() != ImportOptions.Type.AUTO) {
      return options.type() == ImportOptions.Type.EVTX;
    }
    try (InputStream in = content.open(bytes -> {})) {
      return EvtxFile.isMagic(new Peeked(in, Long.BYTES).head());
    }
  }

  /** Null where it is a file of lines. */
  private @Nullable RecordFormat recordFormat(Content content) throws IOException {
    try (InputStream in = content.open(bytes -> {})) {
      return RecordFormat.of(options, new Peeked(in, CharsetLook.BYTES).head());
    }
  }

  static void parameter(StringBuilder text, String name, String value) {
    text.append(new FrameParameters().put(name, value));
  }
}
