package org.hinomi.agent.watch.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.hinomi.core.charset.LineUnit;
import org.hinomi.core.text.RecordLines;
import org.hinomi.core.text.RecordLines.Place;
import org.hinomi.core.text.StepLimit;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of a record together: all up to the next one that looks like the first of another,
 * as it is declared or, where it is not, for the logs that {@link RecordLines} knows. A record that
 * has come to rest is handed on without waiting for that. Holds one record, at most a line limit.
 * Not thread-safe.
 */
final class LineJoiner implements Tail.Output {
  private static final long REST = Duration.ofSeconds(2).toNanos();

  /** Characters of a line that its beginning is told from, and steps that may take. */
  private static final int LOOKED_AT = 256;

  private static final int STEPS = 20_000;

  /** Bytes of a record above which its room is given back: files may be many. */
  private static final int FEW = 1024;

  private final @Nullable Pattern start;
  private final RecordLines told = new RecordLines();
  private final @Nullable Charset charset;
  private final int limit;
  private final LongSupplier nanoTime;
  private final Tail.Output out;
  private ByteArrayOutputStream held = new ByteArrayOutputStream(0);
  private byte[] lineFeed = {'\n'};
  private @Nullable Charset wide;
  private boolean holds;
  private long cut;
  private boolean partial;
  private @Nullable FilePosition position;
  private long touched;

  /**
   * @param start what the first line of a record begins with; null: told from the lines
   * @param limit bytes of a record that are kept
   * @param nanoTime a clock that only goes forward
   */
  LineJoiner(
      @Nullable Pattern start,
      @Nullable Charset charset,
      int limit,
      LongSupplier nanoTime,
      Tail.Output out) {
    this.start = start;
    this.charset = charset;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.out = out;
  }

  @Override
  public void unit(LineUnit unit) throws InterruptedException {
    flush();
    wide = unit == LineUnit.BYTE ? null : unit.charset(null);
    lineFeed = "\n".getBytes(wide == null ? StandardCharsets.US_ASCII : wide);
    out.unit(unit);
  }

  @Override
  public void line(byte[] line, long lineCut, boolean linePartial, FilePosition after)
      throws InterruptedException {
    Place place = place(line);
    if (place == Place.ALONE) {
      flush();
      out.line(line, lineCut, linePartial, after);
      return;
    }
    if (!holds || place == Place.FIRST) {
      flush();
      holds = true;
    } else {
      add(lineFeed);
    }
    add(line);
    cut += lineCut;
    partial |= linePartial;
    position = after;
    touched = nanoTime.getAsLong();
  }

  private void add(byte[] bytes) {
    int room = Math.min(bytes.length, limit - held.size());
    held.write(bytes, 0, room);
    cut += bytes.length - room;
  }

  private Place place(byte[] line) {
    Pattern declared = start;
    if (declared == null) {
      return told.next(line, line.length);
    }
    return begins(line, declared) ? Place.FIRST : Place.MORE;
  }

  private boolean begins(byte[] line, Pattern declared) {
    Charset of = wide != null ? wide : charset != null ? charset : StandardCharsets.UTF_8;
    int length = Math.min(line.length, 4 * LOOKED_AT);
    String text = new String(line, 0, length, of);
    String head = text.substring(0, Math.min(text.length(), LOOKED_AT));
    try {
      return declared.matcher(new StepLimit(head, STEPS)).lookingAt();
    } catch (StepLimit.ReachedException | StackOverflowError e) {
      return false;
    }
  }

  /** Whether it has a record that it has not handed on. */
  boolean holds() {
    return holds;
  }

  /** Hands the record on if nothing has come for a while. */
  void rest() throws InterruptedException {
    if (holds && nanoTime.getAsLong() - touched >= REST) {
      flush();
    }
  }

  private void flush() throws InterruptedException {
    FilePosition end = position;
    if (holds && end != null) {
      byte[] record = held.toByteArray();
      long left = cut;
      boolean unfinished = partial;
      if (record.length > FEW) {
        held = new ByteArrayOutputStream(0);
      }
      held.reset();
      holds = false;
      cut = 0;
      partial = false;
      out.line(record, left, unfinished, end);
    }
  }

  @Override
  public void started(FilePosition from) throws InterruptedException {
    out.started(from);
  }

  @Override
  public void lost(FilePosition at) throws InterruptedException {
    flush();
    out.lost(at);
  }

  @Override
  public void reused(FilePosition at) throws InterruptedException {
    flush();
    out.reused(at);
  }

  @Override
  public void overtaken(FilePosition at) throws InterruptedException {
    flush();
    out.overtaken(at);
  }
}
