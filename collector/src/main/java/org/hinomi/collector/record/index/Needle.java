package org.hinomi.collector.record.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for, made ready for the filters of many row groups: the hashes that must all be in
 * the filter of a row group that holds it. Without any it rules out nothing.
 *
 * <p>A term in a text falls into pieces that must each stand within one token of a message that
 * contains it: stretches of ASCII without delimiters and stretches of Chinese, Japanese or Korean
 * characters. Where no piece is long enough for a gram, the short grams count. What is too short
 * for those too, and anything else in the term, rules out no row.
 *
 * <p>Immutable.
 */
public final class Needle {
  private final int[] bits;

  /** The bits of a filter, by number. */
  interface Bits<E extends Exception> {
    boolean bit(int number) throws E;
  }

  private Needle(Hashes hashes) {
    Hashes used = hashes.count > 0 || hashes.shorter == null ? hashes : hashes.shorter;
    bits =
        Arrays.stream(used.all, 0, used.count)
            .mapToInt(GramFilter.Builder::bit)
            .distinct()
            .toArray();
  }

  private static final class Hashes implements Grams.Sink {
    private long[] all = new long[16];
    private int count;
    private @Nullable Hashes shorter;

    @Override
    public void gram(long hash) {
      if (count == all.length) {
        all = Arrays.copyOf(all, count * 2);
      }
      all[count++] = hash;
    }

    @Override
    public void shortGram(int bucket) {
      if (shorter == null) {
        shorter = new Hashes();
      }
      shorter.gram(Grams.ofBucket(bucket));
    }
  }

  /** For messages that contain {@code term}, in whatever case. */
  public static Needle of(String term) {
    byte[] b = term.getBytes(StandardCharsets.UTF_8);
    Hashes hashes = new Hashes();
    // A character that lowers to ASCII is in no gram, of the term or of the messages.
    Grams.scan(b, 0, b.length, hashes);
    return new Needle(hashes);
  }

  /**
   * For rows whose value in a column is this one, in whatever case.
   *
   * @param column its number in the schema
   */
  public static Needle ofValue(int column, String value) {
    Hashes hashes = new Hashes();
    if (Values.known(value) == Values.Known.YES) {
      Values.hashes(column, value, hashes);
    }
    return new Needle(hashes);
  }

  /** Whether it rules out nothing. */
  public boolean isEmpty() {
    return bits.length == 0;
  }

  /** Whether all its hashes are in a filter of so many bits, a power of two. */
  <E extends Exception> boolean isIn(Bits<E> filter, int size) throws E {
    for (int bit : bits) {
      if (!filter.bit(bit & size - 1)) {
        return false;
      }
    }
    return true;
  }
}
