package org.hinomi.core.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "cmd.exe, CMD.EXE, true",
        "cmd.exe, xcmd.exe, false",
        "cmd.exe, cmd.exex, false",
        "*\\cmd.exe, C:\\temp\\cmd.exe, true",
        "*\\cmd.exe, cmd.exe, false",
        "prog?.exe, progA.exe, true",
        "prog?.exe, prog.exe, false",
        "prog?.exe, progAB.exe, false",
        "a*b*c, aXbYc, true",
        "a*b*c, abc, true",
        "a*b*c, acb, false",
        "a*ba, aba, true",
        "ab*ba, aba, false",
        "*a*b*, xxbxa, false",
        "*a*b*, xxaxb, true",
        "*?x, x, false",
        "*?x, yx, true",
        "*, \"\", true",
        "**, anything, true",
        "?*?, a, false",
        "?*?, ab, true",
        "MÜLLER, müller, true",
      })
  void matchesWholeTextsWithoutRegardToCase(String pattern, String text, boolean expected) {
    assertThat(Pattern.of(pattern, false, false).matches(text)).isEqualTo(expected);
  }

  /** The table of the specification, "Escape Character". */
  @ParameterizedTest
  @CsvSource({
    "'a\\b', 'a\\b'",
    "'a\\\\b', 'a\\b'",
    "'\\*', '*'",
    "'\\?', '?'",
    "'\\\\\\*', '\\*'",
    "'a\\\\\\b', 'a\\\\b'",
    "'a\\\\\\\\b', 'a\\\\b'",
    "'end\\', 'end\\'",
  })
  void readsEscapesAsTheSpecificationSays(String pattern, String onlyMatch) {
    Pattern read = Pattern.of(pattern, false, false);
    assertThat(read.matches(onlyMatch)).isTrue();
    assertThat(read.matches(onlyMatch + "x")).isFalse();
    assertThat(read.matches("x" + onlyMatch)).isFalse();
  }

  @Test
  void takesAnEscapedBackslashBeforeAStarForABackslashAndAWildcard() {
    Pattern pattern = Pattern.of("a\\\\*", false, false);
    assertThat(pattern.matches("a\\bcd")).isTrue();
    assertThat(pattern.matches("a*")).isFalse();
  }

  @Test
  void opensItsEndsAsModifiersSay() {
    assertThat(Pattern.of("b", true, true).matches("abc")).isTrue();
    assertThat(Pattern.of("b", true, false).matches("abc")).isFalse();
    assertThat(Pattern.of("c", true, false).matches("abc")).isTrue();
    assertThat(Pattern.of("a", false, true).matches("abc")).isTrue();
    assertThat(Pattern.of("b", false, true).matches("abc")).isFalse();
    assertThat(Pattern.of("a\\", true, true).matches("xa\\y")).isTrue();
  }

  @Test
  void anEmptyPatternMatchesTheEmptyTextAlone() {
    assertThat(Pattern.of("", false, false).matches("")).isTrue();
    assertThat(Pattern.of("", false, false).matches("a")).isFalse();
  }

  @Test
  void namesItsLongestLiteralForAnIndex() {
    assertThat(Pattern.of("a*Failed?password*b", false, false).longestLiteral())
        .isEqualTo("password");
    assertThat(Pattern.of("*?*", false, false).longestLiteral()).isEmpty();
  }

  @Test
  void staysFastOnHostilePatterns() {
    String text = "a".repeat(5_000);
    assertThat(Pattern.of("*a".repeat(200) + "b", false, false).matches(text)).isFalse();
  }

  @Test
  void foldsEveryCharacterAsJavaComparesIt() {
    for (int c = 128; c <= Character.MAX_VALUE; c++) {
      assertThat(Pattern.fold((char) c))
          .isEqualTo(Character.toLowerCase(Character.toUpperCase((char) c)));
    }
  }
}
