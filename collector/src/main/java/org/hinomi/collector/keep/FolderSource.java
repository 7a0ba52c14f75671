package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hinomi.collector.alert.AlertReader;
import org.hinomi.collector.alert.AlertStore;
import org.hinomi.core.file.OwnerFiles;

/** A data folder on this machine, also one that a collector writes. Thread-safe. */
public final class FolderSource implements BackupSource {
  private static final String ALERTS = "state/" + AlertStore.FILE;

  /** What a backup has, and no name that leads out of the folder. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:history/(?:manifest\\.jsonl|stamps\\.txt|hot\\.snapshot\\.duckdb|(?:event|sample)(?:/.+)?)"
              + "|(?:journal|review|state|ca)(?:/.+)?)");

  private static final Pattern OUT = Pattern.compile("(?:^|/)\\.\\.?(?:/|$)|[\\\\\\x00]");

  private final Path data;

  public FolderSource(Path data) {
    this.data = data;
  }

  /** Whether a name is one of a file or folder that a backup has. */
  public static boolean knows(String name) {
    return NAME.matcher(name).matches() && !OUT.matcher(name).find();
  }

  /** Opens a file; of the alerts, a copy as of this moment. */
  @Override
  public InputStream open(String name) throws IOException {
    if (!knows(name)) {
      throw new NoSuchFileException(name);
    }
    if (name.equals(ALERTS) && Files.exists(data.resolve(name))) {
      Path copy = Files.createTempFile(data.resolve("state"), AlertStore.FILE, ".copy");
      new AlertReader(data.resolve("state")).snapshot(copy);
      return Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE);
    }
    return Files.newInputStream(data.resolve(name));
  }

  @Override
  public SortedMap<String, Long> list(String folder) throws IOException {
    SortedMap<String, Long> files = new TreeMap<>();
    Path dir = data.resolve(folder);
    if (!knows(folder) || !Files.isDirectory(dir)) {
      return files;
    }
    // The journal may lie on another disk.
    Files.walkFileTree(
        dir,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes of) throws IOException {
            String name = data.relativize(file).toString().replace('\\', '/');
            // Beside the alerts' file stand its log and copies that others make at this moment.
            boolean passes =
                (name.startsWith(ALERTS) && !name.equals(ALERTS)) || OwnerFiles.isOnItsWay(file);
            try {
              if (!passes && Files.isRegularFile(file)) {
                files.put(name, Files.size(file));
              }
            } catch (NoSuchFileException e) {
              return visitFileFailed(file, e);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // renamed or deleted a moment ago
            }
            throw e;
          }
        });
    return files;
  }
}
