package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.Source;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.WatchedRecord;
import org.hinomi.core.event.AgentFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log file, or all files of a pattern, by line. Each path is a stream of its own. Of the files
 * that a pattern finds, rotated ({@code app.log.1} beside {@code app.log}) and compressed ones are
 * left out: they are read under the name that they had.
 */
public final class FileSource implements Source {
  private static final Logger log = LoggerFactory.getLogger(FileSource.class);

  private final FileSettings settings;
  private final Path pattern;
  private final InstantSource clock;
  private final Waiter waiter;
  private final Map<Path, Tail> tails = new ConcurrentSkipListMap<>();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong cutRecords = new AtomicLong();
  private final AtomicLong cutBytes = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private volatile boolean closed;
  private volatile @Nullable Thread runner;
  private volatile String folderTrouble = "";

  /**
   * @param clock tells how long a renamed file has been quiet
   * @param waiter waits between two looks; a {@link FolderWaiter} of the file's folder
   */
  public FileSource(FileSettings settings, InstantSource clock, Waiter waiter) {
    this.settings = settings;
    this.pattern = Path.of(settings.file()).toAbsolutePath();
    this.clock = clock;
    this.waiter = waiter;
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void run(Map<String, String> positions, RecordSink sink) throws InterruptedException {
    runner = Thread.currentThread();
    StartAt startAt = positions.isEmpty() ? settings.from() : StartAt.START;
    try {
      while (!closed) {
        find(positions, startAt, sink);
        startAt = StartAt.START;
        boolean more = false;
        for (Tail tail : tails.values()) {
          more |= tail.step();
        }
        if (!more && !closed) {
          waiter.await(settings.interval());
        }
      }
    } catch (InterruptedException e) {
      if (!closed) {
        throw e;
      }
    } finally {
      runner = null;
      closeAll();
    }
  }

  private void find(Map<String, String> positions, StartAt startAt, RecordSink sink)
      throws InterruptedException {
    for (Path path : paths()) {
      if (!tails.containsKey(path)) {
        String token = positions.get(path.toString());
        FilePosition position = token == null ? null : FilePosition.parse(token).orElse(null);
        Out out = new Out(path.toString(), sink);
        if (settings.recordLength() == 0 && (position != null || startAt == StartAt.END)) {
          out.columns.look(path, position == null ? Long.MAX_VALUE : position.offset());
        }
        if (token != null && position == null) {
          out.say(
              "position-unreadable",
              path + ": the kept position " + token + " cannot be read; reading from the start",
              "");
        }
        tails.put(path, new Tail(path, position, startAt, settings, clock, out));
      }
    }
  }

  private List<Path> paths() {
    String last = String.valueOf(pattern.getFileName());
    if (last.indexOf('*') < 0 && last.indexOf('?') < 0) {
      return List.of(pattern);
    }
    Path folder = pattern.getParent();
    // Only * and ? are special in a setting; the library's matcher knows more.
    String glob = last.replaceAll("([\\\\\\[\\]{}])", "\\\\$1");
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    List<Path> found = new ArrayList<>();
    if (folder == null) {
      return found;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(f -> matcher.matches(f.getFileName())).sorted().forEach(found::add);
      folderTrouble = "";
    } catch (IOException | java.io.UncheckedIOException e) {
      folderTrouble = folder + ": cannot be listed: " + e.getMessage();
    }
    return found.stream().filter(f -> !isRotated(f, found)).toList();
  }

  private static boolean isRotated(Path file, List<Path> all) {
    String name = String.valueOf(file.getFileName());
    return Siblings.isCompressed(name)
        || all.stream().anyMatch(o -> !o.equals(file) && new Siblings(o).isRotated(name));
  }

  private void closeAll() {
    for (Tail tail : tails.values()) {
      try {
        tail.close();
      } catch (IOException e) {
        log.atDebug().addKeyValue("source", name()).log("closing: {}", e.toString());
      }
    }
  }

  @Override
  public SourceStatus status() {
    Map<State, String> reasons = new TreeMap<>();
    for (Tail tail : tails.values()) {
      reasons.merge(tail.state(), tail.reason(), (a, b) -> a.isEmpty() ? b : a);
    }
    State state = State.NEW;
    if (closed) {
      state = State.STOPPED;
    } else if (!folderTrouble.isEmpty() || reasons.containsKey(State.FAILED)) {
      state = State.FAILED;
    } else if (reasons.containsKey(State.READING)) {
      state = State.READING;
    } else if (reasons.containsKey(State.WAITING)) {
      state = State.WAITING;
    }
    String reason = folderTrouble.isEmpty() ? reasons.getOrDefault(state, "") : folderTrouble;
    return new SourceStatus(
        state, reason, records.get(), cutRecords.get(), cutBytes.get(), gaps.get());
  }

  @Override
  public void close() {
    closed = true;
    Thread thread = runner;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Makes records of what one tail tells. */
  private final class Out implements Tail.Output {
    private final String path;
    private final RecordSink sink;
    private final W3cColumns columns = new W3cColumns();

    Out(String path, RecordSink sink) {
      this.path = path;
      this.sink = sink;
    }

    @Override
    public void line(byte[] line, long cut, boolean partial, FilePosition position)
        throws InterruptedException {
      Map<String, String> attributes = new TreeMap<>();
      attributes.put(AgentFrame.PATH, path);
      columns.line(line, attributes);
      if (cut > 0) {
        attributes.put(WatchedRecord.CUT, Long.toString(cut));
        cutRecords.incrementAndGet();
        cutBytes.addAndGet(cut);
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
    public void started(FilePosition position) throws InterruptedException {
      say(
          "started",
          path + ": watched from its end, byte " + position.offset() + ", on",
          position.token());
    }

    @Override
    public void lost(FilePosition position) throws InterruptedException {
      gaps.incrementAndGet();
      log.atWarn()
          .addKeyValue("source", name())
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

    private void say(String reason, String text, String position) throws InterruptedException {
      put(
          AgentFrame.KIND_AGENT,
          WatchedRecord.FACILITY_AGENT,
          reason.equals("started")
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
              name(),
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
      records.incrementAndGet();
    }
  }
}
