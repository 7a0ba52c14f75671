package org.hinomi.collector.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hinomi.core.file.AtomicFile;

/**
 * Which files of a folder are to be taken in: those that are whole, each once. A file is whole when
 * it is found twice with the same size and time. What was taken in is noted on disk; should the
 * note be lost, files are read again and the history finds that it has their records. For one
 * thread.
 */
final class DropFolder {
  /** Files that one look gives. */
  static final int MOST = 1_000;

  private static final Set<String> UNFINISHED = Set.of(".tmp", ".part", ".partial", ".filepart");

  /** A file as it was found. */
  record Found(Path path, String state) {}

  private final Path folder;
  private final Path notes;
  private final String name;
  private final Map<String, String> done;
  private Map<String, Found> before = Map.of();

  /**
   * @param notes the folder of the note
   * @param name of the note in it
   */
  DropFolder(Path folder, Path notes, String name) throws IOException {
    this.folder = folder;
    this.notes = notes;
    this.name = name;
    this.done = read(notes.resolve(name));
  }

  /**
   * Looks once.
   *
   * @return files that are whole and were not taken in, in the order of their names
   * @throws IOException where the folder cannot be listed
   */
  List<Found> look() throws IOException {
    Map<String, Found> now = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String state = isUnfinished(String.valueOf(file.getFileName())) ? "" : state(file);
        if (!state.isEmpty()) {
          now.put(key(file), new Found(file, state));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    done.keySet().retainAll(now.keySet());
    List<Found> whole = new ArrayList<>();
    now.forEach(
        (key, found) -> {
          if (whole.size() < MOST
              && found.equals(before.get(key))
              && !found.state().equals(done.get(key))) {
            whole.add(found);
          }
        });
    before = now;
    return whole;
  }

  /** Whether the last look has found it in the same state. */
  boolean isThere(Found file) {
    return file.equals(before.get(key(file.path())));
  }

  /** Whether it still is as it was found. */
  static boolean isUnchanged(Found file) throws IOException {
    return file.state().equals(state(file.path()));
  }

  /** Notes what was taken in. */
  void taken(List<Found> files) throws IOException {
    for (Found file : files) {
      done.put(key(file.path()), file.state());
    }
    StringBuilder text = new StringBuilder();
    done.forEach((key, state) -> text.append(state).append(' ').append(key).append('\n'));
    AtomicFile.write(notes, name, text.toString().getBytes(UTF_8));
  }

  /** Its name; where the bytes of that are no text, its path as a URI has it. */
  private static String key(Path file) {
    String fileName = String.valueOf(file.getFileName());
    return fileName.indexOf('\uFFFD') < 0 ? fileName : file.toUri().getRawPath();
  }

  private static boolean isUnfinished(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return lower.startsWith(".")
        || lower.indexOf('\n') >= 0
        || UNFINISHED.stream().anyMatch(lower::endsWith);
  }

  /** Size and time; "" where it is no plain file, or gone. */
  private static String state(Path file) throws IOException {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      return facts.isRegularFile()
          ? facts.size() + ":" + facts.lastModifiedTime().to(TimeUnit.NANOSECONDS)
          : "";
    } catch (NoSuchFileException gone) {
      return "";
    }
  }

  private static Map<String, String> read(Path note) throws IOException {
    Map<String, String> done = new HashMap<>();
    byte[] noted = Files.exists(note) ? Files.readAllBytes(note) : new byte[0];
    for (String line : new String(noted, UTF_8).lines().toList()) {
      int blank = line.indexOf(' ');
      if (blank > 0) {
        done.put(line.substring(blank + 1), line.substring(0, blank));
      }
    }
    return done;
  }
}
