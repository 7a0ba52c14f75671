package org.hinomi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {
  private int probes;
  private int trials;

  @ParameterizedTest
  @CsvSource({"50000,15432", "50000,155000", "50000,50000", "1000,900000", "5000000,1100"})
  void findsTheHighestRateWhereverItLooksFirst(long guess, long limit) throws Exception {
    long found = search(limit).search(guess);

    assertIsTheHighest(found, limit);
    assertThat(probes).isLessThan(16);
    assertThat(trials).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"100000,100000", "100000,120000", "100000,85000"})
  void goesOnFromWhatWasFoundBefore(long before, long limit) throws Exception {
    long found = search(limit).searchNear(before);

    assertIsTheHighest(found, limit);
    assertThat(probes).isZero();
    assertThat(trials).isLessThanOrEqualTo(12);
  }

  /** Short trials hold half as much again. */
  @Test
  void whatShortTrialsHoldIsNotBelieved() throws Exception {
    RateSearch search = new RateSearch(rate -> rate <= 150_000, rate -> rate <= 100_000);

    assertThat(search.search(50_000)).isBetween(95_239L, 100_000L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneTrialAtEachRateThatIsLuckyOrUnluckyChangesNothing(boolean lucky) throws Exception {
    long[] last = new long[1];
    RateSearch search =
        new RateSearch(
            rate -> rate <= 100_000,
            rate -> {
              boolean first = rate != last[0];
              last[0] = rate;
              return first ? lucky : rate <= 100_000;
            });

    assertThat(search.search(50_000)).isBetween(95_239L, 100_000L);
  }

  @Test
  void whoHoldsNothingHasNoRate() throws Exception {
    assertThat(search(0).search(50_000)).isZero();
  }

  @Test
  void whoHoldsEverythingIsNotAskedForEver() throws Exception {
    assertThat(search(Long.MAX_VALUE).search(50_000)).isGreaterThan(RateSearch.HIGHEST / 2);
  }

  private static void assertIsTheHighest(long found, long limit) {
    assertThat(found).isLessThanOrEqualTo(limit);
    assertThat(found * RateSearch.FACTOR).isGreaterThan(limit - 1);
  }

  private RateSearch search(long limit) {
    return new RateSearch(
        rate -> {
          probes++;
          return rate <= limit;
        },
        rate -> {
          trials++;
          return rate <= limit;
        });
  }
}
