package org.hinomi.collector.record.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the FileMetaData that {@link FooterEncoder} writes, and checks that all it points to lies
 * in front of it. Whatever the bytes are, the outcome is a footer or an IOException.
 */
final class FooterDecoder {
  private static final Pattern EXTRA_KEY = Pattern.compile("(\\d{1,9})\\.(.*)", Pattern.DOTALL);
  private static final Pattern EXTRA_VALUE =
      Pattern.compile("(\\d{1,18}) (\\d{1,9}) ([0-9a-f]{1,8})");

  private final CompactReader in;
  private final long dataEnd;
  private final List<ParquetColumn> columns = new ArrayList<>();
  private final List<RowGroup> rowGroups = new ArrayList<>();
  private final Map<String, String> keyValues = new TreeMap<>();

  private FooterDecoder(byte[] metadata, long dataEnd) {
    this.in = new CompactReader(metadata);
    this.dataEnd = dataEnd;
  }

  /**
   * @param dataEnd where the metadata begins in the file
   */
  static ParquetFooter decode(byte[] metadata, long dataEnd) throws IOException {
    return new FooterDecoder(metadata, dataEnd).file();
  }

  private ParquetFooter file() throws IOException {
    long rows = -1;
    in.begin();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 2 -> schema();
        case 3 -> rows = in.i64();
        case 4 -> {
          int size = in.list(CompactWriter.STRUCT);
          for (int i = 0; i < size; i++) {
            rowGroups.add(rowGroup());
          }
        }
        case 5 -> {
          int size = in.list(CompactWriter.STRUCT);
          for (int i = 0; i < size; i++) {
            keyValue();
          }
        }
        default -> in.skip();
      }
    }
    extras();
    try {
      ParquetFooter footer = new ParquetFooter(new ParquetSchema(columns), rowGroups, keyValues);
      if (footer.rows() != rows) {
        throw new IOException(rows + " rows (expected: " + footer.rows() + ", as its row groups)");
      }
      return footer;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void schema() throws IOException {
    int size = in.list(CompactWriter.STRUCT);
    for (int i = 0; i < size; i++) {
      SchemaElement element = new SchemaElement();
      element.read(in);
      if (i == 0) {
        if (element.children != size - 1) {
          throw new IOException(
              "schema with " + element.children + " columns (expected: " + (size - 1) + ", flat)");
        }
      } else {
        columns.add(element.column());
      }
    }
  }

  private RowGroup rowGroup() throws IOException {
    List<ColumnChunk> chunks = new ArrayList<>();
    long rows = 0;
    in.begin();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> {
          int size = in.list(CompactWriter.STRUCT);
          for (int i = 0; i < size; i++) {
            chunks.add(chunk(i));
          }
        }
        case 3 -> rows = in.i64();
        default -> in.skip();
      }
    }
    String where = "row group " + rowGroups.size() + ": ";
    if (rows < 1 || rows > Integer.MAX_VALUE) {
      throw new IOException(where + rows + " rows (expected: 1 to " + Integer.MAX_VALUE + ")");
    }
    if (columns.isEmpty() || chunks.size() != columns.size()) {
      throw new IOException(
          where + chunks.size() + " columns (expected: " + columns.size() + ", as its schema)");
    }
    long end = chunks.getFirst().start();
    for (ColumnChunk chunk : chunks) {
      if (chunk.start() != end || chunk.compressedBytes() > dataEnd - end) {
        throw new IOException(
            where
                + "column at "
                + chunk.start()
                + " with "
                + chunk.compressedBytes()
                + " bytes (expected: at "
                + end
                + ", behind the one before, up to "
                + dataEnd
                + ")");
      }
      end = chunk.end();
    }
    return new RowGroup(rows, chunks, Map.of());
  }

  private ColumnChunk chunk(int column) throws IOException {
    ChunkMetadata metadata = new ChunkMetadata();
    in.begin();
    for (int field = in.next(); field != 0; field = in.next()) {
      if (field == 3) {
        metadata.read(in);
      } else {
        in.skip();
      }
    }
    return metadata.chunk("row group " + rowGroups.size() + ", column " + column + ": ");
  }

  private void keyValue() throws IOException {
    String key = "";
    String value = "";
    in.begin();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> key = in.string();
        case 2 -> value = in.string();
        default -> in.skip();
      }
    }
    keyValues.put(key, value);
  }

  /** Gives each row group its extras. */
  private void extras() throws IOException {
    Map<String, String> all = new HashMap<>(keyValues);
    for (Map.Entry<String, String> entry : all.entrySet()) {
      if (!entry.getKey().startsWith(ParquetFooter.EXTRA)) {
        continue;
      }
      Matcher key = EXTRA_KEY.matcher(entry.getKey().substring(ParquetFooter.EXTRA.length()));
      Matcher value = EXTRA_VALUE.matcher(entry.getValue());
      if (!key.matches()
          || !value.matches()
          || Integer.parseInt(key.group(1)) >= rowGroups.size()
          || Long.parseLong(value.group(1)) + Integer.parseInt(value.group(2)) > dataEnd) {
        throw new IOException(
            entry.getKey()
                + ": "
                + entry.getValue()
                + " (expected: OFFSET LENGTH CRC32C, in front of byte "
                + dataEnd
                + ", and one of "
                + rowGroups.size()
                + " row groups)");
      }
      int rowGroup = Integer.parseInt(key.group(1));
      Extra extra =
          new Extra(
              Long.parseLong(value.group(1)),
              Integer.parseInt(value.group(2)),
              Integer.parseUnsignedInt(value.group(3), 16));
      rowGroups.set(rowGroup, rowGroups.get(rowGroup).with(key.group(2), extra));
      keyValues.remove(entry.getKey());
    }
  }
}
