package org.hinomi.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final StringBuilder out = new StringBuilder();

  @Test
  void linesUpWideCharacters() throws IOException {
    TextTable table = new TextTable(out, List.of("ホスト", "値", "対象"), Set.of(1));
    table.row(List.of("a", "5", "x"));
    table.row(List.of("サーバー1", "1024", "ディスク"));
    assertThat(out).isEmpty();
    table.end();
    assertThat(out.toString())
        .isEqualTo(
            """
            ホスト       値  対象
            a             5  x
            サーバー1  1024  ディスク
            """);
  }

  @Test
  void doesNotKeepALongTable() throws IOException {
    TextTable table = new TextTable(out, List.of("A", "B"), Set.of());
    for (int i = 0; i < 600; i++) {
      table.row(List.of("x", "y"));
    }
    assertThat(out.toString().lines().count()).isEqualTo(601);
    table.row(List.of("longer", "y"));
    table.end();
    assertThat(out.toString()).endsWith("x  y\nlonger  y\n");
  }

  @Test
  void wantsACellForEachColumn() {
    TextTable table = new TextTable(out, List.of("A", "B"), Set.of());
    assertThatThrownBy(() -> table.row(List.of("x"))).hasMessageContaining("1 cells");
  }
}
