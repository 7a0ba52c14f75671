package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files beside a log file: what it was renamed or copied to when it rotated. */
final class Siblings {
  private static final Logger log = LoggerFactory.getLogger(Siblings.class);

  private static final Set<String> COMPRESSED =
      Set.of(".gz", ".xz", ".bz2", ".zst", ".zip", ".Z", ".lz4", ".lzma", ".7z");

  private static final String NUMBER_OR_DATE = "[._-]\\d[\\d._:TZ-]*";

  private final Path path;
  private final Pattern rotatedName;

  Siblings(Path path) {
    this.path = path;
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
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

  /** Whether a name is one that this log file gets when it rotates. */
  boolean isRotated(String name) {
    return rotatedName.matcher(name).matches();
  }

  static boolean isCompressed(String name) {
    return COMPRESSED.stream().anyMatch(name::endsWith);
  }

  /** Whether a file of this device and inode is still in the folder. */
  boolean hasKey(String key) throws IOException {
    return list().stream().anyMatch(s -> s.facts.key().equals(key));
  }

  /**
   * The file that a position was taken in, under whatever name: of the same inode where there is
   * one, else the newest that has the contents (a copy that was made before the file was cut).
   */
  Optional<Path> locate(FilePosition position) throws IOException {
    Comparator<Sibling> sameFirst =
        Comparator.comparing((Sibling s) -> !s.facts.key().equals(position.key()))
            .thenComparing(s -> -s.facts.modified());
    for (Sibling sibling : list().stream().sorted(sameFirst).toList()) {
      boolean same = sibling.facts.key().equals(position.key());
      boolean telling = position.tailLength() > 0 && position.offset() > 0;
      if ((same || telling) && holds(sibling.path, position)) {
        return Optional.of(sibling.path);
      }
    }
    return Optional.empty();
  }

  /**
   * The file that this log was written to after a given one: the oldest rotated file that is newer,
   * else the path itself. Empty while neither holds anything.
   */
  Optional<Path> next(FilePosition done) throws IOException {
    List<Sibling> all = list();
    Optional<Sibling> now = all.stream().filter(s -> s.path.equals(path)).findFirst();
    Optional<Sibling> old = all.stream().filter(s -> s.facts.key().equals(done.key())).findFirst();
    if (old.isPresent()) {
      List<Sibling> between =
          all.stream()
              .filter(s -> isRotated(String.valueOf(s.path.getFileName())))
              .filter(s -> s.facts.modified() > old.get().facts.modified())
              .filter(s -> s.facts.size() > 0)
              .sorted(Comparator.comparing(s -> s.facts.modified()))
              .toList();
      for (Sibling sibling : between) {
        // A copy of what was just read, made by hand or by copytruncate, is not the next file.
        if (!sibling.facts.key().equals(done.key()) && !holds(sibling.path, done)) {
          return Optional.of(sibling.path);
        }
      }
    }
    return now.filter(s -> s.facts.size() > 0 && !s.facts.key().equals(done.key()))
        .map(Sibling::path);
  }

  private static boolean holds(Path file, FilePosition position) {
    try (OpenFile open = OpenFile.open(file, 0, 0, 0)) {
      return open.holds(position);
    } catch (IOException e) {
      log.atDebug().addKeyValue("file", file).log("cannot look into a file beside a log: {}", e);
      return false;
    }
  }

  private List<Sibling> list() throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    List<Sibling> found = new ArrayList<>();
    if (folder == null || !Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isCompressed(String.valueOf(file.getFileName()))) {
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
