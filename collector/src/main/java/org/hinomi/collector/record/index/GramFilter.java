package org.hinomi.collector.record.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Says without reading them whether some message of a row group may contain a term, in whatever
 * case: {@code contains(lower(message), lower(term))}; and whether some value of a column may equal
 * one, in whatever case. It never says no wrongly. Of a message the variable parts are added one by
 * one, of its template the text once: together they have every token of the message.
 *
 * <p>A bit array with one hash a gram (see {@link Grams}): a term has several grams, which do what
 * several hashes do in a Bloom filter. Bit {@code h mod size} with a size that is a power of two,
 * so a large array folds into a smaller one by or-ing its halves.
 *
 * <pre>bytes: version (1) | flags (bit 0: any) | log2 of the size in bits | 0
 *        | bits as little-endian longs | CRC-32C of all that, little-endian</pre>
 *
 * <p>Immutable.
 */
public final class GramFilter {
  /** Of the grams and how they are hashed: {@link Grams} and this change together. */
  private static final byte VERSION = 4;

  static final int HEADER = 4;
  private static final int TRAILER = 4;
  private static final int SMALLEST_LOG = 6;

  private final long[] bits;
  private final boolean any;

  private GramFilter(long[] bits, boolean any) {
    this.bits = bits;
    this.any = any;
  }

  /** Whether the row group may hold what is looked for. */
  public boolean mightContain(Needle needle) {
    return any || needle.isIn(this::bit, bits.length << 6);
  }

  private boolean bit(int number) {
    return (bits[number >> 6] & 1L << number) != 0;
  }

  /** Whether it must say yes to everything. */
  boolean any() {
    return any;
  }

  /** The number of bits in a stored form of so many bytes. */
  static int sizeInBits(int bytes) {
    return (bytes - HEADER - TRAILER) * 8;
  }

  /** The share of the bits that are set, 0 to 1: the chance that one gram is found by accident. */
  public double load() {
    return (double) ones(bits) / ((long) bits.length << 6);
  }

  /** The stored form. */
  public byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + bits.length * 8 + TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    int log = SMALLEST_LOG + Integer.numberOfTrailingZeros(bits.length);
    out.put(VERSION).put((byte) (any ? 1 : 0)).put((byte) log).put((byte) 0);
    for (long word : bits) {
      out.putLong(word);
    }
    return out.putInt(crc(out.array())).array();
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalArgumentException if it is of another version, cut or damaged; its row group
   *     must then be read
   */
  public static GramFilter fromBytes(byte[] stored) {
    ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    if (stored.length < HEADER + 8 + TRAILER) {
      throw new IllegalArgumentException(
          "gram filter: " + stored.length + " bytes (expected: 16 or more)");
    }
    if (stored[0] != VERSION) {
      throw new IllegalArgumentException(
          "gram filter: version " + stored[0] + " (expected: " + VERSION + ")");
    }
    int words = (stored.length - HEADER - TRAILER) / 8;
    if (Integer.bitCount(words) != 1
        || stored.length != HEADER + words * 8 + TRAILER
        || stored[2] != SMALLEST_LOG + Integer.numberOfTrailingZeros(words)) {
      throw new IllegalArgumentException(
          "gram filter: " + stored.length + " bytes do not hold 2^" + stored[2] + " bits");
    }
    if (in.getInt(stored.length - TRAILER) != crc(stored)) {
      throw new IllegalArgumentException("gram filter: wrong checksum");
    }
    long[] bits = new long[words];
    in.position(HEADER).asLongBuffer().get(bits);
    return new GramFilter(bits, (stored[1] & 1) != 0);
  }

  private static int crc(byte[] stored) {
    CRC32C crc = new CRC32C();
    crc.update(stored, 0, stored.length - TRAILER);
    return (int) crc.getValue();
  }

  private static long ones(long[] words) {
    long ones = 0;
    for (long word : words) {
      ones += Long.bitCount(word);
    }
    return ones;
  }

  /**
   * Collects the grams of a row group in one large bit array, which is folded to the right size at
   * the end: cheaper than a set, and the number of grams need not be known before. For one thread.
   */
  public static final class Builder implements Grams.Sink {
    /**
     * 2^22 bits, 512 KiB: 4 bytes a message in a row group of 131,072, and within a core's cache.
     */
    private static final int LOG = 22;

    /**
     * Folded while at most this share of the bits is set. Absent terms of 12 characters are told
     * from those present by 3 or 4 grams, so fewer than one in a hundred is found by accident.
     */
    private static final double MOST_SET = 0.25;

    /** 512 bytes: with fewer bits the chance that all of a term's are set hangs on single grams. */
    private static final int FEWEST_WORDS = 64;

    private final long[] bits = new long[1 << LOG - SMALLEST_LOG];
    private final long[] shorts = new long[Grams.BUCKETS >> SMALLEST_LOG];
    private boolean any;

    /** Something that has no hashes: the filter then rules out nothing. */
    public void addAnything() {
      any = true;
    }

    /**
     * Adds a value of a column, for {@link Needle#ofValue}.
     *
     * @param column its number in the schema
     */
    public void addValue(int column, String value) {
      Values.Known known = Values.known(value);
      any |= known == Values.Known.ODD;
      if (known == Values.Known.YES) {
        Values.hashes(column, value, this);
      }
    }

    /**
     * Adds a variable part or the text of a template, UTF-8 in {@code b[from, to)}: one token or a
     * text of many.
     */
    public void add(byte[] b, int from, int to) {
      any |= Grams.scan(b, from, to, this);
    }

    @Override
    public void gram(long hash) {
      int bit = bit(hash);
      bits[bit >> 6] |= 1L << bit;
    }

    @Override
    public void shortGram(int bucket) {
      shorts[bucket >> 6] |= 1L << bucket;
    }

    static int bit(long hash) {
      return (int) (hash >>> 64 - LOG);
    }

    /** The filter of what was added; the builder is empty after it and can be used again. */
    public GramFilter build() {
      for (int bucket = 0; bucket < Grams.BUCKETS; bucket++) {
        if ((shorts[bucket >> 6] & 1L << bucket) != 0) {
          gram(Grams.ofBucket(bucket));
        }
      }
      Arrays.fill(shorts, 0);
      long[] smallest = bits.clone();
      while (smallest.length > FEWEST_WORDS) {
        int half = smallest.length / 2;
        long[] folded = Arrays.copyOf(smallest, half);
        for (int i = 0; i < half; i++) {
          folded[i] |= smallest[half + i];
        }
        if (ones(folded) > MOST_SET * half * 64) {
          break;
        }
        smallest = folded;
      }
      GramFilter filter = new GramFilter(smallest, any);
      Arrays.fill(bits, 0);
      any = false;
      return filter;
    }
  }
}
