package org.hinomi.collector.record.parquet;

import java.util.List;

/**
 * A column of a row group: where its pages stand (parquet.thrift, ColumnMetaData).
 *
 * @param codec number of {@code enum CompressionCodec}
 * @param encodings numbers of {@code enum Encoding}
 * @param uncompressedBytes of the pages with their headers
 * @param compressedBytes the same as stored
 * @param dictionaryPage offset in the file; -1: none. It stands in front of the data pages.
 */
public record ColumnChunk(
    int codec,
    List<Integer> encodings,
    long uncompressedBytes,
    long compressedBytes,
    long dataPage,
    long dictionaryPage,
    ColumnStatistics statistics) {
  static final int UNCOMPRESSED = 0;
  static final int ZSTD = 6;

  public ColumnChunk {
    encodings = List.copyOf(encodings);
  }

  long start() {
    return dictionaryPage < 0 ? dataPage : dictionaryPage;
  }

  long end() {
    return start() + compressedBytes;
  }

  ColumnChunk movedBy(long distance) {
    return new ColumnChunk(
        codec,
        encodings,
        uncompressedBytes,
        compressedBytes,
        dataPage + distance,
        dictionaryPage < 0 ? -1 : dictionaryPage + distance,
        statistics);
  }
}
