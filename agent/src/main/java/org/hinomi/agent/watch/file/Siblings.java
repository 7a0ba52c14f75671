package org.hinomi.agent.watch.file;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files beside a log file: what it was renamed or copied to when it rotated. */
final class Siblings {
  private static final Logger log = LoggerFactory.getLogger(Siblings.class);

  private static final Set<String> COMPRESSED =
      Set.of(".gz", ".xz", ".bz2", ".zst", ".zip", ".Z", ".lz4", ".lzma", ".7z");

  private static final String NUMBER_OR_DATE = "[._-]\\d[\\d._:TZ-]*";

  private static final Pattern BEHIND_NAME =
      Pattern.compile("(.+?)(?:" + NUMBER_OR_DATE + "|[._-](?:old|prev|bak))");
  private static final Pattern BEFORE_EXTENSION =
      Pattern.compile("(.+?)" + NUMBER_OR_DATE + "(\\.[^.]*)");

  private final Path path;
  private final String stem;
  private final Pattern rotatedName;

  Siblings(Path path) {
    this.path = path;
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    this.stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    this.rotatedName =
        Pattern.compile(
            Pattern.quote(name)
                + "(?:"
                + NUMBER_OR_DATE
                + "|[._-](?:old|prev|bak))|"
                + Pattern.quote(stem)
                + NUMBER_OR_DATE
                + Pattern.quote(extension));
  }

  private record Sibling(Path path, FileFacts facts) {}

  /** The names that a log file may have had before it was rotated to this one. */
  static List<String> namesBefore(String name) {
    List<String> names = new ArrayList<>(2);
    Matcher behind = BEHIND_NAME.matcher(name);
    if (behind.matches()) {
      names.add(behind.group(1));
    }
    Matcher inside = BEFORE_EXTENSION.matcher(name);
    if (inside.matches()) {
      names.add(inside.group(1) + inside.group(2));
    }
    return names;
  }

  /** What all names of this log begin with. */
  String stem() {
    return stem;
  }

  boolean isOf(Path file) {
    return path.equals(file);
  }

  /** Whether a name is one that this log file gets when it rotates. */
  boolean isRotated(String name) {
    // Told of each of many names: most differ at once.
    return name.length() > stem.length()
        && name.startsWith(stem)
        && rotatedName.matcher(name).matches();
  }

  static boolean isCompressed(String name) {
    return COMPRESSED.stream().anyMatch(name::endsWith);
  }

  /** Whether a file of this device and inode is still in the folder. */
  boolean hasKey(String key) throws IOException {
    // Under a name of its own, most likely: a folder may hold thousands of others.
    return list(this::isOwn).stream().anyMatch(s -> s.facts.key().equals(key))
        || list(name -> !isOwn(name)).stream().anyMatch(s -> s.facts.key().equals(key));
  }

  private boolean isOwn(String name) {
    return name.startsWith(stem);
  }

  /**
   * The file that a position was taken in, under whatever name: of the same inode where there is
   * one, else the newest that has the contents (a copy that was made before the file was cut).
   *
   * @throws IOException also where the file of the same inode cannot be looked into: it may well be
   *     the one
   */
  Optional<Path> locate(FilePosition position) throws IOException {
    Comparator<Sibling> sameFirst =
        Comparator.comparing((Sibling s) -> !s.facts.key().equals(position.key()))
            .thenComparing(s -> -s.facts.modified());
    boolean telling = position.tailLength() > 0 && position.offset() > 0;
    for (Sibling sibling : list(name -> true).stream().sorted(sameFirst).toList()) {
      boolean same = sibling.facts.key().equals(position.key());
      if (sibling.facts.size() >= position.offset()
          && (same
              ? looksInto(sibling.path, position)
              : telling && holds(sibling.path, position))) {
        return Optional.of(sibling.path);
      }
    }
    return Optional.empty();
  }

  /**
   * What follows a file that is done.
   *
   * @param path the file to read next; null while there is none that holds anything
   * @param rolled whether that has rolled itself, so that nothing more comes to the one before
   * @param overtaken whether the file that is done was deleted and rolled ones are there: others
   *     may have been deleted between them, unread
   */
  record Next(@Nullable Path path, boolean rolled, boolean overtaken) {}

  /**
   * The file that this log was written to after a given one: the oldest rotated file that is newer,
   * else the path itself.
   *
   * @param modified of the done file when it was seen last, nanoseconds since 1970
   * @param known whether a file of this device and inode was read before, or was there before; it
   *     decides of files of the same moment only, since file systems give inodes again
   */
  Next next(FilePosition done, long modified, Predicate<String> known) throws IOException {
    List<Sibling> own = list(this::isOwn);
    Optional<Sibling> old = own.stream().filter(s -> s.facts.key().equals(done.key())).findFirst();
    boolean gone = old.isEmpty() && !hasKey(done.key());
    long since = old.map(s -> s.facts.modified()).orElse(modified);
    List<Sibling> between =
        own.stream()
            .filter(s -> isRotated(String.valueOf(s.path.getFileName())))
            .filter(s -> s.facts.size() > 0 && !s.facts.key().equals(done.key()))
            // Clocks of file systems tick every few milliseconds.
            .filter(
                s ->
                    s.facts.modified() > since
                        || (s.facts.modified() == since && !known.test(s.facts.key())))
            .sorted(Comparator.comparing(s -> s.facts.modified()))
            .toList();
    for (Sibling sibling : between) {
      // A copy of what was just read, made by hand or by copytruncate, is not the next file.
      if (!holds(sibling.path, done)) {
        return new Next(sibling.path, true, gone);
      }
    }
    Path now =
        own.stream()
            .filter(s -> s.path.equals(path))
            .filter(s -> s.facts.size() > 0 && !s.facts.key().equals(done.key()))
            .map(Sibling::path)
            .findFirst()
            .orElse(null);
    return new Next(now, false, false);
  }

  /**
   * The oldest of the rotated files that were written to since a moment: it has come and was
   * renamed away between two looks.
   *
   * @param since nanoseconds since 1970; a folder that has not changed since is not listed
   * @param known whether a file of this device and inode was there before
   */
  Optional<Path> rolledSince(long since, Predicate<String> known) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.getLastModifiedTime(folder).to(NANOSECONDS) < since) {
      return Optional.empty();
    }
    return list(this::isRotated).stream()
        .filter(s -> s.facts.size() > 0 && s.facts.modified() >= since)
        .filter(s -> !known.test(s.facts.key()))
        .min(Comparator.comparing(s -> s.facts.modified()))
        .map(Sibling::path);
  }

  /** Devices and inodes of the rotated files that are there. */
  List<String> rotatedKeys() throws IOException {
    return list(this::isRotated).stream().map(s -> s.facts.key()).toList();
  }

  private static boolean holds(Path file, FilePosition position) {
    try {
      return looksInto(file, position);
    } catch (IOException e) {
      log.atDebug().addKeyValue("file", file).log("cannot look into a file beside a log: {}", e);
      return false;
    }
  }

  private static boolean looksInto(Path file, FilePosition position) throws IOException {
    try (OpenFile open = OpenFile.open(file, 0, 0, LineForm.TOLD)) {
      return open.holds(position);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private List<Sibling> list(Predicate<String> names) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    List<Sibling> found = new ArrayList<>();
    if (folder == null || !Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (isCompressed(name) || !names.test(name)) {
          continue;
        }
        try {
          FileFacts facts = FileFacts.of(file);
          if (facts.regular()) {
            found.add(new Sibling(file, facts));
          }
        } catch (IOException gone) {
          log.atTrace().addKeyValue("file", file).log("vanished while the folder was read");
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }
}
