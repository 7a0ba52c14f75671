package org.hinomi.collector.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.hinomi.collector.record.EventBuffer.Slot;
import org.hinomi.collector.record.EventBuffer.Written;
import org.hinomi.collector.record.parquet.ParquetConcat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the event history: makes them, and deletes those nobody wants any more once no
 * question reads them. A file gets its name after its sync, and the folder is synced after that.
 * Thread-safe.
 */
final class PartFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PartFiles.class);
  private static final String EVENTS = "event";
  private static final String SAMPLES = "sample";
  private static final String GLIMPSE = "glimpse-";
  private static final String PARQUET = ".parquet";

  /** Smaller and faster than 3 on rows that are ordered by template; measured. */
  private static final int ZSTD_LEVEL = 1;

  private final Path history;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Path, Integer> inUse = new HashMap<>();
  private final List<Path> unwanted = new ArrayList<>();

  /** A file by which questions see rows in memory. */
  record Glimpse(Path file, long firstPosition, long lastPosition) {}

  PartFiles(Path history) throws IOException {
    this.history = history;
    Files.createDirectories(history.resolve(EVENTS));
  }

  Path path(Part part) {
    return history.resolve(part.file());
  }

  /** The folder of all parts. */
  static Path folder(Path history) {
    return history.resolve(EVENTS);
  }

  /** The folder of all parts of samples. */
  static Path samples(Path history) {
    return history.resolve(SAMPLES);
  }

  /** A new name for a part of samples; makes its folder. */
  String sampleFile(String retentionClass, LocalDate day) throws IOException {
    String folder = SAMPLES + "/class=" + retentionClass + "/date=" + day;
    Path made = folders(folder);
    return history.relativize(made).toString().replace('\\', '/')
        + "/part-"
        + numbers.getAndIncrement()
        + ".parquet";
  }

  /** Gives a file that is written its name as a part. */
  void publish(Path unfinished, String name) throws IOException {
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    publish(unfinished, history.resolve(name));
  }

  /** Makes a part of the rows of a slot. */
  Part write(EventBuffer buffer, Slot slot) throws IOException {
    String folder =
        EVENTS + "/class=" + slot.retentionClass() + "/date=" + LocalDate.ofEpochDay(slot.day());
    String name = folder + "/part-" + numbers.getAndIncrement() + ".parquet";
    Path unfinished = folders(folder).resolve("unfinished.tmp");
    Written rows;
    try (FileChannel channel = create(unfinished)) {
      rows = buffer.write(channel, ZSTD_LEVEL, slot, 0, true);
      channel.force(true);
    }
    publish(unfinished, history.resolve(name));
    return new Part(
        name,
        Files.size(history.resolve(name)),
        sha256(history.resolve(name)),
        rows.rows(),
        rows.firstPosition(),
        rows.lastPosition(),
        rows.fromMicros(),
        rows.toMicros(),
        rows.receivedFromMicros(),
        rows.receivedToMicros(),
        RowGroupHashes.of(history.resolve(name)));
  }

  /** Makes one part of several of a folder; they stay until {@link #discard}. */
  Part join(List<Part> parts) throws IOException {
    String folder = Joining.folder(parts.getFirst());
    String name = folder + "/part-" + numbers.getAndIncrement() + ".parquet";
    Path unfinished = history.resolve(folder).resolve("unfinished.tmp");
    try (FileChannel channel = create(unfinished)) {
      ParquetConcat.concat(
          parts.stream().map(this::path).toList(), channel, EventSchema.KEY_VALUES);
      channel.force(true);
    }
    publish(unfinished, history.resolve(name));
    return Part.joined(
        name, Files.size(history.resolve(name)), sha256(history.resolve(name)), parts);
  }

  /** Makes the same part in another class; the old one stays until {@link #discard}. */
  Part move(Part part, String retentionClass) throws IOException {
    String folder = EVENTS + "/class=" + retentionClass + "/date=" + part.day();
    String name = folder + "/part-" + numbers.getAndIncrement() + ".parquet";
    Path unfinished = folders(folder).resolve("unfinished.tmp");
    Files.deleteIfExists(unfinished);
    try {
      Files.createLink(unfinished, path(part)); // it never changes, and recording waits meanwhile
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(path(part), unfinished, StandardCopyOption.REPLACE_EXISTING);
    }
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    publish(unfinished, history.resolve(name));
    return part.in(name);
  }

  /** Makes a file that shows rows in memory; neither synced nor kept. */
  Glimpse glimpse(EventBuffer buffer, int from) throws IOException {
    Path file = history.resolve(GLIMPSE + numbers.getAndIncrement() + ".tmp");
    try (FileChannel channel = create(file)) {
      Written rows = buffer.write(channel, ZSTD_LEVEL, null, from, false);
      return new Glimpse(file, rows.firstPosition(), rows.lastPosition());
    }
  }

  /** Whether the file is what was written. */
  boolean intact(Part part) throws IOException {
    return complete(part) && sha256(path(part)).equals(part.sha256());
  }

  /** Whether the file is there and as long as it was. */
  boolean complete(Part part) throws IOException {
    return complete(history, part);
  }

  static boolean complete(Path history, Part part) throws IOException {
    Path file = history.resolve(part.file());
    return Files.exists(file) && Files.size(file) == part.bytes();
  }

  /** Whether the file was set aside, since it is not what was written. */
  static boolean isSetAside(Path history, Part part) throws IOException {
    Path file = history.resolve(part.file());
    Path folder = file.resolveSibling("");
    if (!Files.isDirectory(folder)) {
      return false;
    }
    String start = file.getFileName() + ".damaged-";
    try (Stream<Path> all = Files.list(folder)) {
      return all.anyMatch(each -> String.valueOf(each.getFileName()).startsWith(start));
    }
  }

  /** The names of all parts that are there, below the folder {@code history}, in order. */
  static List<String> names(Path history, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> history.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(PARQUET))
          .sorted()
          .toList();
    }
  }

  /** The number in the name of a part: later ones have higher numbers. */
  static long number(Part part) {
    return Long.parseLong(part.file().replaceFirst("^.*/part-(\\d{1,17})\\.parquet$", "$1"));
  }

  /** Keeps files until {@link #release}. */
  synchronized void hold(List<Path> files) {
    files.forEach(file -> inUse.merge(file, 1, Integer::sum));
  }

  synchronized void release(List<Path> files) {
    for (Path file : files) {
      inUse.computeIfPresent(file, (held, users) -> users == 1 ? null : users - 1);
    }
    discard(List.of());
  }

  /** Deletes files, those that are held when they no longer are. */
  synchronized void discard(List<Path> files) {
    unwanted.addAll(files);
    unwanted.removeIf(
        file -> {
          if (inUse.containsKey(file)) {
            return false;
          }
          delete(file);
          return true;
        });
  }

  /** Whether there is a part, of events or samples. */
  static boolean any(Path history) throws IOException {
    return !names(history, folder(history)).isEmpty()
        || !names(history, samples(history)).isEmpty();
  }

  /** Deletes what a crash left: files that are in no line of the manifest. */
  void clean(Set<String> known) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(history)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = history.relativize(file).toString().replace('\\', '/');
      if (!name.startsWith(EVENTS + "/")
          && !name.startsWith(SAMPLES + "/")
          && !name.startsWith(GLIMPSE)) {
        continue;
      }
      if (!known.contains(name) && !name.contains(".damaged-")) {
        delete(file);
      }
      String number = file.getFileName().toString().replaceFirst("^\\D*(\\d{1,17}).*$", "$1");
      if (number.matches("\\d+")) {
        numbers.accumulateAndGet(Long.parseLong(number) + 1, Math::max);
      }
    }
  }

  private static void publish(Path unfinished, Path file) throws IOException {
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(file.resolveSibling(""));
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

  static String sha256(Path file) throws IOException {
    try (InputStream in = Channels.newInputStream(FileChannel.open(file))) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
