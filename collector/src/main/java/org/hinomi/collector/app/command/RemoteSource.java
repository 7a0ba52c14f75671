package org.hinomi.collector.app.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hinomi.collector.keep.BackupSource;
import org.hinomi.collector.keep.FolderSource;

/** The data folder of a collector elsewhere, through its API. Not thread-safe. */
final class RemoteSource implements BackupSource {
  private final Ask.Session session;

  RemoteSource(Ask.Session session) {
    this.session = session;
  }

  @Override
  public InputStream open(String name) throws IOException {
    return open("archive/file", "name", name);
  }

  @Override
  public SortedMap<String, Long> list(String folder) throws IOException {
    SortedMap<String, Long> files = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                open("archive/files", "folder", folder), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        if (space < 1) {
          throw new IOException(line + " (expected: bytes and a name)");
        }
        String name = line.substring(space + 1);
        if (!FolderSource.knows(name)) {
          throw new IOException(name + ": no name of a file of a backup");
        }
        files.put(name, Long.valueOf(line.substring(0, space)));
      }
    }
    return files;
  }

  private InputStream open(String path, String parameter, String value) throws IOException {
    try {
      return session.open(path, Map.of(parameter, value), null);
    } catch (Ask.Refused e) {
      if (e.missing()) {
        throw new NoSuchFileException(value);
      }
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
