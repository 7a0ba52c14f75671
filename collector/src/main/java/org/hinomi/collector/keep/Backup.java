package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hinomi.collector.record.Catalog;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.Part;

/**
 * Copies a history, also one that a collector writes, into a folder that is a history itself. Parts
 * never change, so only new ones are copied; each is read through its hash, so that a backup does
 * not carry damage on unseen. The manifest is put in place last: where a backup breaks off, the one
 * before still stands.
 */
public final class Backup {
  private static final int ATTEMPTS = 5;
  private static final String HISTORY = "history";
  private static final String JOURNAL = "journal";

  private final Path data;
  private final Path to;

  /**
   * What was done.
   *
   * @param copied parts that were not there before
   * @param bytes of them
   */
  public record Result(int parts, int copied, long bytes, int segments) {}

  /** Puts what is neither part nor journal into the backup: samples, alerts. */
  public interface Rest {
    /**
     * @param to the backup's folder
     */
    void copy(Path to) throws IOException;
  }

  /**
   * @param to a folder outside of {@code data}: empty, or with an earlier backup of it
   */
  public Backup(Path data, Path to) {
    this.data = data;
    this.to = to;
  }

  /** Does it. */
  public Result run(Rest rest) throws IOException {
    Path source = data.toRealPath();
    Files.createDirectories(to.resolve(HISTORY));
    Files.createDirectories(to.resolve(JOURNAL));
    if (to.toRealPath().startsWith(source)) {
      throw new IOException(to + ": inside " + data + " (expected: a folder elsewhere)");
    }
    for (int attempt = 1; ; attempt++) {
      try {
        Manifest.Content manifest = Manifest.read(data.resolve(HISTORY));
        Catalog catalog = Catalog.of(manifest.entries());
        Result result = parts(catalog);
        int segments = journal();
        if (first(to.resolve(JOURNAL)) <= catalog.nextPosition() || attempt == ATTEMPTS) {
          rest.copy(to);
          manifest(manifest.end());
          clean(catalog);
          return new Result(result.parts(), result.copied(), result.bytes(), segments);
        }
      } catch (NoSuchFileException joined) {
        // A running collector has joined parts or dropped a segment; its new list is looked at.
        if (attempt == ATTEMPTS) {
          throw joined;
        }
      }
    }
  }

  private Result parts(Catalog catalog) throws IOException {
    Map<String, String> there = new HashMap<>();
    if (Files.exists(Manifest.path(to.resolve(HISTORY)))) {
      Catalog.of(Manifest.read(to.resolve(HISTORY)).entries())
          .parts()
          .forEach((file, part) -> there.put(file, part.sha256()));
    }
    int copied = 0;
    long bytes = 0;
    for (Part part : catalog.parts().values()) {
      Path target = to.resolve(HISTORY).resolve(part.file());
      boolean known =
          part.sha256().equals(there.get(part.file()))
              && Files.exists(target)
              && Files.size(target) == part.bytes();
      if (!known) {
        String sha256 = copy(data.resolve(HISTORY).resolve(part.file()), target);
        if (!sha256.equals(part.sha256())) {
          Files.delete(target);
          throw new IOException(
              part.file() + ": damaged, not copied (hinomi verify says more; nothing was changed)");
        }
        copied++;
        bytes += part.bytes();
      }
    }
    return new Result(catalog.parts().size(), copied, bytes, 0);
  }

  /** Full segments do not change either; the newest is copied as far as it is. */
  private int journal() throws IOException {
    Path from = data.resolve(JOURNAL);
    List<Path> segments = segments(from);
    Set<String> names = new HashSet<>();
    for (Path segment : segments) {
      Path target = to.resolve(JOURNAL).resolve(segment.getFileName());
      names.add(segment.getFileName().toString());
      boolean last = segment.equals(segments.getLast());
      if (last || !Files.exists(target) || Files.size(target) != Files.size(segment)) {
        copy(segment, target);
      }
    }
    for (Path old : segments(to.resolve(JOURNAL))) {
      if (!names.contains(old.getFileName().toString())) {
        Files.delete(old);
      }
    }
    return segments.size();
  }

  private static List<Path> segments(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".hnj")).sorted().toList();
    }
  }

  private static long first(Path journal) throws IOException {
    List<Path> segments = segments(journal);
    return segments.isEmpty()
        ? 1
        : Long.parseLong(segments.getFirst().getFileName().toString().replace(".hnj", ""));
  }

  private void manifest(long end) throws IOException {
    Path from = Manifest.path(data.resolve(HISTORY));
    Path target = Manifest.path(to.resolve(HISTORY));
    Path unfinished = target.resolveSibling("manifest.jsonl.new");
    byte[] lines = Files.exists(from) ? Files.readAllBytes(from) : new byte[0];
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(lines, 0, (int) Math.min(end, lines.length));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What was joined or disposed of since the last backup. */
  private void clean(Catalog catalog) throws IOException {
    Path history = to.resolve(HISTORY);
    if (!Files.isDirectory(history.resolve("event"))) {
      return;
    }
    try (Stream<Path> all = Files.walk(history.resolve("event"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = history.relativize(file).toString().replace('\\', '/');
        if (!catalog.parts().containsKey(name)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Copies a file, syncs it, and gives the hash of what was read. */
  public static String copy(Path from, Path target) throws IOException {
    Files.createDirectories(target.resolveSibling(""));
    Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(from), sha256)) {
        Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
