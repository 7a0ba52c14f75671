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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The log files that a path, or a pattern in its last part, names now. Of the files that a pattern
 * finds, rotated ({@code app.log.1} beside {@code app.log}) and compressed ones are left out: they
 * are read under the name that they had; a log that came and was renamed away between two looks is
 * among those that are named. A folder that has not changed is not listed again. Not thread-safe.
 */
final class LogFiles {
  /** Not every file system changes the time of a folder at once. */
  private static final Duration LISTED_AGAIN = Duration.ofSeconds(10);

  /** What changes in the tick in which a folder was listed is not seen in its time. */
  private static final Duration TICK = Duration.ofSeconds(2);

  /** Clocks of file systems lag behind by a few milliseconds. */
  static final Duration CLOCKS = Duration.ofMillis(20);

  private final Path pattern;
  private final InstantSource clock;
  private final @Nullable PathMatcher matcher;
  private List<Path> found = List.of();
  private List<Path> logs = List.of();
  private FileTime modified = FileTime.from(Instant.MIN);
  private Instant listed = Instant.MIN;
  private @Nullable Instant before;
  private Set<String> rotated = Set.of();

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

  /** When it was looked before the last change was found; null where that was the first look. */
  @Nullable Instant lookBefore() {
    return before;
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
    List<Path> all = new ArrayList<>();
    Map<String, Path> others = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (wanted.matches(file.getFileName())) {
          all.add(file);
        } else {
          String name = String.valueOf(file.getFileName());
          logBefore(folder, name, wanted).ifPresent(log -> others.put(name, log));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    before = listed.equals(Instant.MIN) ? null : listed;
    rolled(folder, others, all);
    rotated = Set.copyOf(others.keySet());
    Collections.sort(all);
    if (!all.equals(found)) {
      logs = withoutRotated(all);
      found = List.copyOf(all);
    }
    modified = changed;
    listed = now;
    return logs;
  }

  /** The log of the pattern that a file of another name was. */
  private static Optional<Path> logBefore(Path folder, String name, PathMatcher wanted) {
    return Siblings.isCompressed(name)
        ? Optional.empty()
        : Siblings.namesBefore(name).stream()
            .map(Path::of)
            .filter(wanted::matches)
            .findFirst()
            .map(folder::resolve);
  }

  /** Adds the logs whose rotated file has come since the last look, while they are gone. */
  private void rolled(Path folder, Map<String, Path> others, List<Path> all) {
    Instant since = before;
    if (since == null) {
      return;
    }
    Set<Path> there = new HashSet<>(all);
    others.forEach(
        (name, log) -> {
          if (!rotated.contains(name)
              && !there.contains(log)
              && isWrittenSince(folder.resolve(name), since.minus(CLOCKS))) {
            there.add(log);
            all.add(log);
          }
        });
  }

  private static boolean isWrittenSince(Path file, Instant since) {
    try {
      return !Files.getLastModifiedTime(file).toInstant().isBefore(since);
    } catch (IOException gone) {
      return false;
    }
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
