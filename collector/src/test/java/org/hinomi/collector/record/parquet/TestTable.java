package org.hinomi.collector.record.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as lists of columns of objects: written with the writer, read back with DuckDB. */
final class TestTable {
  private TestTable() {}

  static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  /**
   * One row group after the other; each is a list of columns. Text goes in as a dictionary when
   * asked.
   */
  static void write(
      Path file,
      ParquetSchema schema,
      List<List<List<@Nullable Object>>> rowGroups,
      boolean dictionary,
      Map<String, String> keyValues)
      throws IOException {
    try (FileChannel channel = create(file);
        ParquetWriter writer = new ParquetWriter(channel, schema, 1)) {
      for (List<List<@Nullable Object>> columns : rowGroups) {
        writer.beginRowGroup(columns.getFirst().size());
        for (int i = 0; i < columns.size(); i++) {
          column(writer, schema.columns().get(i).type(), columns.get(i), dictionary);
        }
        writer.endRowGroup();
      }
      writer.finish(keyValues);
    }
  }

  /** Every array begins with a value that is not the column's, so that {@code from} counts. */
  static void column(
      ParquetWriter writer, ParquetType type, List<@Nullable Object> values, boolean dictionary) {
    int rows = values.size();
    boolean[] nulls = new boolean[rows + 1];
    for (int i = 0; i < rows; i++) {
      nulls[i + 1] = values.get(i) == null;
    }
    switch (type) {
      case INT32 -> {
        int[] array = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
          array[i + 1] = values.get(i) instanceof Integer value ? value : 4711;
        }
        writer.ints(array, 1, nulls);
      }
      case INT64, TIMESTAMP_MICROS -> {
        long[] array = new long[rows + 1];
        for (int i = 0; i < rows; i++) {
          array[i + 1] = values.get(i) instanceof Long value ? value : 4711;
        }
        writer.longs(array, 1, nulls);
      }
      case DOUBLE -> {
        double[] array = new double[rows + 1];
        for (int i = 0; i < rows; i++) {
          array[i + 1] = values.get(i) instanceof Double value ? value : 4711;
        }
        writer.doubles(array, 1, nulls);
      }
      case STRING, BINARY -> {
        if (dictionary) {
          dictionary(writer, values);
        } else {
          bytes(writer, values);
        }
      }
    }
  }

  private static void bytes(ParquetWriter writer, List<@Nullable Object> values) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(new byte[] {9, 9});
    int[] offsets = new int[values.size() + 1];
    offsets[0] = 2;
    int[] codes = new int[values.size() + 1];
    for (int i = 0; i < values.size(); i++) {
      data.writeBytes(encoded(values.get(i)));
      offsets[i + 1] = data.size();
      codes[i + 1] = values.get(i) == null ? -1 : i;
    }
    writer.bytes(codes, 1, new DictionaryValues(data.toByteArray(), offsets, values.size()));
  }

  private static void dictionary(ParquetWriter writer, List<@Nullable Object> values) {
    Map<Object, Integer> known = new HashMap<>(Map.of("never used", 0));
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(encoded("never used"));
    List<Integer> offsets = new ArrayList<>(List.of(0, data.size()));
    int[] codes = new int[values.size() + 1];
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value == null) {
        codes[i + 1] = -1;
        continue;
      }
      Integer code = known.get(shown(value));
      if (code == null) {
        code = known.size();
        known.put(shown(value), code);
        data.writeBytes(encoded(value));
        offsets.add(data.size());
      }
      codes[i + 1] = code;
    }
    int[] array = offsets.stream().mapToInt(Integer::intValue).toArray();
    writer.dictionary(codes, 1, new DictionaryValues(data.toByteArray(), array, known.size()));
  }

  private static byte[] encoded(@Nullable Object value) {
    return switch (value) {
      case null -> new byte[0];
      case byte[] bytes -> bytes;
      default -> value.toString().getBytes(StandardCharsets.UTF_8);
    };
  }

  /** Bytes as text, so that values compare; timestamps as microseconds. */
  static @Nullable Object shown(@Nullable Object value) {
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : value;
  }

  static Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:");
  }

  /** All columns of a file, as DuckDB reads them. */
  static List<List<@Nullable Object>> read(Path file, ParquetSchema schema) throws SQLException {
    List<List<@Nullable Object>> columns = new ArrayList<>();
    schema.columns().forEach(column -> columns.add(new ArrayList<>()));
    StringBuilder select = new StringBuilder();
    for (ParquetColumn column : schema.columns()) {
      select.append(select.isEmpty() ? "" : ", ");
      select.append(
          column.type() == ParquetType.TIMESTAMP_MICROS
              ? "epoch_us(" + column.name() + ")"
              : column.name());
    }
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement("SELECT " + select + " FROM read_parquet(?)")) {
      query.setString(1, file.toString());
      try (ResultSet result = query.executeQuery()) {
        while (result.next()) {
          for (int i = 0; i < columns.size(); i++) {
            Object value = result.getObject(i + 1);
            columns
                .get(i)
                .add(
                    value instanceof Blob blob
                        ? shown(blob.getBytes(1, (int) blob.length()))
                        : value);
          }
        }
      }
    }
    return columns;
  }
}
