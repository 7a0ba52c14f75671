package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hinomi.collector.record.Catalog;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.ManifestLines;
import org.hinomi.collector.record.Part;
import org.hinomi.core.file.OwnerFiles;

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
  private static final String MANIFEST = HISTORY + "/manifest.jsonl";

  /** What others have no business reading: keys, tokens, who was told what. */
  private static final String[] PRIVATE = {"ca/", "state/"};

  private final BackupSource data;
  private final Path to;

  /**
   * What was done.
   *
   * @param copied parts that were not there before
   * @param bytes of them
   */
  public record Result(int parts, int copied, long bytes, int segments) {}

  /**
   * @param to a folder outside of {@code data}: empty, or with an earlier backup of it
   */
  public Backup(BackupSource data, Path to) {
    this.data = data;
    this.to = to;
  }

  /**
   * Does it.
   *
   * @param samples the copy of samples and roll-ups as of one moment, such as {@code
   *     history/hot.snapshot.duckdb}
   */
  public Result run(String samples) throws IOException {
    OwnerFiles.folder(to);
    OwnerFiles.folder(to.resolve(HISTORY));
    OwnerFiles.folder(to.resolve(JOURNAL));
    for (int attempt = 1; ; attempt++) {
      Path listed = to.resolve(HISTORY).resolve("unfinished");
      try {
        // First: a head that has a time stamp speaks of lines that the manifest has by then.
        ifThere(StampBook.NAME);
        manifest(listed);
        Catalog catalog = Catalog.of(Manifest.read(listed).entries());
        Result result = parts(catalog);
        int segments = journal();
        if (first(new FolderSource(to).list(JOURNAL)) <= catalog.nextPosition()
            || attempt == ATTEMPTS) {
          copy(samples, to.resolve(HISTORY).resolve("hot.duckdb"));
          for (String folder : new String[] {"review", "state", "ca"}) {
            for (String name : data.list(folder).keySet()) {
              ifThere(name);
            }
          }
          Files.move(
              Manifest.path(listed),
              to.resolve(MANIFEST),
              StandardCopyOption.ATOMIC_MOVE,
              StandardCopyOption.REPLACE_EXISTING);
          Files.delete(listed);
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
    // What a damaged line of an earlier backup's manifest lists is copied again.
    Map<String, String> there = new HashMap<>();
    all(Catalog.of(ManifestLines.read(to.resolve(HISTORY)).entries()))
        .forEach(part -> there.put(part.file(), part.sha256()));
    int copied = 0;
    long bytes = 0;
    for (Part part : all(catalog)) {
      Path target = to.resolve(HISTORY).resolve(part.file());
      boolean known =
          part.sha256().equals(there.get(part.file()))
              && Files.exists(target)
              && Files.size(target) == part.bytes();
      if (!known) {
        String sha256 = copy(HISTORY + "/" + part.file(), target);
        if (!sha256.equals(part.sha256())) {
          Files.delete(target);
          throw new IOException(
              part.file() + ": damaged, not copied (hinomi verify says more; nothing was changed)");
        }
        copied++;
        bytes += part.bytes();
      }
    }
    return new Result(catalog.parts().size() + catalog.samples().size(), copied, bytes, 0);
  }

  private static List<Part> all(Catalog catalog) {
    return Stream.concat(catalog.parts().values().stream(), catalog.samples().values().stream())
        .toList();
  }

  /** Full segments do not change either; the newest is copied as far as it is. */
  private int journal() throws IOException {
    SortedMap<String, Long> segments = segments(data);
    for (Map.Entry<String, Long> segment : segments.entrySet()) {
      Path target = to.resolve(segment.getKey());
      boolean last = segment.getKey().equals(segments.lastKey());
      if (last || !Files.exists(target) || Files.size(target) != segment.getValue()) {
        copy(segment.getKey(), target);
      }
    }
    for (String old : segments(new FolderSource(to)).keySet()) {
      if (!segments.containsKey(old)) {
        Files.delete(to.resolve(old));
      }
    }
    return segments.size();
  }

  private static SortedMap<String, Long> segments(BackupSource source) throws IOException {
    SortedMap<String, Long> files = source.list(JOURNAL);
    files.keySet().removeIf(name -> !name.endsWith(".hnj"));
    return files;
  }

  private static long first(SortedMap<String, Long> journal) {
    return journal.keySet().stream()
        .filter(name -> name.endsWith(".hnj"))
        .findFirst()
        .map(name -> Long.parseLong(name.replaceFirst("^.*/(\\d+)\\.hnj$", "$1")))
        .orElse(1L);
  }

  /** The manifest as it is now, up to its last whole line, in a folder of its own. */
  private void manifest(Path folder) throws IOException {
    OwnerFiles.folder(folder);
    Path file = Manifest.path(folder);
    try {
      copy(MANIFEST, file);
    } catch (NoSuchFileException none) {
      Files.write(file, new byte[0]);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(Manifest.read(folder).end());
      channel.force(true);
    }
  }

  /** What was joined or disposed of since the last backup. */
  private void clean(Catalog catalog) throws IOException {
    FolderSource there = new FolderSource(to);
    Set<String> known =
        all(catalog).stream()
            .map(part -> HISTORY + "/" + part.file())
            .collect(Collectors.toUnmodifiableSet());
    for (String folder : new String[] {"history/event", "history/sample"}) {
      for (String name : there.list(folder).keySet()) {
        if (!known.contains(name)) {
          Files.delete(to.resolve(name));
        }
      }
    }
  }

  private void ifThere(String name) throws IOException {
    try {
      copy(name, to.resolve(name));
    } catch (NoSuchFileException none) {
      // Many a history has none, and a file of the state may be gone since it was listed.
    }
  }

  private String copy(String name, Path target) throws IOException {
    try (InputStream in = data.open(name)) {
      return copy(in, name, target);
    }
  }

  /**
   * Copies a file, syncs it, and gives the hash of what was read.
   *
   * @param name below a data folder: what is private stays its owner's
   */
  public static String copy(InputStream from, String name, Path target) throws IOException {
    OwnerFiles.folders(Objects.requireNonNull(target.toAbsolutePath().getParent()));
    Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      Files.deleteIfExists(unfinished);
      if (Stream.of(PRIVATE).anyMatch(name::startsWith)
          && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            unfinished,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(unfinished);
      }
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        new DigestInputStream(from, sha256).transferTo(out);
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
