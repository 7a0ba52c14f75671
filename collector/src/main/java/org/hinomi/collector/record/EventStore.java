package org.hinomi.collector.record;

import static java.time.ZoneOffset.UTC;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.record.EventBuffer.Slot;
import org.hinomi.collector.record.PartFiles.Glimpse;
import org.hinomi.core.event.Identity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the event history: events gather in memory and become parts, each listed in the manifest
 * together with the position reached and the agents' numbers seen, so that after a crash each event
 * is in exactly one part. What was only in memory comes again from the journal.
 *
 * <p>A question sees everything added: rows in memory are first written into a file of their own
 * that lives until they are in a part.
 *
 * <p>Thread-safe; one thread adds.
 */
final class EventStore implements EventFiles, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStore.class);

  private final Path history;
  private final int partRows;
  private final PartMetrics metrics;
  private final InstantSource clock;
  private final Manifest manifest;
  private SeenRecords seen = new SeenRecords();
  private Map<String, Part> parts = new LinkedHashMap<>();
  private Map<String, Part> samples = new LinkedHashMap<>();
  private final DamagedParts damaged;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("part-writer").daemon().factory());
  private Gathering gathering;
  private @Nullable Gathering writing;
  private Future<?> written = CompletableFuture.completedFuture(null);
  private @Nullable EventBuffer spare;
  private Fates fates = Fates.of(List.of());
  private long nextPosition;
  private long durablePosition;
  private final PartFiles files;
  private long eventsEnd;

  /**
   * Opens the history in a folder, or begins one.
   *
   * @param history the folder {@code history} of a data folder; there
   * @param partRows rows that gather before they become a part
   * @param journal where a damaged part's events may still be
   */
  EventStore(
      Path history, int partRows, InstantSource clock, JournalEnds journal, PartMetrics metrics)
      throws IOException {
    this.history = history;
    this.metrics = metrics;
    this.partRows = partRows;
    this.clock = clock;
    this.files = new PartFiles(history);
    this.damaged = new DamagedParts(history, files, clock, journal, metrics);
    Manifest.Content content = ManifestRecovery.open(history, clock, journal.first());
    take(content.entries());
    this.manifest = Manifest.open(history, content);
    this.gathering = new Gathering(new EventBuffer(), files);
    List<Part> missing = damaged.missing(parts);
    if (!missing.isEmpty()) {
      rewind(missing);
    }
    Set<String> known = new HashSet<>(parts.keySet());
    known.addAll(samples.keySet());
    // All that no line lists comes again from the journal, or was joined or deleted.
    files.clean(known);
    DigestFiles.clean(history);
    metrics.watch(this::parts, this::rowsInMemory);
  }

  private synchronized List<Part> parts() {
    return List.copyOf(parts.values());
  }

  private void take(List<ManifestEntry> entries) {
    Catalog catalog = Catalog.of(entries);
    fates = Fates.of(entries);
    parts = catalog.parts();
    samples = catalog.samples();
    seen = catalog.seen();
    nextPosition = catalog.nextPosition();
    durablePosition = nextPosition;
    eventsEnd = nextPosition;
  }

  /**
   * Looks at every part, on the thread of who asks: adding does not wait for it. While one looks,
   * another who calls has nothing to do.
   */
  @Override
  public boolean suspect() throws IOException {
    return damaged.suspect(this::parts);
  }

  /**
   * Takes back the parts that were found damaged.
   *
   * @return whether records must be read again from {@link #nextPosition}
   */
  synchronized boolean mend() throws IOException {
    if (damaged.none()) {
      return false;
    }
    flush();
    List<Part> found = damaged.found();
    // What was joined in the meantime is no longer there to be damaged.
    List<Part> listed = found.stream().filter(part -> part.equals(parts.get(part.file()))).toList();
    long before = nextPosition;
    if (!listed.isEmpty()) {
      rewind(listed);
    }
    damaged.forget(found);
    return nextPosition != before;
  }

  /**
   * Sets damaged parts aside and takes back what came after them, so that the journal gives it
   * again. Where the journal no longer goes so far back, their events are lost, and that is said.
   */
  private void rewind(List<Part> bad) throws IOException {
    ManifestEntry back = damaged.takeBack(bad);
    manifest.append(back);
    damaged.report(bad, back);
    files.discard(back.removed().stream().map(history::resolve).toList());
    take(ManifestLines.read(history).entries());
  }

  /** First position that has not been added. */
  @Override
  public synchronized long nextPosition() {
    return nextPosition;
  }

  /** First position that is in no part yet: all below are synced. */
  synchronized long durablePosition() {
    return durablePosition;
  }

  /** Whether the record is none that came before; counts it as seen. */
  synchronized boolean fresh(@Nullable Identity identity) {
    return identity == null || seen.add(identity);
  }

  /** Forgets what {@link #fresh} has taken since the last batch. */
  synchronized void undo() {
    seen.rollback();
  }

  /**
   * Adds the events of a batch, whose identities {@link #fresh} has taken.
   *
   * @param endPosition the position after the last record of the batch
   * @throws IOException when those before cannot be written; nothing has been added then
   */
  synchronized void add(List<Event> events, long endPosition) throws IOException {
    if (gathering.due(partRows, clock.millis())) {
      turn();
    }
    EventBuffer buffer = gathering.buffer();
    int before = buffer.rows();
    if (before == 0) {
      gathering.begin(clock.millis());
    }
    try {
      if (events.isEmpty() || events.getFirst().position() >= fates.end()) {
        events.forEach(buffer::add);
      } else {
        addAgain(buffer, events);
      }
    } catch (RuntimeException e) {
      buffer.cut(before);
      seen.rollback();
      throw e;
    }
    seen.commit();
    nextPosition = endPosition;
    if (!events.isEmpty()) {
      eventsEnd = endPosition;
      notifyAll();
    }
  }

  /** Adds what was recorded before and taken back, to where it stood in the end. */
  private void addAgain(EventBuffer buffer, List<Event> events) {
    Fates.Span span = fates.span(events.getFirst().position(), events.getLast().position() + 1);
    for (Event event : events) {
      String folder = span.of(event);
      if (!Fates.GONE.equals(folder)) {
        buffer.add(event, folder);
      }
    }
  }

  /** Writes what is in memory into parts and waits for it. */
  synchronized void flush() throws IOException {
    if (gathering.rows() > 0) {
      turn();
    }
    await();
  }

  /** Everything that was added so far and that may be of a window. */
  @Override
  public synchronized Held files(Window window) throws IOException {
    return held(part -> part.mayHold(window), glimpse -> true);
  }

  /** What was added at these positions. */
  @Override
  public synchronized Held files(Positions positions) throws IOException {
    return held(
        part -> part.mayHold(positions),
        glimpse -> positions.overlap(glimpse.firstPosition(), glimpse.lastPosition()));
  }

  private Held held(Predicate<Part> wanted, Predicate<Glimpse> wantedToo) throws IOException {
    Map<Path, String> hashes = new LinkedHashMap<>();
    parts.values().stream()
        .filter(wanted)
        .forEach(part -> hashes.put(files.path(part), part.sha256()));
    List<Path> all = new ArrayList<>(hashes.keySet());
    if (writing != null) {
      writing.shown(wantedToo).forEach(all::add);
    }
    gathering.shown(wantedToo).forEach(all::add);
    return new HeldFiles(files, all, hashes);
  }

  @Override
  public synchronized long awaitEvent(long position, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (eventsEnd <= position) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        break;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return nextPosition;
  }

  /** Rows of all parts and in memory. */
  @Override
  public synchronized long rows() {
    return rowsInMemory() + parts.values().stream().mapToLong(Part::rows).sum();
  }

  private synchronized long rowsInMemory() {
    return gathering.rows() + (writing == null ? 0 : writing.rows());
  }

  @Override
  public synchronized OptionalLong lastReceivedMicros() {
    Gathering before = writing;
    return LongStream.of(
            parts.values().stream().mapToLong(Part::receivedToMicros).max().orElse(Long.MIN_VALUE),
            before == null
                ? Long.MIN_VALUE
                : before.buffer().lastReceivedMicros().orElse(Long.MIN_VALUE),
            gathering.buffer().lastReceivedMicros().orElse(Long.MIN_VALUE))
        .filter(micros -> micros != Long.MIN_VALUE)
        .max();
  }

  synchronized List<RecordedRange> ranges(String agentIdPrefix) {
    return seen.ranges(agentIdPrefix);
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      flush();
    } finally {
      writer.shutdown();
      manifest.close();
      gathering.discardShown();
    }
  }

  /** Hands the gathered rows to the thread that writes parts; waits for the ones before. */
  private void turn() throws IOException {
    await();
    Gathering full = gathering;
    full.full(nextPosition, seen.takeChanged());
    writing = full;
    gathering = new Gathering(spare == null ? new EventBuffer() : spare, files);
    spare = null;
    written = writer.submit(() -> write(full));
  }

  /** A step that is neither recording nor joining nor mending. */
  interface Change {
    /**
     * Says what is to be done; files that it adds are there and synced.
     *
     * @param nextPosition for the step
     * @return empty: nothing
     */
    Optional<ManifestEntry> of(List<Part> parts, PartFiles files, long nextPosition)
        throws IOException;
  }

  /** Makes a step between those of recording, and waits for it. */
  void change(Change change) throws IOException, InterruptedException {
    try {
      writer.submit(() -> apply(change)).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private synchronized @Nullable Void apply(Change change) throws IOException {
    Optional<ManifestEntry> step = change.of(parts(), files, durablePosition);
    if (step.isPresent()) {
      manifest.append(step.get());
      List<Part> gone = new ArrayList<>();
      for (String file : step.get().removed()) {
        Part part = parts.remove(file);
        if (part != null) {
          gone.add(part);
        }
      }
      step.get().added().forEach(part -> parts.put(part.file(), part));
      DigestFiles.forget(history, gone);
      files.discard(step.get().removed().stream().map(history::resolve).toList());
      ManifestEntry.Samples exchanged = step.get().samples();
      if (exchanged != null) {
        exchanged.removed().forEach(part -> samples.remove(part.file()));
        exchanged.added().forEach(part -> samples.put(part.file(), part));
        files.discard(exchanged.removed().stream().map(files::path).toList());
      }
    }
    return null;
  }

  /** Parts of samples. */
  synchronized List<Part> sampleParts() {
    return List.copyOf(samples.values());
  }

  /** The steps that list parts of samples. */
  SampleSteps sampleSteps() {
    return new SampleSteps(this, files, history);
  }

  /** Waits until the rows handed over are in parts; tries them again if they are not. */
  private void await() throws IOException {
    while (true) {
      Future<?> now = written;
      try {
        while (!now.isDone()) {
          wait(100);
        }
        now.get();
        if (now == written) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while events are written", e);
      } catch (ExecutionException e) {
        Gathering failed = writing;
        if (failed != null) {
          written = writer.submit(() -> write(failed));
        }
        throw new IOException("events cannot be written to " + history + ": " + e.getMessage(), e);
      }
    }
  }

  private @Nullable Void write(Gathering full) throws IOException {
    long start = System.nanoTime();
    List<Part> added = new ArrayList<>();
    for (Slot slot : full.buffer().slots()) {
      added.add(files.write(full.buffer(), slot));
    }
    manifest.append(new ManifestEntry(added, List.of(), full.endPosition(), full.seen(), false));
    metrics.written(System.nanoTime() - start);
    synchronized (this) {
      added.forEach(part -> parts.put(part.file(), part));
      durablePosition = full.endPosition();
      full.discardShown();
      full.buffer().clear();
      spare = full.buffer();
      writing = null;
      notifyAll();
    }
    join();
    return null;
  }

  /** Joins small parts; what cannot be joined now stays as it is until the next time. */
  private void join() {
    List<Part> small = List.of();
    try {
      while (true) {
        synchronized (this) {
          small = Joining.next(parts.values(), LocalDate.ofInstant(clock.instant(), UTC));
        }
        if (small.isEmpty()) {
          return;
        }
        Part joined = files.join(small);
        List<String> removed = small.stream().map(Part::file).toList();
        manifest.append(
            new ManifestEntry(List.of(joined), removed, durablePosition(), List.of(), false));
        metrics.joined(small.size());
        synchronized (this) {
          parts.put(joined.file(), joined);
          removed.forEach(parts::remove);
          files.discard(small.stream().map(files::path).toList());
          DigestFiles.forget(history, small);
        }
      }
    } catch (IOException e) {
      LOG.atWarn()
          .setCause(e)
          .log("Parts of the history cannot be joined now; they stay as they are.");
      try {
        damaged.look(small);
      } catch (IOException unreadable) {
        e.addSuppressed(unreadable);
      }
    }
  }
}
