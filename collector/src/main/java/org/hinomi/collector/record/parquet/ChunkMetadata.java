package org.hinomi.collector.record.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ColumnMetaData of parquet.thrift while it is read. */
final class ChunkMetadata {
  private int codec = -1;
  private final List<Integer> encodings = new ArrayList<>();
  private long uncompressedBytes = -1;
  private long compressedBytes = -1;
  private long dataPage = -1;
  private long dictionaryPage = -1;
  private long nullCount = -1;
  private @Nullable ByteBuffer min;
  private boolean minExact;
  private @Nullable ByteBuffer max;
  private boolean maxExact;

  void read(CompactReader in) throws IOException {
    in.beginField();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 2 -> {
          int size = in.list(CompactWriter.I32);
          for (int i = 0; i < size; i++) {
            encodings.add((int) in.zigzag());
          }
        }
        case 4 -> codec = in.i32();
        case 6 -> uncompressedBytes = in.i64();
        case 7 -> compressedBytes = in.i64();
        case 9 -> dataPage = in.i64();
        case 11 -> dictionaryPage = in.i64();
        case 12 -> statistics(in);
        default -> in.skip();
      }
    }
  }

  private void statistics(CompactReader in) throws IOException {
    in.beginField();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 3 -> nullCount = in.i64();
        case 5 -> max = in.binary();
        case 6 -> min = in.binary();
        case 7 -> maxExact = in.bool();
        case 8 -> minExact = in.bool();
        default -> in.skip();
      }
    }
  }

  ColumnChunk chunk(String where) throws IOException {
    long start = dictionaryPage < 0 ? dataPage : dictionaryPage;
    if (start < ParquetWriter.MAGIC.length
        || compressedBytes < 1
        || dataPage < start
        || dataPage - start >= compressedBytes
        || uncompressedBytes < 0
        || nullCount < 0
        || codec != ColumnChunk.ZSTD && codec != ColumnChunk.UNCOMPRESSED) {
      throw new IOException(
          where
              + "codec "
              + codec
              + ", page at "
              + dataPage
              + ", dictionary at "
              + dictionaryPage
              + ", "
              + compressedBytes
              + " bytes, "
              + nullCount
              + " nulls (expected: a column that Hinomi wrote)");
    }
    return new ColumnChunk(
        codec,
        encodings,
        uncompressedBytes,
        compressedBytes,
        dataPage,
        dictionaryPage,
        new ColumnStatistics(nullCount, min, minExact, max, maxExact));
  }
}
