package org.hinomi.collector.review.cross.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  private static boolean same(String one, String other) {
    Set<String> common = new HashSet<>(Names.forms(one));
    common.retainAll(Names.forms(other));
    return !common.isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "佐藤　健一, 佐藤健一",
    "佐藤 健一, 健一 佐藤",
    "髙橋　太郎様, 高橋太郎",
    "ＳＡＴＯ　Ｋｅｎｉｃｈｉ, Kenichi Sato",
    "'SATO, Kenichi', kenichi sato",
    "ｻﾄｳ ｹﾝｲﾁ, サトウケンイチ",
    "山﨑 愛さん, 山崎愛",
    "Mr. Kenichi Sato, SATO KENICHI",
  })
  void isTheSamePerson(String one, String other) {
    assertThat(same(one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"佐藤 健一, 佐藤 健二", "森 愛, 林 愛", "Kenichi Sato, Kenji Sato"})
  void isSomebodyElse(String one, String other) {
    assertThat(same(one, other)).isFalse();
  }

  @Test
  void accountsLoseTheirDomain() {
    assertThat(Names.account("AKEBONO\\Sato.K")).isEqualTo("sato.k");
    assertThat(Names.account("sato.k@akebono.example")).isEqualTo("sato.k");
    assertThat(Names.account("ｓａｔｏ．ｋ")).isEqualTo("sato.k");
  }

  @Test
  void phonesAreDigits() {
    assertThat(Names.phone("+81 90-1234-5678")).isEqualTo("09012345678");
    assertThat(Names.phone("０９０（１２３４）５６７８")).isEqualTo("09012345678");
  }
}
