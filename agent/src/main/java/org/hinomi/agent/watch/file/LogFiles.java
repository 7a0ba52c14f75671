package org.hinomi.agent.watch.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log files that a path, or a pattern in its last part, names now. Of the files that a pattern
 * finds, rotated ({@code app.log.1} beside {@code app.log}) and compressed ones are left out: they
 * are read under the name that they had. A folder that has not changed is not listed again. Not
 * thread-safe.
 */
final class LogFiles {
  /** Not every file system changes the time of a folder at once. */
  private static final Duration LISTED_AGAIN = Duration.ofSeconds(10);

  /** What changes in the tick in which a folder was listed is not seen in its time. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private final Path pattern;
  private final InstantSource clock;
  private final @Nullable PathMatcher matcher;
  private List<Path> found = List.of();
  private List<Path> logs = List.of();
  private FileTime modified = FileTime.from(Instant.MIN);
  private Instant listed = Instant.MIN;

  LogFiles(Path pattern, InstantSource clock) {
    this.pattern = pattern;
    this.clock = clock;
    String last = String.valueOf(pattern.getFileName());
    // Only * and ? are special in a setting; the library's matcher knows more.
    this.matcher =
        last.indexOf('*') < 0 && last.indexOf('?') < 0
            ? null
            : FileSystems.getDefault()
                .getPathMatcher("glob:" + last.replaceAll("([\\\\\\[\\]{}])", "\\\\$1"));
  }

  boolean isPattern() {
    return matcher != null;
  }

  /**
   * The files, sorted.
   *
   * @throws IOException where the folder cannot be listed
   */
  List<Path> find() throws IOException {
    PathMatcher wanted = matcher;
    Path folder = pattern.getParent();
    if (wanted == null || folder == null) {
      return List.of(pattern);
    }
    Instant now = clock.instant();
    FileTime changed = Files.getLastModifiedTime(folder);
    boolean settled = changed.toInstant().plus(TICK).isBefore(listed);
    if (changed.equals(modified)
        && settled
        && !now.isBefore(listed)
        && now.isBefore(listed.plus(LISTED_AGAIN))) {
      return logs;
    }
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.filter(f -> wanted.matches(f.getFileName())).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!all.equals(found)) {
      logs = withoutRotated(all);
      found = all;
    }
    modified = changed;
    listed = now;
    return logs;
  }

  /** Looks up the beginnings of each name, rather than all names for each. */
  private static List<Path> withoutRotated(List<Path> all) {
    Map<String, List<Siblings>> byStem = new HashMap<>();
    for (Path file : all) {
      Siblings siblings = new Siblings(file);
      byStem.computeIfAbsent(siblings.stem(), stem -> new ArrayList<>()).add(siblings);
    }
    return all.stream().filter(file -> !isRotated(file, byStem)).toList();
  }

  private static boolean isRotated(Path file, Map<String, List<Siblings>> byStem) {
    String name = String.valueOf(file.getFileName());
    if (Siblings.isCompressed(name)) {
      return true;
    }
    for (int length = 1; length < name.length(); length++) {
      for (Siblings other : byStem.getOrDefault(name.substring(0, length), List.of())) {
        if (!other.isOf(file) && other.isRotated(name)) {
          return true;
        }
      }
    }
    return false;
  }
}
