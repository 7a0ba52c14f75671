package org.hinomi.collector.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hinomi.collector.imports.read.FrameParameters;
import org.hinomi.collector.imports.read.FrameTime;
import org.hinomi.core.charset.CharsetLook;
import org.hinomi.core.charset.LineUnit;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.windows.evtx.EvtxFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads files and sends what the history does not hold. A file of lines is read twice: first to
 * know which of its lines the history holds under which identity, then to send the others
 * (docs/decisions/0014-import-identity.md). Not thread-safe.
 */
public final class Importer {
  static final DateTimeFormatter TIMESTAMP = FrameTime.FORMAT;

  private final ImportOptions options;
  private final Target target;
  private final Progress progress;
  private final Ledger ledger;
  private final String namedHost;
  private final EvtxImport eventLogs;
  private final RecordImport records;
  private long files;
  private long added;
  private long held;
  private long problems;

  /**
   * @throws IOException where the target does not say what it holds
   */
  public Importer(ImportOptions options, Target target, Progress progress)
      throws IOException, InterruptedException {
    this.options = options;
    this.target = target;
    this.progress = progress;
    this.ledger = new Ledger(target.recorded());
    this.namedHost = options.host() == null ? "" : options.host();
    this.eventLogs = new EvtxImport(options, target, progress, ledger);
    this.records = new RecordImport(options, target, progress, ledger);
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
    return new Summary(files, added, held, problems);
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
    try {
      if (isEventLog(content)) {
        EvtxImport.Result result = eventLogs.take(content);
        files++;
        added += result.added();
        held += result.held();
        problems += result.damaged() ? 1 : 0;
        return;
      }
      RecordFormat format = recordFormat(content);
      if (format != null) {
        RecordImport.Result result = records.take(content, format);
        files++;
        added += result.added();
        held += result.held();
        problems += result.damaged() ? 1 : 0;
        return;
      }
      Survey survey = survey(content);
      send(content, survey);
      files++;
      if (survey.damage() != null) {
        problem(content.path(), survey.damage());
      }
    } catch (IOException e) {
      problem(content.path(), e);
    }
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

  private Survey survey(Content content) throws IOException {
    try (InputStream in = content.open(progress::read);
        ExecutorService computing =
            Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("import-fingerprint").daemon().factory())) {
      Peeked peeked = new Peeked(in, CharsetLook.BYTES);
      LineUnit unit = LineUnit.of(peeked.head(), options.charset());
      LineReader lines = new LineReader(peeked, unit);
      Fingerprint fingerprint = new Fingerprint(namedHost, computing);
      Batching batching = Batching.ofLines();
      SyslogLook look = new SyslogLook();
      CharsetLook charsets = new CharsetLook();
      List<Ledger.Part> known = new ArrayList<>();
      LineSum sum = new LineSum();
      List<Integer> checkpoints = new ArrayList<>();
      long count = 0;
      long lengthKnown = ledger.lengthFrom(1);
      boolean torn = false;
      String whole = fingerprint.name();
      while (lines.next()) {
        if (!lines.terminated()) {
          torn = true;
          whole = fingerprint.name();
        }
        fingerprint.line(lines.bytes(), lines.length(), lines.fullLength());
        sum.line(lines.bytes(), lines.length(), lines.fullLength());
        look.line(lines.bytes(), lines.length());
        charsets.line(lines.bytes(), lines.length());
        long number = count + 1;
        if (!torn) {
          count = number;
        }
        if (number == lengthKnown) {
          Optional<Ledger.Part> part = ledger.find(id(fingerprint.name()), number);
          part.ifPresent(known::add);
          lengthKnown = ledger.lengthFrom(number + 1);
        }
        if (batching.endsWith(lines.length())) {
          checkpoints.add(sum.value());
        }
      }
      String all = fingerprint.name();
      checkpoints.add(sum.value());
      boolean syslog =
          options.type() == ImportOptions.Type.SYSLOG
              || (options.type() == ImportOptions.Type.AUTO && look.isSyslog());
      return new Survey(
          unit,
          unit.charset(options.charset() == null ? charsets.told() : options.charset()),
          syslog,
          count,
          torn,
          known,
          new Ledger.Part(id(torn ? whole : all), Math.max(1, count)),
          new Ledger.Part(id(all), count + 1),
          checkpoints,
          lines.damage());
    }
  }

  private static String id(String fingerprint) {
    return AgentFrame.IMPORT_AGENT + fingerprint;
  }

  private void send(Content content, Survey survey) throws IOException, InterruptedException {
    long last = survey.records();
    long missing = 0;
    for (long line = 1; line <= last; line++) {
      missing += survey.held(line) ? 0 : 1;
    }
    if (missing == 0) {
      held += last;
      return;
    }
    try (InputStream in = content.open(progress::read)) {
      sendLines(new LineReader(in, survey.unit()), content, survey);
    }
  }

  private void sendLines(LineReader lines, Content content, Survey survey)
      throws IOException, InterruptedException {
    FrameBatch batch = new FrameBatch(header(content), attributes(content, survey));
    LineSum sum = new LineSum();
    Batching batching = Batching.ofLines();
    List<Recorded> sent = new ArrayList<>();
    int checkpoint = 0;
    long number = 0;
    while (number < survey.records() && lines.next()) {
      number++;
      sum.line(lines.bytes(), lines.length(), lines.fullLength());
      if (survey.held(number)) {
        held++;
      } else {
        Ledger.Part part = survey.part(number);
        batch.add(part, number, lines, number > survey.lines() && survey.damage() != null);
        Recorded.extend(sent, part.agentId(), part.lines(), number);
      }
      if (batching.endsWith(lines.length()) || number == survey.records()) {
        if (sum.value() != survey.checkpoints().get(checkpoint++)) {
          throw changed();
        }
        hand(batch, sent);
      }
    }
    if (number < survey.records()) {
      throw changed();
    }
  }

  private static IOException changed() {
    return new IOException("changed while it was read; import it again");
  }

  private void hand(FrameBatch batch, List<Recorded> sent) throws InterruptedException {
    if (batch.length() > 0) {
      int length = batch.length();
      try {
        target.send(batch.take(), length);
      } catch (IOException e) {
        throw new RefusedInside(e);
      }
    }
    for (Recorded range : sent) {
      ledger.add(range);
      long count = range.last() - range.first() + 1;
      added += count;
      progress.records(count);
    }
    sent.clear();
  }

  private String header(Content content) {
    String host = options.host() == null ? options.localHost() : options.host();
    return "<14>1 "
        + TIMESTAMP.format(content.modified())
        + ' '
        + host
        + ' '
        + AgentFrame.APP_NAME
        + " - "
        + AgentFrame.MSGID_EVENT
        + ' ';
  }

  private String attributes(Content content, Survey survey) {
    StringBuilder text = new StringBuilder();
    parameter(text, AgentFrame.SOURCE, "import");
    parameter(text, AgentFrame.KIND, AgentFrame.KIND_LINE);
    parameter(text, AgentFrame.PATH, content.path());
    parameter(text, AgentFrame.ZONE, options.zone().getId());
    parameter(
        text,
        AgentFrame.FORMAT,
        survey.syslog() ? AgentFrame.FORMAT_SYSLOG : AgentFrame.FORMAT_TEXT);
    if (survey.charset() != null) {
      parameter(text, AgentFrame.CHARSET, survey.charset().name());
    }
    return text.toString();
  }

  static void parameter(StringBuilder text, String name, String value) {
    text.append(new FrameParameters().put(name, value));
  }
}
