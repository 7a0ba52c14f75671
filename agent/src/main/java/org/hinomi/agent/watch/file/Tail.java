package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.hinomi.agent.watch.SourceStatus.State;
import org.hinomi.agent.watch.StartAt;
import org.jspecify.annotations.Nullable;

/**
 * Follows one path through its rotations, one file after the other in the order in which they were
 * written. Not thread-safe; {@link #state} and {@link #reason} may be read by others.
 */
final class Tail implements AutoCloseable {
  /** Bytes read in one step, so that a big file does not starve those beside it. */
  private static final int STEP = 1 << 20;

  /** What a tail tells beside the lines. */
  interface Output extends OpenFile.Lines {
    /** The path is read for the first time ever, from this position. */
    void started(FilePosition position) throws InterruptedException;

    /** What was read up to this position cannot be found again; reading starts over. */
    void lost(FilePosition position) throws InterruptedException;
  }

  private final Path path;
  private final Siblings siblings;
  private final int lineLimit;
  private final int recordLength;
  private final Duration settle;
  private final InstantSource clock;
  private final Output output;

  private @Nullable FilePosition resume;
  private StartAt startAt;
  private @Nullable OpenFile current;
  private @Nullable Instant quietSince;
  private volatile State state = State.NEW;
  private volatile String reason = "";

  /**
   * @param resume where to go on; null where the path was never read
   * @param startAt where to begin then, if the file is there at the first step
   * @param settle how long a file that was renamed away must be quiet before it is left
   */
  Tail(
      Path path,
      @Nullable FilePosition resume,
      StartAt startAt,
      FileSettings settings,
      InstantSource clock,
      Output output) {
    this.path = path.toAbsolutePath();
    this.siblings = new Siblings(this.path);
    this.lineLimit = settings.lineLimit();
    this.recordLength = settings.recordLength();
    this.settle = settings.settle();
    this.resume = resume;
    this.startAt = startAt;
    this.clock = clock;
    this.output = output;
  }

  State state() {
    return state;
  }

  String reason() {
    return reason;
  }

  /** Device and inode of the file that is open; "" where none is. */
  String currentKey() {
    return current == null ? "" : current.key();
  }

  /**
   * Reads on.
   *
   * @return whether there may be more to read at once
   */
  boolean step() throws InterruptedException {
    try {
      OpenFile file = current;
      return file == null ? open() : follow(file);
    } catch (NoSuchFileException e) {
      state(State.WAITING, path + ": not there (it is read from its start when it appears)");
      startAt = StartAt.START;
    } catch (AccessDeniedException e) {
      state(State.FAILED, path + ": permission denied (let the agent's user read it)");
    } catch (java.nio.channels.ClosedByInterruptException e) {
      throw (InterruptedException) new InterruptedException("while reading " + path).initCause(e);
    } catch (IOException e) {
      state(State.FAILED, path + ": " + e.getMessage());
    }
    return false;
  }

  private boolean open() throws IOException, InterruptedException {
    FilePosition position = resume;
    if (position != null) {
      Optional<Path> found = siblings.locate(position);
      if (found.isPresent()) {
        use(OpenFile.open(found.get(), position.offset(), lineLimit, recordLength));
        return true;
      }
    }
    FileFacts facts = plain(path);
    if (position != null) {
      output.lost(position);
      resume = null;
    }
    boolean first = position == null && startAt == StartAt.END;
    use(OpenFile.open(path, first ? facts.size() : 0, lineLimit, recordLength));
    if (first && current != null) {
      output.started(current.position());
    }
    startAt = StartAt.START;
    return true;
  }

  /** Looks before opening: to open a FIFO would wait for its writer. */
  private static FileFacts plain(Path file) throws IOException {
    FileFacts facts = FileFacts.of(file);
    if (!facts.regular()) {
      throw new IOException(
          (Files.isDirectory(file) ? "a directory" : "not a plain file")
              + " (expected: a log file)");
    }
    return facts;
  }

  private void use(OpenFile file) {
    current = file;
    quietSince = null;
    state(State.READING, "");
  }

  private boolean follow(OpenFile file) throws IOException, InterruptedException {
    long size = file.size();
    if (size > file.readOffset() && file.holds(file.position())) {
      quietSince = null;
      int read = 0;
      for (int count = 1; count > 0 && read < STEP; read += count) {
        count = file.read(output);
      }
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
    if (siblings.locate(position).isEmpty()) {
      file.finish(output);
    }
    file.close();
    current = null;
    resume = position;
  }

  private boolean atEnd(OpenFile file) throws IOException, InterruptedException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      FileFacts now = plain(path);
      if (now.key().equals(file.key())) {
        quietSince = null;
        state(State.READING, "");
        return false;
      }
    }
    Optional<Path> next = siblings.next(file.position());
    if (next.isEmpty() && siblings.hasKey(file.key())) {
      state(State.READING, path + ": was renamed away; still read until a new one has a line");
      return false;
    }
    Instant since = quietSince;
    if (since == null) {
      quietSince = clock.instant();
      return false;
    }
    if (Duration.between(since, clock.instant()).compareTo(settle) < 0) {
      return false;
    }
    file.finish(output);
    file.close();
    current = null;
    resume = null;
    quietSince = null;
    if (next.isPresent()) {
      plain(next.get());
      use(OpenFile.open(next.get(), 0, lineLimit, recordLength));
      return true;
    }
    return false;
  }

  private void state(State now, String why) {
    state = now;
    reason = why;
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }
}
