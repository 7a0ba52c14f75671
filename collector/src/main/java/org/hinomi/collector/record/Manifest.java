package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * The list of what belongs to the event history, {@code history/manifest.jsonl}: one line a step,
 * only ever appended to.
 *
 * <pre>line = JSON of the entry, TAB, hash, LF
 * hash = hexadecimal SHA-256( hash of the line before (64 zeros before the first), LF, JSON )</pre>
 *
 * <p>A line is a step from its sync on. A last line that a crash left without its end is cut off
 * when the file is opened for writing, and passed over by readers.
 *
 * <p>Not thread-safe.
 */
public final class Manifest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Manifest.class);

  private static final String DAMAGED =
      "The list of what belongs to the history is damaged or gone; it is set aside with all parts, and only"
          + " what the journal has comes again. Restore the history from a backup.";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the first line is chained to. */
  public static final String START = "0".repeat(64);

  /** A line that cannot be what was written. */
  public static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }

  /** What a file holds: its entries, and where the last whole line ends. */
  public record Content(List<ManifestEntry> entries, String head, long end) {
    /** The files of all parts that belong to the history now or did once. */
    Set<String> everListed() {
      Set<String> files = new HashSet<>();
      for (ManifestEntry entry : entries) {
        entry.added().forEach(part -> files.add(part.file()));
        if (entry.samples() != null) {
          entry.samples().added().forEach(part -> files.add(part.file()));
        }
      }
      return files;
    }
  }

  private final FileChannel channel;
  private String head;
  private long end;

  private Manifest(FileChannel channel, Content content) {
    this.channel = channel;
    this.head = content.head();
    this.end = content.end();
  }

  public static Path path(Path history) {
    return history.resolve("manifest.jsonl");
  }

  /**
   * Reads the steps so far; none where there is no file.
   *
   * @throws DamagedException when a line before the end is not what was written
   */
  public static Content read(Path history) throws IOException {
    Path file = path(history);
    if (!Files.exists(file)) {
      return new Content(List.of(), START, 0);
    }
    byte[] all = Files.readAllBytes(file);
    List<ManifestEntry> entries = new ArrayList<>();
    String hash = START;
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] != '\n') {
        continue;
      }
      String line = new String(all, start, i - start, StandardCharsets.UTF_8);
      int tab = line.lastIndexOf('\t');
      String where = file + ": line " + (entries.size() + 1);
      if (tab < 0 || !line.substring(tab + 1).equals(hash(hash, line.substring(0, tab)))) {
        throw new DamagedException(where + ": changed (expected: its SHA-256 at the end)");
      }
      hash = line.substring(tab + 1);
      try {
        entries.add(entry(line.substring(0, tab)));
      } catch (JacksonException e) {
        throw new DamagedException(where + ": " + e.getOriginalMessage());
      }
      start = i + 1;
    }
    return new Content(entries, hash, start);
  }

  /** Reads it; one that is damaged, or gone, is set aside with its parts, and all comes again. */
  static Content readOrBegin(Path history, InstantSource clock) throws IOException {
    String reason = "there is none";
    try {
      if (Files.exists(path(history)) || !PartFiles.any(history)) {
        return read(history);
      }
    } catch (DamagedException e) {
      reason = String.valueOf(e.getMessage());
    }
    HotFile.setAside(PartFiles.folder(history), clock, reason, DAMAGED);
    for (Path more : List.of(PartFiles.samples(history), path(history))) {
      if (Files.exists(more)) {
        HotFile.setAside(more, clock, reason, DAMAGED);
      }
    }
    Files.createDirectories(PartFiles.folder(history));
    return read(history);
  }

  /** The folders of events that {@link #readOrBegin} set aside and that are still there. */
  public static List<Path> setAside(Path history) throws IOException {
    if (!Files.isDirectory(history)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(history)) {
      String start = PartFiles.folder(history).getFileName() + ".damaged-";
      return all.filter(each -> String.valueOf(each.getFileName()).startsWith(start))
          .sorted()
          .toList();
    }
  }

  /** Whether its last line has no end: a crash tore it off, or something damaged a whole one. */
  static boolean isTorn(Path history, Content content) throws IOException {
    return Files.exists(path(history)) && Files.size(path(history)) > content.end();
  }

  /** Opens it to append to what was read. */
  static Manifest open(Path history, Content content) throws IOException {
    Path file = path(history);
    boolean made = !Files.exists(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.size() > content.end()) {
        LOG.atInfo()
            .addKeyValue("file", file)
            .addKeyValue("bytes", channel.size() - content.end())
            .log("An unfinished line is cut off; what it was to add comes again from the journal.");
        channel.truncate(content.end());
        channel.force(true);
      }
      if (made) {
        channel.force(true);
        Folders.sync(history);
      }
      return new Manifest(channel, content);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Appends a step and syncs it. After an exception it has not happened. */
  void append(ManifestEntry entry) throws IOException {
    String json = JSON.writeValueAsString(entry);
    String hash = hash(head, json);
    byte[] line = (json + "\t" + hash + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(line);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer, end + buffer.position());
      }
      channel.force(false);
    } catch (IOException e) {
      try {
        channel.truncate(end);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    head = hash;
    end += line.length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * The entry that a line's JSON says.
   *
   * @throws JacksonException where it is none
   */
  public static ManifestEntry entry(String json) {
    return JSON.readValue(json, ManifestEntry.class);
  }

  /** The hash of a line: of its JSON and of the hash of the line before. */
  public static String hash(String before, String json) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha256.digest((before + "\n" + json).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
