package org.hinomi.collector.record.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes one file of several with the same schema. The bytes of row groups are copied as they are,
 * each followed by its extras; only the footer is made anew.
 */
public final class ParquetConcat {
  private ParquetConcat() {}

  /**
   * Writes the row groups of all sources, in their order.
   *
   * @param target empty and open for writing; the caller syncs and closes it
   * @param keyValues of the new file: what those of the sources become together only the caller
   *     knows
   * @return the new file's size in bytes
   * @throws IOException that names the source, also when it is damaged or has another schema
   */
  public static long concat(List<Path> sources, FileChannel target, Map<String, String> keyValues)
      throws IOException {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("no files (expected: at least one)");
    }
    List<RowGroup> rowGroups = new ArrayList<>();
    ParquetSchema schema = ParquetFooter.read(sources.getFirst()).schema();
    ParquetWriter.write(target::write, ByteBuffer.wrap(ParquetWriter.MAGIC), 0);
    long offset = ParquetWriter.MAGIC.length;
    for (Path file : sources) {
      try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
        ParquetFooter footer = ParquetFooter.read(source, file.toString());
        if (!footer.schema().equals(schema)) {
          throw new IOException(
              file + ": other columns (expected: those of " + sources.getFirst() + ")");
        }
        for (RowGroup rowGroup : footer.rowGroups()) {
          offset = copy(file, source, rowGroup, target, offset, rowGroups);
        }
      }
    }
    return new ParquetFooter(schema, rowGroups, keyValues).write(target::write, offset);
  }

  private static long copy(
      Path file,
      FileChannel source,
      RowGroup rowGroup,
      FileChannel target,
      long offset,
      List<RowGroup> rowGroups)
      throws IOException {
    long at = offset;
    long length = rowGroup.end() - rowGroup.start();
    transfer(file, source, rowGroup.start(), length, target, at);
    at += length;
    Map<String, Extra> extras = new LinkedHashMap<>();
    for (Map.Entry<String, Extra> entry : new TreeMap<>(rowGroup.extras()).entrySet()) {
      Extra extra = entry.getValue();
      transfer(file, source, extra.offset(), extra.length(), target, at);
      extras.put(entry.getKey(), new Extra(at, extra.length(), extra.checksum()));
      at += extra.length();
    }
    long distance = offset - rowGroup.start();
    rowGroups.add(
        new RowGroup(
            rowGroup.rows(),
            rowGroup.chunks().stream().map(chunk -> chunk.movedBy(distance)).toList(),
            extras));
    return at;
  }

  private static void transfer(
      Path file, FileChannel source, long from, long length, FileChannel target, long to)
      throws IOException {
    target.position(to);
    long done = 0;
    while (done < length) {
      long moved = source.transferTo(from + done, length - done, target);
      if (moved <= 0) {
        throw new EOFException(
            file + ": ends at byte " + source.size() + " (expected: " + (from + length) + ")");
      }
      done += moved;
    }
  }
}
