package org.hinomi.agent.watch.journal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.Source;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.hinomi.core.event.SourceReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The systemd journal, read from a running {@code journalctl --follow}, which is started again when
 * it ends. It is asked to begin with the entry of the kept cursor, not after it: when it begins
 * with another one, the journal no longer has ours, and entries may have gone with it.
 */
public final class JournalSource implements Source {
  private static final Logger log = LoggerFactory.getLogger(JournalSource.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private static final int PRIORITY_DEFAULT = WatchedRecord.SEVERITY_INFORMATIONAL;

  private final JournalSettings settings;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong cutRecords = new AtomicLong();
  private final AtomicLong cutBytes = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();

  /** Both in one field: who asks must not see the one without the other. */
  private record Standing(State state, String reason) {}

  private volatile Standing standing = new Standing(State.NEW, "");
  private volatile String lastError = "";
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Thread runner;
  private volatile @Nullable Process process;
  private final Boots boots;
  private String cursor = "";

  public JournalSource(JournalSettings settings) {
    this.settings = settings;
    this.boots = new Boots(settings);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void run(Map<String, String> positions, RecordSink sink) throws InterruptedException {
    runner = Thread.currentThread();
    cursor = boots.resume(positions.getOrDefault("", ""));
    boolean toEnd = positions.isEmpty() && settings.from() == StartAt.END;
    Duration pause = FIRST_PAUSE;
    try {
      while (!closed()) {
        long before = records.get();
        try {
          if (toEnd) {
            skipToEnd(sink);
            toEnd = false;
          }
          follow(sink);
        } catch (IOException e) {
          lastError = String.valueOf(e.getMessage());
        }
        if (closed()) {
          break;
        }
        pause = records.get() > before ? FIRST_PAUSE : pause;
        String reason =
            settings.program() + " ended" + (lastError.isEmpty() ? "" : ": " + lastError);
        standing = new Standing(State.FAILED, reason);
        log.atWarn()
            .addKeyValue("source", name())
            .addKeyValue("retryAfter", pause)
            .log("The journal cannot be read: {}", reason);
        if (closing.await(pause.toMillis(), MILLISECONDS)) {
          break;
        }
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      if (!closed()) {
        throw e;
      }
    } finally {
      runner = null;
      stop();
    }
  }

  /** At the first start ever with {@code from: end}: takes the last entry's cursor for its own. */
  private void skipToEnd(RecordSink sink) throws IOException, InterruptedException {
    Process last = start("--lines=1");
    try {
      EntryReader.Line line = new EntryReader(last.getInputStream(), settings.entryLimit()).read();
      if (line != null) {
        cursor = boots.resume(JournalEntry.read(line.bytes()).cursor());
        say(sink, "started", "the journal is watched from its end on", cursor);
      } else if (last.waitFor() != 0) {
        throw new IOException(lastError);
      }
    } finally {
      last.destroy();
    }
  }

  private void follow(RecordSink sink) throws IOException, InterruptedException {
    String expected = cursor;
    Process running =
        expected.isEmpty()
            ? start("--follow", "--no-tail")
            : start("--follow", "--no-tail", "--cursor=" + expected);
    try {
      standing = new Standing(State.READING, "");
      EntryReader reader = new EntryReader(running.getInputStream(), settings.entryLimit());
      boolean first = !expected.isEmpty();
      for (EntryReader.Line line = reader.read(); line != null; line = reader.read()) {
        JournalEntry entry = JournalEntry.read(line.bytes());
        if (first) {
          first = false;
          if (sameEntry(expected, entry.cursor())) {
            continue;
          }
          lost(sink, expected);
        }
        put(sink, line, entry);
      }
      int status = running.waitFor();
      if (status != 0 && lastError.contains("seek to cursor")) {
        lost(sink, expected);
        cursor = "";
      }
      lastError = lastError.isEmpty() ? "exit status " + status : lastError;
    } finally {
      running.destroy();
    }
  }

  /**
   * Cursors are {@code s=FILE;i=NUMBER;b=BOOT;m=…;t=…;x=HASH}. The file and the number in it change
   * when journal files are copied; boot, times and hash name the entry.
   */
  private static boolean sameEntry(String one, String other) {
    int a = one.indexOf(";b=");
    int b = other.indexOf(";b=");
    return one.equals(other) || (a >= 0 && b >= 0 && one.substring(a).equals(other.substring(b)));
  }

  private void lost(RecordSink sink, String expected) throws InterruptedException {
    gaps.incrementAndGet();
    log.atWarn()
        .addKeyValue("source", name())
        .addKeyValue("cursor", expected)
        .log("The journal no longer has the entry that was read last; entries may be lost.");
    say(
        sink,
        "position-lost",
        "the journal no longer has the entry that was read last ("
            + expected
            + "): entries after it may have been vacuumed unread; reading from the oldest that"
            + " follows",
        "");
  }

  private void put(RecordSink sink, EntryReader.Line line, JournalEntry entry)
      throws InterruptedException {
    WatchedRecord start = boots.next(entry, cursor);
    if (start != null) {
      sink.put(start);
      records.incrementAndGet();
    }
    Map<String, String> attributes = new TreeMap<>();
    if (line.cut() > 0) {
      attributes.put(WatchedRecord.CUT, Long.toString(line.cut()));
      cutRecords.incrementAndGet();
      cutBytes.addAndGet(line.cut());
    }
    sink.put(
        new WatchedRecord(
            name(),
            "",
            AgentFrame.KIND_JOURNALD,
            entry.time(),
            entry.number("SYSLOG_FACILITY", 23, WatchedRecord.FACILITY_USER),
            entry.number("PRIORITY", 7, PRIORITY_DEFAULT),
            entry.app(),
            entry.pid(),
            line.bytes(),
            attributes,
            entry.cursor()));
    records.incrementAndGet();
    if (!entry.cursor().isEmpty()) {
      cursor = entry.cursor();
    }
  }

  private void say(RecordSink sink, String word, String text, String position)
      throws InterruptedException {
    sink.put(
        new WatchedRecord(
            name(),
            "",
            AgentFrame.KIND_AGENT,
            null,
            WatchedRecord.FACILITY_AGENT,
            word.equals("started")
                ? WatchedRecord.SEVERITY_INFORMATIONAL
                : WatchedRecord.SEVERITY_WARNING,
            AgentFrame.APP_NAME,
            null,
            text.getBytes(StandardCharsets.UTF_8),
            Map.of(WatchedRecord.REASON, word),
            position));
    records.incrementAndGet();
  }

  private Process start(String... more) throws IOException {
    lastError = "";
    Process started = new ProcessBuilder(settings.command(more)).start();
    process = started;
    started.getOutputStream().close();
    // Not a virtual one: to read a pipe holds its carrier, of which there are as few as cores, and
    // nothing of what else runs on those, such as notifications, would ever get on.
    Thread.ofPlatform().daemon().name("journalctl-stderr").start(() -> listen(started));
    if (closed()) {
      started.destroy();
    }
    return started;
  }

  private void listen(Process started) {
    try {
      EntryReader errors = new EntryReader(started.getErrorStream(), 1_000);
      for (EntryReader.Line line = errors.read(); line != null; line = errors.read()) {
        lastError = new String(line.bytes(), StandardCharsets.UTF_8);
        log.atDebug().addKeyValue("source", name()).log("journalctl: {}", lastError);
      }
    } catch (IOException e) {
      log.atDebug().addKeyValue("source", name()).log("journalctl's errors: {}", e.toString());
    }
  }

  @Override
  public SourceStatus status() {
    Standing now = standing;
    return new SourceStatus(
        closed() ? State.STOPPED : now.state(),
        closed() || now.reason().isEmpty()
            ? SourceReason.NONE
            : new SourceReason(SourceReason.JOURNAL, "", now.reason()),
        records.get(),
        cutRecords.get(),
        cutBytes.get(),
        gaps.get());
  }

  @Override
  public void close() {
    closing.countDown();
    stop();
    Thread thread = runner;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private boolean closed() {
    return closing.getCount() == 0;
  }

  private void stop() {
    Process running = process;
    if (running != null) {
      running.destroy();
    }
  }
}
