package org.hinomi.collector.keep;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.hinomi.collector.record.Manifest;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.PartSearch;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.search.Json;
import org.hinomi.collector.search.QueryException;
import org.hinomi.collector.search.WrongQuestion;
import org.hinomi.core.event.Fields;

/**
 * Writes what a query finds into an archive that can be checked without this program: records with
 * their original bytes, the parts that hold them, the manifest that attests the parts, and how to
 * check it all. Reads the folder only; works beside a collector that runs.
 */
public final class EvidenceExport {
  private static final String FOLDER = "evidence/";

  private final Path data;
  private final InstantSource clock;
  private final boolean withParts;
  private final Map<String, String> sums = new TreeMap<>();

  /**
   * What was written.
   *
   * @param left records of the journal that are in no part yet and so not in the archive
   */
  public record Result(long records, int parts, long left) {
    private static final Pattern COMMENT =
        Pattern.compile("hinomi records=(\\d{1,18}) parts=(\\d{1,9}) left=(\\d{1,18})");

    /** As it stands in the archive. */
    String comment() {
      return "hinomi records=" + records + " parts=" + parts + " left=" + left;
    }

    /**
     * Reads it in an archive.
     *
     * @throws IOException also where the archive broke off
     */
    public static Result of(Path archive) throws IOException {
      try (ZipFile zip = new ZipFile(archive.toFile())) {
        Matcher said = COMMENT.matcher(String.valueOf(zip.getComment()));
        if (!said.matches()) {
          throw new IOException(archive + ": no archive of a history");
        }
        return new Result(
            Long.parseLong(said.group(1)),
            Integer.parseInt(said.group(2)),
            Long.parseLong(said.group(3)));
      }
    }
  }

  /**
   * @param withParts whether the parts are in the archive: they hold other records as well
   */
  public EvidenceExport(Path data, InstantSource clock, boolean withParts) {
    this.data = data;
    this.clock = clock;
    this.withParts = withParts;
  }

  /**
   * Writes the archive.
   *
   * @param target does not exist yet
   * @throws WrongQuestion where a time is none
   */
  public Result write(EvidenceQuery query, Path target) throws IOException, QueryException {
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    try {
      Result result;
      try (OutputStream file = Files.newOutputStream(unfinished)) {
        result = write(query, file);
      }
      Files.move(unfinished, target);
      return result;
    } catch (IOException | QueryException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /**
   * Writes the archive to a stream and leaves that open; an archive without its end is none. What
   * was written stands in the archive's comment, too.
   *
   * @throws WrongQuestion where a time is none; then nothing is written
   */
  public Result write(EvidenceQuery query, OutputStream to) throws IOException, QueryException {
    Path history = data.resolve("history");
    ManifestAudit manifest = ManifestAudit.read(history);
    Head head = HistoryVerifier.head(data, clock);
    Set<Part> used = new LinkedHashSet<>();
    long[] records = new long[1];
    sums.clear();
    try (PartSearch search = new PartSearch(history)) {
      EvidenceQuery.Read read = query.read(search, clock);
      ZipOutputStream zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
      for (String name : new String[] {"README.txt", "README.ja.txt", "check.sh"}) {
        add(zip, name, out -> out.write(resource(name)));
      }
      add(zip, "query.txt", out -> out.write(read.text().getBytes(StandardCharsets.UTF_8)));
      add(zip, "head.txt", out -> out.write((head + "\n").getBytes(StandardCharsets.UTF_8)));
      if (Files.exists(StampBook.path(data))) {
        add(zip, "stamps.txt", out -> Files.copy(StampBook.path(data), out));
      }
      add(zip, "manifest.jsonl", out -> manifest(manifest, out));
      add(
          zip,
          "records.jsonl",
          out -> {
            for (Part part : manifest.catalog().parts().values()) {
              if (!read.mayHold(part)) {
                continue;
              }
              search.events(
                  part,
                  read.condition(),
                  event -> {
                    used.add(part);
                    records[0]++;
                    out.write(line(history, manifest, part, event));
                  });
            }
          });
      if (withParts) {
        zip.setLevel(Deflater.NO_COMPRESSION); // they are compressed
        for (Part part : used) {
          add(zip, part.file(), out -> Files.copy(history.resolve(part.file()), out));
        }
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
      }
      StringBuilder text = new StringBuilder();
      sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
      zip.putNextEntry(new ZipEntry(FOLDER + "SHA256SUMS"));
      zip.write(text.toString().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      Result result =
          new Result(
              records[0],
              used.size(),
              Math.max(0, head.position() - manifest.catalog().nextPosition()));
      zip.setComment(result.comment());
      zip.finish();
      return result;
    }
  }

  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private void add(ZipOutputStream zip, String name, Content content) throws IOException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      zip.putNextEntry(new ZipEntry(FOLDER + name));
      content.write(new DigestOutputStream(zip, sha256));
      zip.closeEntry();
      sums.put(name, HexFormat.of().formatHex(sha256.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The lines that were read, as they stand: not what a collector has added since. */
  private void manifest(ManifestAudit manifest, OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(Manifest.path(data.resolve("history")))) {
      int lines = 0;
      byte[] all = in.readAllBytes();
      int end = 0;
      while (lines < manifest.count()) {
        if (all[end++] == '\n') {
          lines++;
        }
      }
      out.write(all, 0, end);
    }
  }

  private static byte[] line(Path history, ManifestAudit manifest, Part part, StoredEvent event)
      throws IOException {
    Map<String, Object> values = new LinkedHashMap<>(event.fields());
    for (String time : new String[] {Fields.TIMESTAMP, Fields.EVENT_CREATED}) {
      values.computeIfPresent(
          time, (name, micros) -> Instant.EPOCH.plus((Long) micros, ChronoUnit.MICROS).toString());
    }
    byte[] original = event.original().bytes();
    event.original().utf8().ifPresent(text -> values.put(Fields.EVENT_ORIGINAL, text));
    values.put(Fields.EVENT_ORIGINAL_BASE64, Base64.getEncoder().encodeToString(original));
    if (!(event.fields().get(Fields.JOURNAL_POSITION) instanceof Long position)) {
      throw new IOException(part.file() + ": an event without a position");
    }
    values.put("proof", RecordProof.of(history, manifest, part, event, position).values());
    return (Json.text(values) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = EvidenceExport.class.getResourceAsStream("evidence/" + name)) {
      if (in == null) {
        throw new IOException("evidence/" + name + " is missing in this program");
      }
      return in.readAllBytes();
    }
  }
}
