package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hinomi.collector.decode.Event;
import org.hinomi.collector.record.EventBuffer.Slot;
import org.hinomi.collector.record.EventBuffer.Written;
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

  static final long PART_BYTES = 24L << 20;

  /** What is longer in memory is written at the next chance, so that a start need not replay it. */
  static final Duration PART_AGE = Duration.ofMinutes(5);

  /** Smaller and faster than 3 on rows that are ordered by template; measured. */
  private static final int ZSTD_LEVEL = 1;

  private static final String EVENTS = "event";

  /** So many glimpses of the same rows become one when all are wanted. */
  private static final int MANY_GLIMPSES = 16;

  private final Path history;
  private final int partRows;
  private final InstantSource clock;
  private final Manifest manifest;
  private SeenRecords seen = new SeenRecords();
  private Map<String, Part> parts = new LinkedHashMap<>();
  private boolean suspected;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("part-writer").daemon().factory());
  private Gathering gathering;
  private @Nullable Gathering writing;
  private Future<?> written = java.util.concurrent.CompletableFuture.completedFuture(null);
  private @Nullable EventBuffer spare;
  private long nextPosition;
  private long eventsEnd;
  private long nextFile;
  private final Map<Path, Integer> inUse = new HashMap<>();
  private final List<Path> unwanted = new ArrayList<>();

  /** Rows in memory, and the files by which questions see them. */
  private static final class Gathering {
    final EventBuffer buffer;
    final List<Glimpse> glimpses = new ArrayList<>();
    int glimpsed;
    long since;
    long endPosition;
    List<RecordedRange> seen = List.of();

    Gathering(EventBuffer buffer) {
      this.buffer = buffer;
    }
  }

  /** A file by which questions see rows in memory. */
  private record Glimpse(Path file, long firstPosition, long lastPosition) {}

  /** The files that hold all events of one moment; they stay until it is closed. */
  private final class Snapshot implements Held {
    private final List<Path> files;

    private Snapshot(List<Path> files) {
      this.files = List.copyOf(files);
    }

    @Override
    public List<Path> files() {
      return files;
    }

    @Override
    public void close() {
      release(files);
    }
  }

  /**
   * Opens the history in a folder, or begins one.
   *
   * @param history the folder {@code history} of a data folder; there
   * @param partRows rows that gather before they become a part
   */
  EventStore(Path history, int partRows, InstantSource clock) throws IOException {
    this.history = history;
    this.partRows = partRows;
    this.clock = clock;
    Files.createDirectories(history.resolve(EVENTS));
    Manifest.Content content = read(history, clock);
    take(Catalog.of(content.entries()));
    this.manifest = Manifest.open(history, content);
    this.gathering = new Gathering(new EventBuffer());
    List<Part> missing = new ArrayList<>();
    for (Part part : parts.values()) {
      Path file = history.resolve(part.file());
      if (!Files.exists(file) || Files.size(file) != part.bytes()) {
        missing.add(part);
      }
    }
    if (!missing.isEmpty()) {
      rewind(missing);
    }
    clean();
  }

  private void take(Catalog catalog) {
    parts = catalog.parts();
    seen = catalog.seen();
    nextPosition = catalog.nextPosition();
    eventsEnd = nextPosition;
  }

  @Override
  public synchronized void suspect() {
    suspected = true;
  }

  /**
   * Looks at every part where a question has run into damage.
   *
   * @return whether records must be read again from {@link #nextPosition}
   */
  synchronized boolean mend() throws IOException {
    if (!suspected) {
      return false;
    }
    flush();
    List<Part> damaged = new ArrayList<>();
    for (Part part : parts.values()) {
      Path file = history.resolve(part.file());
      if (!Files.exists(file) || !sha256(file).equals(part.sha256())) {
        damaged.add(part);
      }
    }
    suspected = false;
    if (damaged.isEmpty()) {
      return false;
    }
    rewind(damaged);
    return true;
  }

  /** Sets damaged parts aside and takes back what came after them: the journal has it all. */
  private void rewind(List<Part> damaged) throws IOException {
    for (Part part : damaged) {
      Path file = history.resolve(part.file());
      if (Files.exists(file)) {
        HotFile.setAside(file, clock, "a part of the history is not what was written");
      } else {
        LOG.atWarn()
            .addKeyValue("file", file)
            .log("A part of the history is gone; its events come again from the journal.");
      }
    }
    ManifestEntry back = Catalog.rewind(Manifest.read(history).entries(), damaged);
    manifest.append(back);
    for (String file : back.removed()) {
      unwanted.add(history.resolve(file));
    }
    take(Catalog.of(Manifest.read(history).entries()));
    release(List.of());
  }

  /** First position that has not been added. */
  @Override
  public synchronized long nextPosition() {
    return nextPosition;
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
    if (due()) {
      turn();
    }
    EventBuffer buffer = gathering.buffer;
    int before = buffer.rows();
    if (before == 0) {
      gathering.since = clock.millis();
    }
    try {
      events.forEach(buffer::add);
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

  private boolean due() {
    EventBuffer buffer = gathering.buffer;
    return buffer.rows() >= partRows
        || buffer.size() >= PART_BYTES
        || (buffer.rows() > 0 && clock.millis() - gathering.since >= PART_AGE.toMillis());
  }

  /** Writes what is in memory into parts and waits for it. */
  synchronized void flush() throws IOException {
    if (gathering.buffer.rows() > 0) {
      turn();
    }
    await();
  }

  /** Everything that was added so far and that may be of a window. */
  @Override
  public synchronized Held files(Window window) throws IOException {
    if (gathering.glimpses.size() >= MANY_GLIMPSES) {
      gathering.glimpses.forEach(glimpse -> unwanted.add(glimpse.file()));
      gathering.glimpses.clear();
      gathering.glimpsed = 0;
      release(List.of());
    }
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
    List<Path> files = new ArrayList<>();
    for (Part part : parts.values()) {
      if (wanted.test(part)) {
        files.add(history.resolve(part.file()));
      }
    }
    if (writing != null) {
      glimpse(writing);
      writing.glimpses.stream().filter(wantedToo).map(Glimpse::file).forEach(files::add);
    }
    glimpse(gathering);
    gathering.glimpses.stream().filter(wantedToo).map(Glimpse::file).forEach(files::add);
    files.forEach(file -> inUse.merge(file, 1, Integer::sum));
    return new Snapshot(files);
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
    long rows = gathering.buffer.rows() + (writing == null ? 0 : writing.buffer.rows());
    return rows + parts.values().stream().mapToLong(Part::rows).sum();
  }

  @Override
  public synchronized OptionalLong lastReceivedMicros() {
    Gathering before = writing;
    return LongStream.of(
            parts.values().stream().mapToLong(Part::receivedToMicros).max().orElse(Long.MIN_VALUE),
            before == null
                ? Long.MIN_VALUE
                : before.buffer.lastReceivedMicros().orElse(Long.MIN_VALUE),
            gathering.buffer.lastReceivedMicros().orElse(Long.MIN_VALUE))
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
      gathering.glimpses.forEach(glimpse -> unwanted.add(glimpse.file()));
      release(List.of());
    }
  }

  /** Hands the gathered rows to the thread that writes parts; waits for the ones before. */
  private void turn() throws IOException {
    await();
    Gathering full = gathering;
    full.endPosition = nextPosition;
    full.seen = seen.takeChanged();
    writing = full;
    gathering = new Gathering(spare == null ? new EventBuffer() : spare);
    spare = null;
    written = writer.submit(() -> write(full));
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
        return;
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

  private Void write(Gathering full) throws IOException {
    List<Part> added = new ArrayList<>();
    for (Slot slot : full.buffer.slots()) {
      added.add(part(full.buffer, slot));
    }
    manifest.append(new ManifestEntry(added, List.of(), full.endPosition, full.seen, false));
    synchronized (this) {
      added.forEach(part -> parts.put(part.file(), part));
      full.glimpses.forEach(glimpse -> unwanted.add(glimpse.file()));
      release(List.of());
      full.buffer.clear();
      spare = full.buffer;
      writing = null;
      notifyAll();
    }
    return null;
  }

  private Part part(EventBuffer buffer, Slot slot) throws IOException {
    String folder =
        EVENTS + "/class=" + slot.retentionClass() + "/date=" + LocalDate.ofEpochDay(slot.day());
    Path target = folders(folder);
    String name = "part-" + fileNumber() + ".parquet";
    Path unfinished = target.resolve(name + ".tmp");
    Written rows;
    try (FileChannel channel = create(unfinished)) {
      rows = buffer.write(channel, ZSTD_LEVEL, slot, 0, true);
      channel.force(true);
    }
    Files.move(unfinished, target.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(target);
    Path file = target.resolve(name);
    return new Part(
        folder + "/" + name,
        Files.size(file),
        sha256(file),
        rows.rows(),
        rows.firstPosition(),
        rows.lastPosition(),
        rows.fromMicros(),
        rows.toMicros(),
        rows.receivedFromMicros(),
        rows.receivedToMicros());
  }

  /** Makes the folders of a part; each new name is synced in its parent. */
  private Path folders(String folder) throws IOException {
    Path at = history;
    for (String name : folder.split("/", -1)) {
      Path below = at.resolve(name);
      if (!Files.isDirectory(below)) {
        Files.createDirectory(below);
        Folders.sync(at);
      }
      at = below;
    }
    return at;
  }

  /** Writes the rows in memory that no file shows yet. */
  private void glimpse(Gathering rows) throws IOException {
    if (rows.glimpsed < rows.buffer.rows()) {
      Path file = history.resolve("glimpse-" + fileNumber() + ".tmp");
      Written written;
      try (FileChannel channel = create(file)) {
        written = rows.buffer.write(channel, ZSTD_LEVEL, null, rows.glimpsed, false);
      }
      rows.glimpsed = rows.buffer.rows();
      rows.glimpses.add(new Glimpse(file, written.firstPosition(), written.lastPosition()));
    }
  }

  private synchronized long fileNumber() {
    return nextFile++;
  }

  private synchronized void release(List<Path> files) {
    for (Path file : files) {
      inUse.merge(file, -1, Integer::sum);
    }
    inUse.values().removeIf(users -> users == 0);
    unwanted.removeIf(
        file -> {
          if (inUse.containsKey(file)) {
            return false;
          }
          delete(file);
          return true;
        });
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("A file no longer needed stays.");
    }
  }

  /** Deletes what a crash left: files that are in no line of the manifest. */
  private void clean() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(history)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = history.relativize(file).toString().replace('\\', '/');
      boolean ours = name.startsWith(EVENTS + "/") || name.startsWith("glimpse-");
      if (ours && !parts.containsKey(name) && !name.contains(".damaged-")) {
        delete(file);
      }
      String number = file.getFileName().toString().replaceAll("\\D+", "");
      if (ours && !number.isEmpty() && number.length() < 18) {
        nextFile = Math.max(nextFile, Long.parseLong(number) + 1);
      }
    }
  }

  /** The manifest; one that is damaged is set aside with its parts, and all comes again. */
  private static Manifest.Content read(Path history, InstantSource clock) throws IOException {
    try {
      return Manifest.read(history);
    } catch (Manifest.DamagedException e) {
      HotFile.setAside(history.resolve(EVENTS), clock, String.valueOf(e.getMessage()));
      HotFile.setAside(Manifest.path(history), clock, String.valueOf(e.getMessage()));
      Files.createDirectories(history.resolve(EVENTS));
      return Manifest.read(history);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(
            Channels.newInputStream(FileChannel.open(file)),
            MessageDigest.getInstance("SHA-256"))) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // only the digest is wanted
      }
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
