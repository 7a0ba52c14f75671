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
import java.util.HexFormat;
import java.util.List;
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
  public record Content(List<ManifestEntry> entries, String head, long end) {}

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
   * @throws DamagedException when a line before the end is not what was written, and no start has
   *     found that yet
   */
  public static Content read(Path history) throws IOException {
    ManifestLines lines = ManifestLines.read(history);
    for (ManifestLines.Line line : lines.unknown()) {
      if (!line.counts()) {
        throw new DamagedException(
            path(history)
                + ": line "
                + line.number()
                + (line.proven()
                    ? ": " + line.problem()
                    : ": changed (expected: its SHA-256 at the end)")
                + "; the collector's next start goes on with what can be read");
      }
    }
    return lines.content();
  }

  /**
   * What a start that found the list damaged or gone has put aside and that is still there: the
   * list as it was, or, in older versions, the folder of all events.
   */
  public static List<Path> setAside(Path history) throws IOException {
    if (!Files.isDirectory(history)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(history)) {
      List<String> starts =
          Stream.of(PartFiles.folder(history), path(history))
              .map(each -> each.getFileName() + ".damaged-")
              .toList();
      return all.filter(
              each -> starts.stream().anyMatch(String.valueOf(each.getFileName())::startsWith))
          .sorted()
          .toList();
    }
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

  /**
   * Appends the line that says what became of lines that could not be read; nobody has it open.
   * Also what has no end stays, as a line: nothing of the list is taken away.
   */
  static void appendBehind(Path history, ManifestLines lines, ManifestEntry entry)
      throws IOException {
    String json = JSON.writeValueAsString(entry);
    String before = lines.head();
    String text = "";
    if (lines.unfinished() > 0) {
      String rest = new String(lines.rest(), StandardCharsets.UTF_8);
      before = rest.substring(rest.lastIndexOf('\t') + 1);
      if (rest.indexOf('\t') < 0) {
        before = "";
      }
      text = "\n";
    }
    byte[] line = (text + json + "\t" + hash(before, json) + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(line);
    long at = lines.end() + lines.unfinished();
    try (FileChannel file =
        FileChannel.open(path(history), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (buffer.hasRemaining()) {
        file.write(buffer, at + buffer.position());
      }
      file.force(true);
    }
    Folders.sync(history);
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
