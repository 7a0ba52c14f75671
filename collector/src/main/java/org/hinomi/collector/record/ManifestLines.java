package org.hinomi.collector.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hinomi.collector.record.ManifestEntry.Hold;
import org.hinomi.collector.record.ManifestEntry.LostLine;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The lines of a manifest as they are, also where some are not what was written. A line counts
 * where its hash is that of its JSON and of the line before, or where the line behind it proves
 * that; no other line says anything. Immutable.
 *
 * <p>A start that finds lines which do not count appends one that names them, with what it made of
 * it ({@link ManifestRecovery}): from then on they are known.
 */
public final class ManifestLines {
  /**
   * A line.
   *
   * @param number from 1
   * @param start offset of its first byte
   * @param json what stands before the hash
   * @param hash as it stands at its end; empty: none
   * @param expected what the hash should be
   * @param proven whether its JSON is what was written
   * @param entry what the JSON says; null: it cannot be read
   * @param problem why it cannot be read; empty: it can
   * @param sha256 of its bytes, where it is not as it was written
   */
  public record Line(
      int number,
      long start,
      String json,
      String hash,
      String expected,
      boolean proven,
      @Nullable ManifestEntry entry,
      String problem,
      String sha256) {
    /** Whether what it says is what was written. */
    public boolean counts() {
      return proven && entry != null;
    }

    /** Whether nothing of it was changed. */
    public boolean whole() {
      return counts() && hash.equals(expected);
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final byte[] bytes;
  private final int end;

  private ManifestLines(byte[] all) {
    int start = 0;
    List<String> before = List.of(Manifest.START); // what the hash of the line before may be
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        before = line(all, start, i, before);
        start = i + 1;
      }
    }
    this.bytes = all;
    this.end = start;
  }

  /** Reads the manifest in a folder {@code history}; none is one without lines. */
  public static ManifestLines read(Path history) throws IOException {
    Path file = Manifest.path(history);
    return new ManifestLines(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
  }

  private List<String> line(byte[] all, int start, int end, List<String> before) {
    String text = new String(all, start, end - start, StandardCharsets.UTF_8);
    int tab = text.lastIndexOf('\t');
    String json = tab < 0 ? text : text.substring(0, tab);
    String hash = tab < 0 ? "" : text.substring(tab + 1);
    List<String> computed = before.stream().map(each -> Manifest.hash(each, json)).toList();
    int match = computed.indexOf(hash);
    if (match > 0) {
      provePrevious();
    }
    ManifestEntry entry = null;
    String problem = "";
    try {
      entry = Manifest.entry(json);
    } catch (JacksonException e) {
      problem = String.valueOf(e.getOriginalMessage());
    }
    String expected = match < 0 ? computed.getFirst() : computed.get(match);
    boolean proven = match >= 0;
    lines.add(
        new Line(
            lines.size() + 1,
            start,
            json,
            hash,
            expected,
            proven,
            entry,
            problem,
            proven && entry != null ? "" : sha256(all, start, end - start)));
    // Where the hash alone was changed, the next line was chained to the one it should be.
    return proven ? List.of(hash) : List.of(hash, computed.getFirst());
  }

  private void provePrevious() {
    Line line = lines.removeLast();
    lines.add(
        new Line(
            line.number(),
            line.start(),
            line.json(),
            line.hash(),
            line.expected(),
            true,
            line.entry(),
            line.problem(),
            line.sha256()));
  }

  public List<Line> all() {
    return List.copyOf(lines);
  }

  /** What the lines that count say. */
  public List<ManifestEntry> entries() {
    List<ManifestEntry> entries = new ArrayList<>();
    for (Line line : lines) {
      if (line.counts() && line.entry() != null) {
        entries.add(line.entry());
      }
    }
    return entries;
  }

  /** Lines that are not what was written and that no line behind them names. */
  public List<Line> unknown() {
    List<Line> unknown = new ArrayList<>();
    Set<LostLine> named = new HashSet<>();
    for (Line line : lines.reversed()) {
      if (!line.whole() && !named.contains(new LostLine(line.number(), line.sha256()))) {
        unknown.addFirst(line);
      }
      if (line.counts() && line.entry() != null && line.entry().recovered() != null) {
        named.addAll(line.entry().recovered().lines());
      }
    }
    return unknown;
  }

  /**
   * Holds that a line names which does not count: nobody knows that they are not. One of which the
   * name or the query is lost is covered by the hold over everything.
   */
  public List<Hold> doubtfulHolds() {
    List<Hold> holds = new ArrayList<>();
    for (Line line : lines) {
      ManifestEntry entry = line.entry();
      Hold held = entry == null ? null : entry.held();
      // Where a key is damaged, JSON is read without its value.
      if (!line.counts() && held != null && held.id() != null && held.query() != null) {
        holds.add(
            new Hold(
                held.id(),
                held.query(),
                Objects.requireNonNullElse(held.by(), ""),
                Objects.requireNonNullElse(held.reason(), ""),
                Objects.requireNonNullElse(held.at(), "")));
      }
    }
    return holds;
  }

  /** A hold's name that no line has, whether it counts or not. */
  public String freeHold() {
    long highest = 0;
    for (Line line : lines) {
      ManifestEntry entry = line.entry();
      if (entry != null && entry.held() != null) {
        highest = Math.max(highest, number(entry.held().id()));
      }
      if (entry != null && entry.released() != null) {
        highest = Math.max(highest, number(entry.released().id()));
      }
    }
    return "hold-" + (highest + 1);
  }

  private static long number(@Nullable String hold) {
    return hold != null && hold.matches("hold-\\d{1,9}")
        ? Long.parseLong(hold.substring("hold-".length()))
        : 0;
  }

  /** The hash of the last whole line, as it stands there. */
  public String head() {
    return lines.isEmpty() ? Manifest.START : lines.getLast().hash();
  }

  /** Where the last whole line ends. */
  public long end() {
    return end;
  }

  /** The bytes behind it; not to be changed. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, end, bytes.length);
  }

  /** How many bytes stand behind the last whole line. */
  public int unfinished() {
    return bytes.length - end;
  }

  /** Whether what a line says of the lines before it is so, as far as it says something. */
  public boolean beforeHolds(Line line) {
    if (line.entry() == null || line.entry().recovered() == null) {
      return true;
    }
    String before = line.entry().recovered().before();
    int length = (int) line.start();
    return sha256(bytes, 0, length).equals(before)
        || (length > 0 && sha256(bytes, 0, length - 1).equals(before)); // its end was missing then
  }

  /** The same for whoever wants nothing but what counts. */
  Manifest.Content content() {
    return new Manifest.Content(entries(), head(), end);
  }

  static String sha256(byte[] bytes, int from, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, from, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
