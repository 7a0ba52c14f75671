package org.hinomi.collector.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceRangesTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void holdsWhatASetOfNumbersHolds(long seed) {
    Random random = new Random(seed);
    BitSet expected = new BitSet();
    SequenceRanges ranges = new SequenceRanges();
    for (int i = 0; i < 400; i++) {
      int number = 1 + random.nextInt(300);
      assertThat(ranges.add(number))
          .as("seed %d, number %d", seed, number)
          .isNotEqualTo(expected.get(number));
      expected.set(number);
      assertThat(ranges.ranges()).as("seed %d", seed).isEqualTo(ranges(expected));
      if (random.nextInt(20) == 0) {
        ranges = stored(ranges);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000_000})
  void aCopyStandsAlone(long first) {
    SequenceRanges ranges = new SequenceRanges();
    ranges.add(first);
    SequenceRanges copy = ranges.copy();
    copy.add(first + 1);

    assertThat(ranges.ranges()).isEqualTo(Map.of(first, first));
    assertThat(copy.ranges()).isEqualTo(Map.of(first, first + 1));
  }

  /** As read from disk, in any order. */
  private static SequenceRanges stored(SequenceRanges ranges) {
    SequenceRanges read = new SequenceRanges();
    new TreeMap<>(ranges.ranges()).descendingMap().forEach(read::addRange);
    return read;
  }

  private static Map<Long, Long> ranges(BitSet numbers) {
    Map<Long, Long> ranges = new TreeMap<>();
    for (int i = numbers.nextSetBit(0); i >= 0; i = numbers.nextSetBit(numbers.nextClearBit(i))) {
      ranges.put((long) i, (long) numbers.nextClearBit(i) - 1);
    }
    return ranges;
  }
}
