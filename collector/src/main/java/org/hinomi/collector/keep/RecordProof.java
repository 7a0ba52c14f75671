package org.hinomi.collector.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hinomi.collector.keep.ManifestAudit.Line;
import org.hinomi.collector.record.Condition;
import org.hinomi.collector.record.Condition.Bound;
import org.hinomi.collector.record.Part;
import org.hinomi.collector.record.PartSearch;
import org.hinomi.collector.record.RowGroupHashes;
import org.hinomi.collector.record.StoredEvent;
import org.hinomi.collector.record.parquet.ParquetFooter;
import org.hinomi.collector.record.parquet.RowGroup;
import org.hinomi.core.event.Fields;

/**
 * What somebody else needs to see that a record was in the history at some time.
 *
 * @param position of the record in the journal
 * @param part that holds it now
 * @param line of the manifest that added this part
 * @param from first byte of its row group's columns, {@code to} the first behind them
 * @param group SHA-256 of those bytes; empty where the manifest has none
 * @param since the first line that added a part with this row group: the record was in the history
 *     at each head from this line on
 */
public record RecordProof(
    long position,
    StoredEvent event,
    Part part,
    Line line,
    int rowGroup,
    long from,
    long to,
    String group,
    Line since) {
  private static final int POSITION = 0;

  /**
   * Looks for a record among the parts.
   *
   * @return empty: no part holds it
   */
  public static Optional<RecordProof> of(Path data, long position) throws IOException {
    Path history = data.resolve("history");
    ManifestAudit manifest = ManifestAudit.read(history);
    try (PartSearch search = new PartSearch(history)) {
      for (Part part : manifest.catalog().parts().values()) {
        if (position < part.firstPosition() || position > part.lastPosition()) {
          continue;
        }
        StoredEvent[] found = new StoredEvent[1];
        Bound at = new Bound(Long.toString(position), true);
        search.events(
            part, new Condition.Range(Fields.JOURNAL_POSITION, at, at), event -> found[0] = event);
        if (found[0] != null) {
          return Optional.of(of(history, manifest, part, found[0], position));
        }
      }
    }
    return Optional.empty();
  }

  /** The same for a record that was found in a part. */
  static RecordProof of(
      Path history, ManifestAudit manifest, Part part, StoredEvent event, long position)
      throws IOException {
    List<RowGroup> groups = ParquetFooter.read(history.resolve(part.file())).rowGroups();
    int index = 0;
    while (index < groups.size() - 1 && !mayHold(groups.get(index), position)) {
      index++;
    }
    String hash = part.groups().isEmpty() ? "" : part.groups().get(index);
    Line line = first(manifest, added -> added.equals(part));
    return new RecordProof(
        position,
        event,
        part,
        line,
        index,
        groups.get(index).start(),
        groups.get(index).end(),
        hash,
        hash.isEmpty() ? line : first(manifest, added -> added.groups().contains(hash)));
  }

  private static boolean mayHold(RowGroup group, long position) {
    return group.statistics(POSITION).minLong().orElse(Long.MIN_VALUE) <= position
        && group.statistics(POSITION).maxLong().orElse(Long.MAX_VALUE) >= position;
  }

  private static Line first(ManifestAudit manifest, Predicate<Part> wanted) throws IOException {
    return manifest.lines().stream()
        .filter(line -> line.entry().added().stream().anyMatch(wanted))
        .findFirst()
        .orElseThrow(() -> new IOException("the manifest has changed meanwhile; try again"));
  }

  /** Whether part and row group are what the manifest says. */
  public boolean holds(Path data) throws IOException, InterruptedException {
    Path history = data.resolve("history");
    boolean whole =
        new PartAudit(history, 1, bytes -> {}).check(List.of(part)).getFirst().finding() == null;
    return whole
        && (group.isEmpty()
            || RowGroupHashes.of(history.resolve(part.file())).get(rowGroup).equals(group));
  }

  /** By names, as JSON shows it. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Fields.JOURNAL_POSITION, position);
    byte[] original = event.original().bytes();
    values.put("original_sha256", sha256(original));
    values.put(Fields.EVENT_ORIGINAL_BASE64, Base64.getEncoder().encodeToString(original));
    values.put("part", part.file());
    values.put("part_sha256", part.sha256());
    values.put("manifest_line", line.number());
    values.put("manifest_hash", line.hash());
    values.put("row_group", rowGroup);
    values.put("row_group_from", from);
    values.put("row_group_to", to);
    values.put("row_group_sha256", group);
    values.put("since_line", since.number());
    values.put("since_hash", since.hash());
    return values;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
