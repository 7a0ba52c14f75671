package org.hinomi.collector.record.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * Gathers the pages of a row group: compresses each and puts its header in front (README.md, "Data
 * Pages"; parquet.thrift, PageHeader). Data pages are of version 2: their levels stay readable, and
 * a page that does not compress is stored as it is. Not thread-safe.
 */
final class PageEncoder implements AutoCloseable {
  static final int PLAIN = 0;
  static final int RLE = 3;
  static final int DELTA_BINARY_PACKED = 5;
  static final int RLE_DICTIONARY = 8;

  private static final int DICTIONARY_PAGE = 2;
  private static final int DATA_PAGE_V2 = 3;

  /** Below this a frame of zstd costs more than it saves. */
  private static final int MIN_COMPRESSED = 64;

  private final ByteBuilder pages = new ByteBuilder();
  private final ByteBuilder compressed = new ByteBuilder();
  private final CompactWriter thrift = new CompactWriter(pages);
  private final CRC32 crc = new CRC32();
  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private final Set<Integer> encodings = new TreeSet<>();
  private int chunkFrom;
  private int dictionaryPage;
  private int dataPage;
  private long uncompressedBytes;
  private boolean anyCompressed;

  PageEncoder(int zstdLevel) {
    zstd.setLevel(zstdLevel);
  }

  /** The pages of the row group so far. */
  ByteBuilder pages() {
    return pages;
  }

  void beginChunk() {
    chunkFrom = pages.size();
    dictionaryPage = -1;
    dataPage = -1;
    uncompressedBytes = 0;
    anyCompressed = false;
    encodings.clear();
  }

  /**
   * @param fileOffset where the first byte of {@link #pages} will stand in the file
   */
  ColumnChunk endChunk(long fileOffset, ColumnStatistics statistics) {
    return new ColumnChunk(
        anyCompressed ? ColumnChunk.ZSTD : ColumnChunk.UNCOMPRESSED,
        encodings.stream().toList(),
        uncompressedBytes,
        pages.size() - chunkFrom,
        fileOffset + dataPage,
        dictionaryPage < 0 ? -1 : fileOffset + dictionaryPage,
        statistics);
  }

  /** The page that stands in front of a chunk's data pages; the codec of the chunk is its own. */
  void dictionary(ByteBuilder values, int count) {
    dictionaryPage = pages.size();
    encodings.add(PLAIN);
    compress(values, 0);
    anyCompressed = true;
    crc.reset();
    crc.update(compressed.array(), 0, compressed.size());
    begin(DICTIONARY_PAGE, values.size(), compressed.size());
    thrift.begin(7);
    thrift.i32(1, count);
    thrift.i32(2, PLAIN);
    thrift.end();
    thrift.end();
    uncompressedBytes += pages.size() - dictionaryPage + values.size();
    pages.put(compressed.array(), 0, compressed.size());
  }

  /**
   * @param page definition levels, then values
   * @param levels length of the levels
   */
  void data(ByteBuilder page, int levels, int rows, int nulls, int encoding) {
    int from = pages.size();
    if (dataPage < 0) {
      dataPage = from;
    }
    encodings.add(encoding);
    encodings.add(RLE);
    int plain = page.size() - levels;
    if (plain >= MIN_COMPRESSED) {
      compress(page, levels);
    }
    boolean smaller = plain >= MIN_COMPRESSED && compressed.size() < plain - plain / 32;
    anyCompressed |= smaller;
    byte[] values = smaller ? compressed.array() : page.array();
    int valuesFrom = smaller ? 0 : levels;
    int length = smaller ? compressed.size() : plain;
    crc.reset();
    crc.update(page.array(), 0, levels);
    crc.update(values, valuesFrom, length);
    begin(DATA_PAGE_V2, page.size(), levels + length);
    thrift.begin(8);
    thrift.i32(1, rows);
    thrift.i32(2, nulls);
    thrift.i32(3, rows);
    thrift.i32(4, encoding);
    thrift.i32(5, levels);
    thrift.i32(6, 0);
    thrift.bool(7, smaller);
    thrift.end();
    thrift.end();
    uncompressedBytes += pages.size() - from + page.size();
    pages.put(page.array(), 0, levels);
    pages.put(values, valuesFrom, length);
  }

  private void begin(int type, int size, int compressedSize) {
    thrift.begin();
    thrift.i32(1, type);
    thrift.i32(2, size);
    thrift.i32(3, compressedSize);
    thrift.i32(4, (int) crc.getValue());
  }

  private void compress(ByteBuilder source, int from) {
    int length = source.size() - from;
    compressed.clear();
    compressed.reserve(Math.toIntExact(Zstd.compressBound(length)));
    byte[] target = compressed.array();
    compressed.size(zstd.compressByteArray(target, 0, target.length, source.array(), from, length));
  }

  @Override
  public void close() {
    zstd.close();
  }
}
