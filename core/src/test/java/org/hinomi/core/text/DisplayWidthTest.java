package org.hinomi.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "abc, 3",
    "é…—, 3",
    "e\u0301, 1",
    "障害, 4",
    "ディスク, 8",
    "ﾃﾞｨｽｸ, 5",
    "全角：ＡＢ, 10",
    "（）, 4",
    "한국, 4",
    "\ud867\ude3d, 2",
    "\ud83d\udd25, 2",
    "①, 1",
    "°C, 2",
  })
  void countsCells(String text, int cells) {
    assertThat(DisplayWidth.of(text)).isEqualTo(cells);
  }

  @Test
  void padsByCells() {
    assertThat(DisplayWidth.pad("値", 4)).isEqualTo("値  ");
    assertThat(DisplayWidth.padLeft("値", 4)).isEqualTo("  値");
    assertThat(DisplayWidth.pad("ディスク", 4)).isEqualTo("ディスク");
  }
}
