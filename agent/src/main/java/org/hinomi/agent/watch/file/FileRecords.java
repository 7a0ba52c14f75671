package org.hinomi.agent.watch.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.charset.CharsetTeller;
import org.hinomi.core.charset.LineUnit;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.SourceReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes records of what one tail tells. For one thread; the counts are for any. */
final class FileRecords implements Tail.Output {
  private static final Logger log = LoggerFactory.getLogger(FileRecords.class);

  /** Of all files of a source. */
  static final class Counts {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong cutRecords = new AtomicLong();
    private final AtomicLong cutBytes = new AtomicLong();
    private final AtomicLong gaps = new AtomicLong();

    SourceStatus status(State state, SourceReason reason) {
      return new SourceStatus(
          state, reason, records.get(), cutRecords.get(), cutBytes.get(), gaps.get());
    }
  }

  private final String source;
  private final Counts counts;
  private final String path;
  private final RecordSink sink;
  private final @Nullable Charset declared;
  private final CharsetTeller teller = new CharsetTeller();
  private final FileColumns columns = new FileColumns();
  private @Nullable Charset wide;
  private @Nullable Charset told;
  private Map<String, String> whole;

  /**
   * @param declared charset of all lines; null: told from them
   */
  FileRecords(
      String source, String path, @Nullable Charset declared, Counts counts, RecordSink sink) {
    this.declared = declared;
    this.source = source;
    this.counts = counts;
    this.path = path;
    this.whole = Map.of(AgentFrame.PATH, path);
    this.sink = sink;
  }

  @Override
  public void line(byte[] line, long cut, boolean partial, FilePosition position)
      throws InterruptedException {
    in(wide != null ? wide : declared != null ? declared : teller.of(line));
    Map<String, String> attributes = columns.line(line, whole);
    if (cut > 0 || partial) {
      attributes = new TreeMap<>(attributes);
    }
    if (cut > 0) {
      attributes.put(WatchedRecord.CUT, Long.toString(cut));
      counts.cutRecords.incrementAndGet();
      counts.cutBytes.addAndGet(cut);
    }
    if (partial) {
      attributes.put(WatchedRecord.PARTIAL, "true");
    }
    put(
        AgentFrame.KIND_LINE,
        WatchedRecord.FACILITY_USER,
        WatchedRecord.SEVERITY_INFORMATIONAL,
        line,
        attributes,
        position.token());
  }

  @Override
  public void unit(LineUnit unit) {
    wide = unit == LineUnit.BYTE ? null : unit.charset(null);
  }

  /** Most lines of a log are in the same charset: their attributes are made once. */
  private void in(@Nullable Charset charset) {
    if (!Objects.equals(charset, told)) {
      told = charset;
      whole =
          charset == null
              ? Map.of(AgentFrame.PATH, path)
              : Map.of(AgentFrame.PATH, path, AgentFrame.CHARSET, charset.name());
    }
  }

  /**
   * Reading goes on in the middle: takes the names of columns from the start of the file.
   *
   * @param before only those before this byte
   */
  void look(long before) {
    columns.look(Path.of(path), before);
  }

  /** A kept position that is none of ours. */
  void unreadable(String token) throws InterruptedException {
    say(
        "position-unreadable",
        path + ": the kept position " + token + " cannot be read; reading from the start",
        "");
  }

  @Override
  public void started(FilePosition position) throws InterruptedException {
    say(
        "started",
        path + ": watched from its end, byte " + position.offset() + ", on",
        position.token());
  }

  @Override
  public void lost(FilePosition position) throws InterruptedException {
    counts.gaps.incrementAndGet();
    log.atWarn()
        .addKeyValue("source", source)
        .addKeyValue("path", path)
        .log("The file was cut or replaced; lines may be lost. Reading from its start.");
    say(
        "position-lost",
        path
            + ": what was read up to byte "
            + position.offset()
            + " is no longer there (the file was cut, or rotated and compressed); lines written"
            + " after that and not yet read are lost; reading from the start",
        "");
  }

  @Override
  public void reused(FilePosition position) throws InterruptedException {
    say(
        "reused",
        path
            + ": read up to byte "
            + position.offset()
            + ", left alone since, and now written anew; reading from the start",
        "");
  }

  @Override
  public void overtaken(FilePosition position) throws InterruptedException {
    counts.gaps.incrementAndGet();
    log.atWarn()
        .addKeyValue("source", source)
        .addKeyValue("path", path)
        .log("The log rolls faster than it is read; files may have gone unread.");
    say(
        "rolled-away",
        path
            + ": the file that was read up to byte "
            + position.offset()
            + " was deleted before the next one was read; files that were deleted between them"
            + " are lost (let it grow larger before it rolls, or keep more of the old files)",
        "");
  }

  private void say(String reason, String text, String position) throws InterruptedException {
    put(
        AgentFrame.KIND_AGENT,
        WatchedRecord.FACILITY_AGENT,
        reason.equals("started") || reason.equals("reused")
            ? WatchedRecord.SEVERITY_INFORMATIONAL
            : WatchedRecord.SEVERITY_WARNING,
        text.getBytes(StandardCharsets.UTF_8),
        Map.of(AgentFrame.PATH, path, WatchedRecord.REASON, reason),
        position);
  }

  private void put(
      String kind,
      int facility,
      int severity,
      byte[] original,
      Map<String, String> attributes,
      String position)
      throws InterruptedException {
    String app = kind.equals(AgentFrame.KIND_AGENT) ? AgentFrame.APP_NAME : null;
    sink.put(
        new WatchedRecord(
            source,
            path,
            kind,
            null,
            facility,
            severity,
            app,
            null,
            original,
            attributes,
            position));
    counts.records.incrementAndGet();
  }
}
