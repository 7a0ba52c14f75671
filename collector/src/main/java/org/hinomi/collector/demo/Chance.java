package org.hinomi.collector.demo;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Chance that is the same for the same seed on every machine. Each purpose has a generator of its
 * own, so that what is planted in one place changes nothing in another. Immutable.
 */
final class Chance {
  private static final RandomGeneratorFactory<RandomGenerator> ALGORITHM =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long seed;

  Chance(long seed) {
    this.seed = seed;
  }

  /**
   * A generator.
   *
   * @param purpose with {@code number} names it
   */
  RandomGenerator of(String purpose, long number) {
    long hash = seed * GOLDEN;
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * FNV_PRIME;
    }
    return ALGORITHM.create((hash ^ number) * FNV_PRIME);
  }

  static <T> T pick(RandomGenerator random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Between two numbers, both included. */
  static int between(RandomGenerator random, int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  /** So many hexadecimal digits in capitals. */
  static String hex(RandomGenerator random, int digits) {
    StringBuilder text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append("0123456789ABCDEF".charAt(random.nextInt(16)));
    }
    return text.toString();
  }

  /** A share of a whole that is about {@code mean}, at least a tenth of it, with a long tail. */
  static long skewed(RandomGenerator random, long mean) {
    double exponential = -StrictMath.log(1 - random.nextDouble());
    return Math.max(mean / 10, (long) (mean * exponential));
  }
}
