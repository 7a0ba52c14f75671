package org.hinomi.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  @ParameterizedTest
  @CsvSource({"ja, JA", "ja_JP.UTF-8, JA", "JA-jp, JA", "ja@x, JA", "en, EN", "en_GB, EN"})
  void knowsTagsAndPosixLocales(String name, Language language) {
    assertThat(Language.of(name)).contains(language);
  }

  @ParameterizedTest
  @CsvSource({"''", "C", "POSIX", "C.UTF-8", "jav", "de_DE.UTF-8"})
  void knowsNoOthers(String name) {
    assertThat(Language.of(name)).isEmpty();
  }

  @Test
  void theFirstVariableThatIsSetDecides() {
    assertThat(Language.ofEnvironment(Map.of())).isEqualTo(Language.EN);
    assertThat(Language.ofEnvironment(Map.of("LANG", "ja_JP.UTF-8"))).isEqualTo(Language.JA);
    assertThat(Language.ofEnvironment(Map.of("LANG", "ja_JP.UTF-8", "LC_ALL", "C")))
        .isEqualTo(Language.EN);
    assertThat(Language.ofEnvironment(Map.of("LC_ALL", "C", "HINOMI_LANG", "ja")))
        .isEqualTo(Language.JA);
    assertThat(Language.ofEnvironment(Map.of("LC_ALL", "", "LC_MESSAGES", "ja")))
        .isEqualTo(Language.JA);
  }
}
