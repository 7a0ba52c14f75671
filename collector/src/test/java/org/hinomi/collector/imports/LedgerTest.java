package org.hinomi.collector.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final String A = "import:" + "0a".repeat(16);
  private static final String B = "import:" + "f0".repeat(16);

  @Test
  void findsAPartByItsNameAndLengthAndGivesTheNameBack() {
    Ledger ledger = new Ledger(List.of(new Recorded(A, 10, 1, 4), new Recorded(B, 10, 2, 3)));
    Ledger.Part part = ledger.find(A, 10).orElseThrow();
    assertThat(part.agentId()).isEqualTo(A);
    assertThat(part.holds(4)).isTrue();
    assertThat(part.holds(5)).isFalse();
    assertThat(ledger.find(B, 10).orElseThrow().holds(1)).isFalse();
    assertThat(ledger.find(A, 11)).isEmpty();
  }

  @Test
  void rangesAreJoinedInWhateverOrderTheyCome() {
    Ledger.Part part = new Ledger.Part(A, 100);
    for (long line : new long[] {50, 10, 30, 70, 31, 29, 69}) {
      assertThat(part.add(line, line)).isTrue();
      assertThat(part.add(line, line)).isFalse();
    }
    assertThat(part.add(5, 30)).isTrue();
    assertThat(part.add(7, 31)).isFalse();
    assertThat(held(part)).isEqualTo("5-31 50-50 69-70 ");
    assertThat(part.add(32, 68)).isTrue();
    assertThat(held(part)).isEqualTo("5-70 ");
    assertThat(part.add(1, 100)).isTrue();
    assertThat(held(part)).isEqualTo("1-100 ");
  }

  private static String held(Ledger.Part part) {
    StringBuilder ranges = new StringBuilder();
    long first = 0;
    for (long line = 0; line <= 101; line++) {
      if (part.holds(line) && first == 0) {
        first = line;
      } else if (!part.holds(line) && first != 0) {
        ranges.append(first).append('-').append(line - 1).append(' ');
        first = 0;
      }
    }
    return ranges.toString();
  }

  @Test
  void onlyWhatHoldsALineBeforeAndEndsBehindReachesOver() {
    Ledger ledger = new Ledger(List.of(new Recorded(A, 100, 51, 100), new Recorded(A, 50, 1, 50)));
    assertThat(ledger.reachesOver(50, 1000)).isFalse();
    assertThat(ledger.reachesOver(51, 1000)).isTrue();
    assertThat(ledger.reachesOver(51, 99)).as("longer than the file").isFalse();
    assertThat(ledger.reachesOver(100, 1000)).isFalse();
    assertThat(ledger.reachesOver(51, 20)).as("a file that has grown").isFalse();
    ledger.add(new Recorded(B, 100, 40, 50));
    assertThat(ledger.reachesOver(50, 1000)).isTrue();
  }

  @Test
  void whatNoImportGaveIsPassedOver() {
    Ledger ledger = new Ledger(List.of(new Recorded("import:mail-archive", 10, 1, 4)));
    assertThat(ledger.lengthFrom(1)).isEqualTo(Long.MAX_VALUE);
  }
}
