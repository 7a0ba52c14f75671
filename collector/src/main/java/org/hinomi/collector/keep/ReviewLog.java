package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.record.Manifest;
import org.hinomi.core.file.AtomicFile;
import org.hinomi.core.file.OwnerFiles;

/**
 * The log of reviews of a history, {@code review/log.jsonl}: what was started, found, said and
 * signed, one line each, only ever appended to and chained as the {@link Manifest} is:
 *
 * <pre>line = JSON, TAB, hash, LF
 * hash = hexadecimal SHA-256( hash of the line before (64 zeros before the first), LF, JSON )</pre>
 *
 * <p>Thread-safe, also between processes.
 */
public final class ReviewLog {
  /** Below the data folder. */
  public static final String NAME = "review/log.jsonl";

  private final Path file;

  /** A line. */
  public record Line(String json, String hash) {}

  /** Makes nothing: the file comes with its first line. */
  public ReviewLog(Path data) {
    this.file = data.resolve(NAME);
  }

  /** The folder that the log and the results of reviews are in. */
  public static Path folder(Path data) {
    return data.resolve("review");
  }

  /**
   * All whole lines; a last one that a crash left without its end is passed over.
   *
   * @throws IOException where a line is not what was written
   */
  public List<Line> read() throws IOException {
    return Files.exists(file) ? parse(Files.readAllBytes(file)) : List.of();
  }

  private List<Line> parse(byte[] all) throws IOException {
    List<Line> lines = new ArrayList<>();
    String hash = Manifest.START;
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] != '\n') {
        continue;
      }
      String line = new String(all, start, i - start, StandardCharsets.UTF_8);
      int tab = line.lastIndexOf('\t');
      if (tab < 0 || !line.substring(tab + 1).equals(Manifest.hash(hash, line.substring(0, tab)))) {
        throw new IOException(
            file + ": line " + (lines.size() + 1) + ": changed (expected: its SHA-256 at the end)");
      }
      hash = line.substring(tab + 1);
      lines.add(new Line(line.substring(0, tab), hash));
      start = i + 1;
    }
    return lines;
  }

  /**
   * Appends lines, all or none, and syncs them.
   *
   * @return the last of them
   */
  public synchronized Line append(List<String> jsons) throws IOException {
    boolean made = !Files.exists(file);
    OwnerFiles.folder(file.resolveSibling(""));
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock alone = channel.lock()) {
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      while (all.hasRemaining() && channel.read(all, all.position()) >= 0) {
        // Until all is read.
      }
      List<Line> lines = parse(all.array());
      long end =
          lines.stream()
              .mapToLong(
                  line ->
                      line.json().getBytes(StandardCharsets.UTF_8).length
                          + line.hash().length()
                          + 2L)
              .sum();
      String hash = lines.isEmpty() ? Manifest.START : lines.getLast().hash();
      StringBuilder text = new StringBuilder();
      String last = "";
      for (String json : jsons) {
        hash = Manifest.hash(hash, json);
        text.append(json).append('\t').append(hash).append('\n');
        last = json;
      }
      channel.truncate(end);
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes, end + bytes.position());
      }
      channel.force(true);
      if (made && alone.isValid()) {
        AtomicFile.syncDirectory(file.resolveSibling(""));
        AtomicFile.syncDirectory(file.resolveSibling("..").normalize());
      }
      return new Line(last, hash);
    }
  }
}
