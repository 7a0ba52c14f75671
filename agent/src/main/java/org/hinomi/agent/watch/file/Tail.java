package org.hinomi.agent.watch.file;

import static org.hinomi.core.event.SourceReason.DIRECTORY;
import static org.hinomi.core.event.SourceReason.MISSING;
import static org.hinomi.core.event.SourceReason.NOT_PLAIN;
import static org.hinomi.core.event.SourceReason.PERMISSION;
import static org.hinomi.core.event.SourceReason.RENAMED;
import static org.hinomi.core.event.SourceReason.UNREADABLE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one path through its rotations, one file after the other in the order in which they were
 * written. Not thread-safe; {@link #standing} may be read by others.
 */
final class Tail implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Tail.class);

  /** Bytes read in one step, so that a big file does not starve those beside it. */
  private static final int STEP = 1 << 20;

  /** A file that was left alone for so long and is written anew has been read to its end. */
  private static final Duration LEFT_ALONE = Duration.ofMinutes(10);

  /** Files that are remembered as read. */
  private static final int KNOWN = 256;

  /** What a tail tells beside the lines. */
  interface Output extends OpenFile.Lines {
    /** The path is read for the first time ever, from this position. */
    void started(FilePosition position) throws InterruptedException;

    /** What was read up to this position cannot be found again; reading starts over. */
    void lost(FilePosition position) throws InterruptedException;

    /** The file was read to this position and long left alone, and is now written anew. */
    void reused(FilePosition position) throws InterruptedException;

    /** The file of this position was deleted before its successor was found among several. */
    void overtaken(FilePosition position) throws InterruptedException;
  }

  private final Path path;
  private final Siblings siblings;
  private final int lineLimit;
  private final LineForm form;
  private final Duration settle;
  private final InstantSource clock;
  private final Output output;
  private final Supplier<ByteBuffer> chunks;
  private final TailState state;
  private final Set<String> known = new LinkedHashSet<>();

  private @Nullable FilePosition resume;
  private StartAt startAt;
  private @Nullable OpenFile current;
  private boolean displaced;
  private boolean linked;
  private long modified;
  private @Nullable Instant quietSince;
  private @Nullable Instant emptySince;

  /**
   * @param resume where to go on; null where the path was never read
   * @param startAt where to begin then, if the file is there at the first step
   * @param chunks gives the buffer to read with, one for all files of a thread
   */
  Tail(
      Path path,
      @Nullable FilePosition resume,
      StartAt startAt,
      FileSettings settings,
      InstantSource clock,
      Supplier<ByteBuffer> chunks,
      Output output) {
    this.path = path.toAbsolutePath();
    this.siblings = new Siblings(this.path);
    this.lineLimit = settings.lineLimit();
    this.form = settings.form();
    this.settle = settings.settle();
    this.resume = resume;
    this.startAt = startAt;
    this.clock = clock;
    this.chunks = chunks;
    this.output = output;
    this.state = new TailState(this.path, clock);
  }

  /** Nothing stood at the path when it was looked at this moment: all that came since is new. */
  void emptySince(Instant look) {
    emptySince = look;
  }

  TailState.Standing standing() {
    return state.standing();
  }

  /** Device and inode of the file that is open; "" where none is. */
  String currentKey() {
    return current == null ? "" : current.key();
  }

  /** Whether it reads a file that stands elsewhere than at its path. */
  boolean isDisplaced() {
    return displaced;
  }

  /** Whether it has read what stands at its path itself, not behind a link, and waits for more. */
  boolean isAtRest() {
    return current != null && !displaced && !linked && state.standing().state() == State.READING;
  }

  /** Whether nothing is there to read and nothing is open. */
  boolean isGone() {
    return current == null && state.standing().state() == State.WAITING && resume == null;
  }

  /**
   * Reads on.
   *
   * @return whether there may be more to read at once
   */
  boolean step() throws InterruptedException {
    Instant look = clock.instant();
    try {
      OpenFile file = current;
      return file == null ? open() : follow(file);
    } catch (NoSuchFileException e) {
      state.is(State.WAITING, MISSING, "");
      startAt = StartAt.START;
      nothingThere(look);
    } catch (AccessDeniedException e) {
      state.is(State.FAILED, PERMISSION, "");
    } catch (NotPlainException e) {
      state.is(State.FAILED, e.directory() ? DIRECTORY : NOT_PLAIN, "");
    } catch (ClosedByInterruptException e) {
      throw (InterruptedException) new InterruptedException("while reading " + path).initCause(e);
    } catch (IOException e) {
      state.is(State.FAILED, UNREADABLE, String.valueOf(e.getMessage()));
    }
    return false;
  }

  private void nothingThere(Instant look) {
    if (emptySince == null) {
      try {
        // What was rotated away before is not ours to read, though it may still be written to.
        siblings.rotatedKeys().forEach(this::know);
      } catch (IOException e) {
        state.is(State.FAILED, UNREADABLE, String.valueOf(e.getMessage()));
        return;
      }
    }
    emptySince = look;
  }

  /** Opens a file that came and was renamed away before anybody looked. */
  private boolean openRolled() throws IOException {
    Instant since = emptySince;
    if (since == null || startAt == StartAt.END) {
      return false;
    }
    Instant from = since.minus(LogFiles.CLOCKS);
    Optional<Path> rolled =
        siblings.rolledSince(ChronoUnit.NANOS.between(Instant.EPOCH, from), known::contains);
    if (rolled.isEmpty()) {
      return false;
    }
    try {
      use(OpenFile.open(rolled.get(), 0, lineLimit, form));
    } catch (NoSuchFileException again) {
      // Renamed once more: it is looked for at once, since the same moment.
      log.atDebug().addKeyValue("file", rolled.get()).log("renamed before it was opened");
    }
    return true;
  }

  private boolean open() throws IOException, InterruptedException {
    FilePosition position = resume;
    if (position != null) {
      Optional<Path> found = siblings.locate(position);
      if (found.isPresent()) {
        use(OpenFile.open(found.get(), position.offset(), lineLimit, form));
        return true;
      }
    }
    if (position == null && openRolled()) {
      return true;
    }
    FileFacts facts = plain(path);
    boolean first = position == null && startAt == StartAt.END;
    OpenFile opened = OpenFile.open(path, first ? facts.size() : 0, lineLimit, form);
    siblings.rotatedKeys().forEach(this::know);
    if (position != null) {
      resume = null;
      output.lost(position);
    }
    use(opened);
    if (first) {
      output.started(opened.position());
    }
    startAt = StartAt.START;
    return true;
  }

  /** Looks before opening: to open a FIFO would wait for its writer. */
  private static FileFacts plain(Path file) throws IOException {
    FileFacts facts = FileFacts.of(file);
    if (!facts.regular()) {
      throw new NotPlainException(file.toString(), facts.directory());
    }
    return facts;
  }

  private void use(OpenFile file) {
    current = file;
    emptySince = null;
    linked = Files.isSymbolicLink(path);
    displaced = false;
    modified = 0;
    quietSince = null;
    state.reading(0, 0);
  }

  private boolean follow(OpenFile file) throws IOException, InterruptedException {
    long size = file.size();
    if (size > file.readOffset() && file.holds(file.position())) {
      quietSince = null;
      ByteBuffer chunk = chunks.get();
      int read = 0;
      for (int count = 1; count > 0 && read < STEP; read += count) {
        count = file.read(chunk, output);
      }
      state.reading(size - file.readOffset(), file.unended() > lineLimit ? file.unended() : 0);
      return true;
    }
    if (size != file.readOffset()) {
      startOver(file);
      return true;
    }
    return atEnd(file);
  }

  /** The file was cut, or written anew: its rest may live on in a copy beside it. */
  private void startOver(OpenFile file) throws IOException, InterruptedException {
    FilePosition position = file.position();
    boolean gone = siblings.locate(position).isEmpty();
    if (gone) {
      file.finish(output);
    }
    file.close();
    current = null;
    resume = position;
    if (gone && wasLeftAlone()) {
      resume = null;
      output.reused(position);
    }
    state.rolled();
  }

  /** Whether all was read when it was looked last, and nothing had come for long. */
  private boolean wasLeftAlone() {
    Instant written = Instant.EPOCH.plusNanos(modified);
    return modified > 0 && Duration.between(written, clock.instant()).compareTo(LEFT_ALONE) >= 0;
  }

  private boolean atEnd(OpenFile file) throws IOException, InterruptedException {
    Instant look = clock.instant();
    try {
      FileFacts now = plain(path);
      if (now.key().equals(file.key())) {
        displaced = false;
        modified = now.modified();
        quietSince = null;
        state.reading(0, file.unended() > lineLimit ? file.unended() : 0);
        return false;
      }
    } catch (NoSuchFileException renamed) {
      // its successor is looked for below
    }
    displaced = true;
    Siblings.Next next = siblings.next(file.position(), modified, known::contains);
    Path following = next.path();
    if (following == null && siblings.hasKey(file.key())) {
      state.is(State.READING, RENAMED, "");
      return false;
    }
    if (file.size() != file.readOffset()) {
      // Written between the look at its size and its being renamed.
      return true;
    }
    if (!next.rolled() && !hasSettled()) {
      return false;
    }
    OpenFile opened = null;
    if (following != null) {
      plain(following);
      opened = OpenFile.open(following, 0, lineLimit, form);
    }
    file.finish(output);
    if (next.overtaken()) {
      output.overtaken(file.position());
    }
    file.close();
    know(file.key());
    state.rolled();
    current = null;
    resume = null;
    quietSince = null;
    if (opened == null) {
      // The file is deleted: a new one may get its inode.
      known.remove(file.key());
      emptySince = look;
    } else {
      use(opened);
    }
    return opened != null;
  }

  /** Whether the file that was renamed away has been quiet for long enough. */
  private boolean hasSettled() {
    Instant now = clock.instant();
    Instant since = quietSince;
    if (since == null || now.isBefore(since)) {
      quietSince = now;
      return false;
    }
    return Duration.between(since, now).compareTo(settle) >= 0;
  }

  private void know(String key) {
    known.remove(key);
    known.add(key);
    if (known.size() > KNOWN) {
      known.remove(known.iterator().next());
    }
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }
}
