package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hinomi.agent.watch.RecordSink;
import org.hinomi.agent.watch.Source;
import org.hinomi.agent.watch.SourceStatus;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.hinomi.agent.watch.file.Waiter.Changes;
import org.hinomi.core.event.SourceReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log file, or all files of a pattern, by line. Each path is a stream of its own. All are
 * looked at every interval; in between those that the waiter names.
 */
public final class FileSource implements Source {
  private static final Logger log = LoggerFactory.getLogger(FileSource.class);

  /** Longest time between two looks where every change is told and nothing is under way. */
  private static final Duration AT_REST = Duration.ofSeconds(5);

  /** Files of one pattern that are watched. */
  static final int MOST_FILES = 10_000;

  private final FileSettings settings;
  private final Path pattern;
  private final LogFiles files;
  private final InstantSource clock;
  private final Waiter waiter;
  private final Map<Path, Tail> tails = new ConcurrentSkipListMap<>();
  private final Map<Path, LineJoiner> joiners = new HashMap<>();
  private final FileRecords.Counts counts = new FileRecords.Counts();
  private @Nullable ByteBuffer chunk;
  private volatile boolean closed;
  private volatile @Nullable Thread runner;

  /** Until then nobody knows whether a file fits. */
  private volatile boolean looked;

  private volatile @Nullable SourceReason folderTrouble;

  /**
   * @param clock tells how long a renamed file has been quiet
   * @param waiter waits between two looks; a {@link FolderWaiter} of the file's folder
   */
  public FileSource(FileSettings settings, InstantSource clock, Waiter waiter) {
    this.settings = settings;
    this.pattern = Path.of(settings.file()).toAbsolutePath();
    this.files = new LogFiles(pattern, clock);
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
    Map<String, String> kept = new HashMap<>(positions);
    StartAt startAt = positions.isEmpty() ? settings.from() : StartAt.START;
    try {
      Changes changes = Changes.ALL;
      Set<Tail> busy = Set.of();
      long lookAgain = System.nanoTime();
      while (!closed) {
        boolean all = changes.all() || System.nanoTime() - lookAgain >= 0;
        if (all) {
          find(kept, startAt, sink);
          looked = true;
          startAt = StartAt.START;
          lookAgain = System.nanoTime() + settings.interval().toNanos();
        }
        busy = step(all ? tails.values() : concerned(changes, busy));
        if (all) {
          for (LineJoiner joiner : joiners.values()) {
            joiner.rest();
          }
        }
        long now = System.nanoTime();
        if (!all) {
          lookAgain = Math.min(lookAgain, now + settings.interval().toNanos());
        } else if (busy.isEmpty() && isAtRest()) {
          lookAgain = now + AT_REST.toNanos();
        }
        changes = Changes.NONE;
        if (busy.isEmpty() && !closed) {
          long left = lookAgain - System.nanoTime();
          if (all) {
            chunk = null;
          }
          changes = left > 0 ? waiter.await(Duration.ofNanos(left)) : Changes.NONE;
        }
      }
    } catch (InterruptedException e) {
      if (!closed) {
        throw e;
      }
    } finally {
      runner = null;
      looked = false;
      closeAll();
    }
  }

  /** Whether the system would tell all that may happen next. */
  private boolean isAtRest() {
    return AT_REST.compareTo(settings.interval()) > 0
        && folderTrouble == null
        && !tails.isEmpty()
        && waiter.tellsAll()
        && tails.values().stream().allMatch(Tail::isAtRest)
        && joiners.values().stream().noneMatch(LineJoiner::holds);
  }

  /** Those that have more at once. */
  private Set<Tail> step(Collection<Tail> some) throws InterruptedException {
    Set<Tail> more = new LinkedHashSet<>();
    for (Tail tail : some) {
      if (tail.step()) {
        more.add(tail);
      }
    }
    return more;
  }

  /** Those that were written to, those that had more, and those whose file has another name now. */
  private Set<Tail> concerned(Changes changes, Set<Tail> busy) {
    Set<Tail> some = new LinkedHashSet<>(busy);
    boolean others = false;
    for (Path name : changes.names()) {
      Tail tail = tails.get(pattern.resolveSibling(name));
      if (tail == null) {
        others = true;
      } else {
        some.add(tail);
      }
    }
    if (others) {
      tails.values().stream().filter(Tail::isDisplaced).forEach(some::add);
    }
    return some;
  }

  private void find(Map<String, String> kept, StartAt startAt, RecordSink sink)
      throws InterruptedException {
    List<Path> found;
    try {
      found = files.find();
    } catch (IOException e) {
      folderTrouble =
          new SourceReason(
              SourceReason.FOLDER,
              String.valueOf(pattern.getParent()),
              String.valueOf(e.getMessage()));
      return;
    }
    if (files.isPattern()) {
      // What is gone for good, such as the log of a day, takes no room.
      tails.entrySet().removeIf(each -> each.getValue().isGone() && !holds(each.getKey()));
      joiners.keySet().retainAll(tails.keySet());
    }
    boolean tooMany = false;
    for (Path path : found) {
      if (tails.containsKey(path)) {
        continue;
      }
      if (tails.size() >= MOST_FILES) {
        tooMany = true;
        break;
      }
      watch(path, kept.remove(path.toString()), startAt, sink);
    }
    folderTrouble =
        tooMany
            ? new SourceReason(
                SourceReason.TOO_MANY, pattern.toString(), Integer.toString(MOST_FILES))
            : null;
  }

  /** Whether a record of the path still waits for a line that might be its next. */
  private boolean holds(Path path) {
    LineJoiner joiner = joiners.get(path);
    return joiner != null && joiner.holds();
  }

  private void watch(Path path, @Nullable String token, StartAt startAt, RecordSink sink)
      throws InterruptedException {
    FilePosition position = token == null ? null : FilePosition.parse(token).orElse(null);
    LineForm form = settings.form();
    FileRecords out = new FileRecords(name(), path.toString(), form.charset(), counts, sink);
    if (form.recordLength() == 0 && (position != null || startAt == StartAt.END)) {
      out.look(position == null ? Long.MAX_VALUE : position.offset());
    }
    if (token != null && position == null) {
      out.unreadable(token);
    }
    Tail.Output joined = out;
    if (form.recordLength() == 0) {
      LineJoiner joiner =
          new LineJoiner(form.start(), form.charset(), settings.lineLimit(), System::nanoTime, out);
      joiners.put(path, joiner);
      joined = joiner;
    }
    Tail tail = new Tail(path, position, startAt, settings, clock, this::chunk, joined);
    Instant before = files.lookBefore();
    if (before != null) {
      tail.emptySince(before);
    }
    tails.put(path, tail);
  }

  private ByteBuffer chunk() {
    ByteBuffer buffer = chunk;
    if (buffer == null) {
      buffer = ByteBuffer.allocate(OpenFile.CHUNK);
      chunk = buffer;
    }
    return buffer;
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

  /** The worst of its files, with the reason of the first that has one. */
  @Override
  public SourceStatus status() {
    // Before the files: what is found in between does not count as missing.
    boolean known = looked;
    Map<State, SourceReason> reasons = new EnumMap<>(State.class);
    for (Tail tail : tails.values()) {
      TailState.Standing each = tail.standing();
      reasons.merge(each.state(), each.reason(), (a, b) -> a.code().isEmpty() ? b : a);
    }
    SourceReason trouble = folderTrouble;
    State state = State.NEW;
    SourceReason reason = SourceReason.NONE;
    if (closed) {
      state = State.STOPPED;
    } else if (trouble != null) {
      state = trouble.code().equals(SourceReason.FOLDER) ? State.FAILED : State.READING;
      reason = trouble;
    } else if (reasons.isEmpty() && known) {
      state = State.WAITING;
      reason = new SourceReason(SourceReason.NO_MATCH, pattern.toString(), "");
    } else {
      for (State each : List.of(State.WAITING, State.READING, State.FAILED)) {
        if (reasons.containsKey(each)) {
          state = each;
          reason = reasons.getOrDefault(each, SourceReason.NONE);
        }
      }
    }
    return counts.status(state, reason);
  }

  @Override
  public void close() {
    closed = true;
    Thread thread = runner;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
