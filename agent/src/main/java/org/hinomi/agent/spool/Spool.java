package org.hinomi.agent.spool;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.hinomi.core.event.Identity;
import org.hinomi.core.file.OwnerFiles;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on disk between what makes them and the collector's acknowledgement. Each gets its
 * identity here and is durable (fdatasync, one for all that wait) before {@link #take} gives it
 * out. What was given out and not acknowledged comes again after a restart, with the same identity.
 *
 * <p>Any thread may put; one at a time takes, and one at a time acknowledges.
 */
public final class Spool implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private final ReentrantLock lock = new ReentrantLock();

  private final Path directory;
  private final InstantSource clock;
  private final String agentId;
  private final FileChannel guard;

  private final Reserve reserve;
  private final Segments segments;
  private final Acknowledgements acknowledged;
  private final Map<StreamKey, String> spooledStreams;
  private final int damages;

  private final ReadEnd read;
  private final Durability durability;
  private final Intake intake;

  /** What was taken together and is not given out yet; of the thread that takes. */
  private Iterator<Spooled> atHand = Collections.emptyIterator();

  private long waits;

  private Spool(
      Path directory,
      SpoolSettings settings,
      InstantSource clock,
      LongSupplier nanoTime,
      String agentId,
      FileChannel guard)
      throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.agentId = agentId;
    this.guard = guard;
    Recovery found = Recovery.of(directory);
    reserve = new Reserve(directory);
    segments = new Segments(directory, settings, clock, nanoTime, found.segments(), reserve);
    acknowledged = new Acknowledgements(directory, found.positions(), found.isBehind(), nanoTime);
    spooledStreams = Map.copyOf(found.streams());
    damages = found.damage().size();
    Recent recent = new Recent(settings.segmentBytes());
    if (!found.continues() || segments.newest().isOfFirstFormat()) {
      segments.renew(acknowledged.incarnation());
    }
    read = new ReadEnd(agentId, segments, recent, acknowledged);
    durability =
        new Durability(directory, segments, recent, nanoTime, lock, settings.together().toNanos());
    intake =
        new Intake(
            lock,
            agentId,
            segments,
            recent,
            read,
            acknowledged,
            durability,
            found.pending(),
            clock,
            nanoTime);
    found.damage().forEach(this::reportDamage);
  }

  /**
   * Opens the spool of a state directory, made where it is not there. {@code agent.id} is kept
   * beside it.
   *
   * @param nanoTime monotonic clock, ns
   * @throws IOException where the directory cannot be used, or another agent uses it
   */
  public static Spool open(
      Path state,
      SpoolSettings settings,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random)
      throws IOException {
    OwnerFiles.folder(state);
    Path directory = OwnerFiles.folder(state.resolve("spool"));
    FileChannel guard = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
    try {
      boolean free;
      try {
        free = guard.tryLock() != null;
      } catch (OverlappingFileLockException sameProcess) {
        free = false;
      }
      if (!free) {
        throw new IOException(directory + ": another agent uses this folder");
      }
      return new Spool(directory, settings, clock, nanoTime, AgentId.of(state, random), guard);
    } catch (IOException | RuntimeException e) {
      guard.close();
      throw e;
    }
  }

  private void reportDamage(String what) {
    LOG.atWarn()
        .addKeyValue("spool", directory)
        .addKeyValue("damage", what)
        .log("The spool was not whole; what could be read is sent, and a gap is reported.");
    lock.lock();
    try {
      intake.append(Gaps.damage(clock.instant(), what), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  public String agentId() {
    return agentId;
  }

  /**
   * Where each stream of a source goes on: behind its last spooled record, so that nothing is
   * spooled twice. Keys are stream names. As the start found them: asked once, before the source
   * starts.
   */
  public Map<String, String> positions(String source) {
    Map<String, String> positions = new HashMap<>();
    spooledStreams.forEach(
        (key, position) -> {
          if (key.source().equals(source)) {
            positions.put(key.stream(), position);
          }
        });
    return positions;
  }

  /**
   * Takes a record over, and waits while there is no room: a file or the journal keeps it
   * meanwhile.
   *
   * @return the identity that the record goes under from now on
   * @throws UncheckedIOException where the disk failed for good and the agent must be restarted
   */
  public Identity put(SpoolEntry entry) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean waited = false;
      Identity taken;
      requireUninterrupted();
      while ((taken = intake.tryAppend(entry, false)) == null) {
        if (!waited) {
          waited = true;
          waits++;
        }
        intake.awaitRoom();
        requireUninterrupted();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** An interrupt may come while the lock is waited for, which does not tell it. */
  private static void requireUninterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("while putting into the spool");
    }
  }

  /**
   * Does something while no thread is in the midst of putting. Who interrupts one does it here: an
   * interrupt closes the file that a thread writes or syncs, under all others.
   */
  public void whileNobodyPuts(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a record over if there is room. If not it is dropped, counted, and reported by a gap
   * record as soon as there is room again. The system has it at once: nobody else may.
   *
   * @return whether it was taken
   */
  public boolean offer(SpoolEntry entry) {
    lock.lock();
    try (var _ = HeldInterrupt.begin()) {
      return intake.offer(entry);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a record over if there is room, at once as {@link #offer}; if not, it stays the caller's
   * and is no gap.
   *
   * @return whether it was taken
   */
  public boolean tryPut(SpoolEntry entry) {
    lock.lock();
    try (var _ = HeldInterrupt.begin()) {
      return intake.tryAppend(entry, true) != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next record of those that were taken together with the last one.
   *
   * @return null where {@link #take} has to look for more
   */
  public @Nullable Spooled atHand() {
    return atHand.hasNext() ? atHand.next() : null;
  }

  /**
   * The next record that was not yet given out since the start, durable.
   *
   * @return null where none came within the time
   * @throws IOException where the spool cannot be read or synced
   */
  public @Nullable Spooled take(Duration timeout) throws IOException, InterruptedException {
    Spooled next = atHand();
    if (next != null) {
      return next;
    }
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (true) {
        durability.requireSound();
        long wait = untilDue();
        if (wait <= 0 && takeBatch()) {
          return atHand();
        }
        if (left <= 0) {
          rest();
          return null;
        }
        boolean many = wait > 0;
        wait = many ? Math.min(left, wait) : left;
        left -= wait - intake.await(many, wait);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds until a sync is worth its while; 0 or less where one is, or none is needed. */
  private long untilDue() {
    boolean isThere = read.hasNext() && read.isDurable();
    return isThere ? 0 : durability.untilDue();
  }

  private boolean takeBatch() throws IOException {
    while (read.hasNext()) {
      if (!read.isDurable() && !durability.makeDurable()) {
        return false;
      }
      Batch batch;
      try {
        batch = read.next();
      } catch (IOException damaged) {
        durability.fail(damaged);
        throw damaged;
      }
      if (!batch.records().isEmpty()) {
        acknowledged.expect(batch);
        atHand = batch.records().iterator();
        return true;
      }
    }
    return false;
  }

  /** Nothing comes: writes what waits to be; where the disk takes nothing now, the next time. */
  private void rest() {
    try {
      acknowledged.writeIfDue();
    } catch (IOException e) {
      durability.trouble(e);
    }
  }

  /**
   * Gives to the system what was put: what others are told of is to be there after a kill. Where
   * the disk takes nothing, it is tried again with the next record.
   */
  public void flush() {
    lock.lock();
    try (var _ = HeldInterrupt.begin()) {
      durability.flush();
    } catch (IOException e) {
      durability.trouble(e);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The collector has the oldest record that was taken and not acknowledged.
   *
   * @param identity of that record; acknowledging out of order is a fault of the caller
   */
  public void acknowledge(Identity identity) throws IOException {
    if (!acknowledged.acknowledge(identity)) {
      return;
    }
    lock.lock();
    try (var _ = HeldInterrupt.begin()) {
      acknowledged.finish();
      intake.free();
      acknowledged.writeIfDue();
    } finally {
      lock.unlock();
    }
  }

  /** How many things were found damaged when the spool was opened. */
  public int damages() {
    return damages;
  }

  public SpoolStatus status() {
    lock.lock();
    try {
      return new SpoolStatus(
          segments.bytes(),
          intake.pending(),
          intake.written(),
          acknowledged.count(),
          intake.dropped() + segments.evicted(),
          waits);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reports what was dropped, syncs what was put and writes the positions: those of what was
   * acknowledged, also where the disk does not take what was put last.
   *
   * @throws IOException where that is so; its sources read it again at the next start
   */
  @Override
  public void close() throws IOException {
    lock.lock();
    try (var _ = HeldInterrupt.begin();
        guard;
        segments) {
      intake.reportGaps();
      if (!durability.hasFailed()) {
        try (Closeable _ = () -> reserve.use(acknowledged::write)) {
          durability.sync();
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
