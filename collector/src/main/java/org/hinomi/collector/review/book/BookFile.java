package org.hinomi.collector.review.book;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hinomi.collector.keep.ReviewLog;
import org.hinomi.collector.review.ReviewResult;
import org.hinomi.collector.review.Table;
import org.hinomi.core.file.AtomicFile;
import org.hinomi.core.file.OwnerFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** The log of reviews and what it names, in the data folder. Thread-safe. */
public final class BookFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ReviewLog log;

  /** Of a data folder. */
  public BookFile(Path data) {
    this.folder = ReviewLog.folder(data);
    this.log = new ReviewLog(data);
  }

  /** As it is now. */
  public Book read() throws IOException {
    List<BookEntry> entries = new ArrayList<>();
    for (ReviewLog.Line line : log.read()) {
      try {
        entries.add(JSON.readValue(line.json(), BookEntry.class));
      } catch (JacksonException e) {
        throw new IOException(folder + ": a line of another version: " + e.getOriginalMessage(), e);
      }
    }
    return Book.of(entries);
  }

  /** Adds entries, all or none; gives the hash of the last line. */
  String append(List<BookEntry> entries) throws IOException {
    return log.append(entries.stream().map(JSON::writeValueAsString).toList()).hash();
  }

  /** Keeps the figures of a review; gives their SHA-256, by which they are found again. */
  String keep(ReviewResult result) throws IOException {
    return keep("result", ResultJson.write(result));
  }

  /** Hexadecimal SHA-256 by which the figures of a review would be kept. */
  static String sha256(ReviewResult result) {
    return Table.sha256(ResultJson.write(result));
  }

  /** Keeps a text by its hash. */
  String keep(String kind, String text) throws IOException {
    OwnerFiles.folder(folder);
    String sha256 = Table.sha256(text);
    AtomicFile.write(folder, kind + "-" + sha256, text.getBytes(StandardCharsets.UTF_8));
    return sha256;
  }

  /**
   * The figures of a review.
   *
   * @throws IOException also where they are not what was kept
   */
  public ReviewResult result(Book.Review review) throws IOException {
    String sha256 = review.started().what().resultSha256();
    String text = Files.readString(folder.resolve("result-" + sha256), StandardCharsets.UTF_8);
    if (!Table.sha256(text).equals(sha256)) {
      throw new IOException(
          folder.resolve("result-" + sha256) + ": changed (expected: the SHA-256 in its name)");
    }
    return ResultJson.read(text);
  }

  /**
   * A text that was kept.
   *
   * @param kind {@code question} or {@code answer}
   */
  public String text(String kind, String sha256) throws IOException {
    return Files.readString(folder.resolve(kind + "-" + sha256), StandardCharsets.UTF_8);
  }

  /** The file of the policy that a review went by. */
  public Path policy(Book.Review review) {
    return folder.resolve("policy-" + review.started().what().policySha256());
  }
}
